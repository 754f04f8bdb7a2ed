extension SMGP {
    /// `Status` of every answer (§6.2.6). Makers of gateways have 128 to 255 for their own, so any number is kept.
    package struct Status: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package var rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let ok = Status(rawValue: 0)
        package static let busy = Status(rawValue: 1)
        package static let tooManyConnections = Status(rawValue: 2)
        package static let malformed = Status(rawValue: 10)
        package static let unknownCommand = Status(rawValue: 11)
        package static let repeatedSequence = Status(rawValue: 12)
        package static let wrongAddress = Status(rawValue: 20)
        package static let notAuthentic = Status(rawValue: 21)
        package static let versionTooHigh = Status(rawValue: 22)
        package static let wrongLength = Status(rawValue: 36)
        package static let wrongSource = Status(rawValue: 46)
        package static let wrongDestination = Status(rawValue: 47)
        package static let forbiddenHour = Status(rawValue: 74)
        package static let dailyLimit = Status(rawValue: 75)
        package static let accountExpired = Status(rawValue: 76)

        package var description: String {
            if let words = Self.words[rawValue] { return "status \(rawValue) (\(words))" }
            return (128...255).contains(rawValue)
                ? "status \(rawValue) (the gateway maker's own)" : "status \(rawValue)"
        }

        private static let words: [UInt32: String] = [
            0: "ok", 1: "busy", 2: "too many connections", 10: "malformed message", 11: "unknown command",
            12: "sequence used twice", 20: "wrong IP address", 21: "authentication failed", 22: "version too high",
            30: "wrong MsgType", 31: "wrong Priority", 32: "wrong FeeType", 33: "wrong FeeCode",
            34: "wrong MsgFormat", 35: "wrong form of a time", 36: "wrong MsgLength", 37: "validity is over",
            38: "wrong QueryType", 39: "no route", 40: "wrong FixedFee", 41: "wrong UpdateType", 42: "wrong RouteId",
            43: "wrong ServiceId", 44: "wrong ValidTime", 45: "wrong AtTime", 46: "wrong SrcTermId",
            47: "wrong DestTermId", 48: "wrong ChargeTermId", 49: "wrong SPCode", 56: "wrong SrcGatewayID",
            57: "wrong QueryTermID", 58: "no route fits", 59: "wrong SPType", 60: "wrong LastRouteID",
            61: "wrong RouteType", 62: "wrong DestGatewayID", 63: "wrong DestGatewayIP",
            64: "wrong DestGatewayPort", 65: "wrong TermRangeID", 66: "wrong ProvinceCode", 67: "wrong UserType",
            68: "routes are not updated here", 69: "wrong SPID", 70: "wrong SPAccessType",
            71: "routes could not be updated", 72: "wrong Time", 73: "wrong MServiceID",
            74: "an hour in which the SP may not send", 75: "more than the SP may send a day",
            76: "the SP's account has expired",
        ]
    }
}
