extension SGIP {
    /// Result of every answer, and ErrorCode of a report (§5.2). Any number is kept.
    package struct Result: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package var rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let ok = Result(rawValue: 0)
        package static let wrongLogin = Result(rawValue: 1)
        package static let repeatedLogin = Result(rawValue: 2)
        package static let tooManyConnections = Result(rawValue: 3)
        package static let wrongLoginType = Result(rawValue: 4)
        package static let wrongParameter = Result(rawValue: 5)
        package static let wrongNumber = Result(rawValue: 6)
        package static let wrongCommand = Result(rawValue: 7)
        package static let wrongLength = Result(rawValue: 8)
        package static let wrongSequence = Result(rawValue: 9)
        package static let busy = Result(rawValue: 11)
        package static let absent = Result(rawValue: 25)
        package static let queueFull = Result(rawValue: 33)

        package var description: String {
            Self.words[rawValue].map { "result \(rawValue) (\($0))" } ?? "result \(rawValue)"
        }

        private static let words: [UInt8: String] = [
            0: "ok", 1: "wrong name or password", 2: "logged in already", 3: "too many connections",
            4: "wrong login type", 5: "wrong parameter", 6: "wrong number", 7: "wrong command",
            8: "wrong length", 9: "wrong or repeated sequence", 10: "wrong operation of the GNS", 11: "busy",
            21: "the way there is down", 22: "wrong route", 23: "no route",
            24: "the number that is charged is not valid",
            25: "the subscriber cannot be reached", 26: "the handset is full", 27: "the handset takes no texts",
            28: "the handset could not take the text", 29: "unknown subscriber", 30: "not provided",
            31: "not a lawful device", 32: "system failure", 33: "the message centre's queue is full",
        ]
    }
}
