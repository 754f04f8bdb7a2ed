/// UTC+8: China has one zone and no summer time.
let chinaZone_s: Int64 = 8 * 3_600

extension SMPP.Time {
    /// A moment as China's gateways take it, whether they read the zone behind it (§7.1.1.1 of SMPP: a difference from UTC in
    /// quarters of an hour) or take it for their own.
    package static func inChina(posixSeconds: Int64) -> SMPP.Time {
        SMPP.Time(CivilText(posixSeconds: posixSeconds + chinaZone_s).twelveDigits + "032+") ?? .none
    }
}
