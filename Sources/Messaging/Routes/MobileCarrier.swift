/// A carrier that numbers tell of by their first digits.
package enum MobileCarrier: String, Sendable, Hashable, CaseIterable {
    case chinaMobile = "china_mobile"
    case chinaUnicom = "china_unicom"
    case chinaTelecom = "china_telecom"
    case chinaBroadcast = "china_broadcast"
}
