extension CMPP {
    /// `Result` of SUBMIT_RESP and DELIVER_RESP (§8.4.3.2, §8.4.5.2). Makers of gateways have 100 to 199 for their own (§8.7.2), so
    /// any number is kept.
    package struct Result: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package var rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let ok = Result(rawValue: 0)
        package static let malformed = Result(rawValue: 1)
        package static let unknownCommand = Result(rawValue: 2)
        package static let repeatedSequence = Result(rawValue: 3)
        package static let wrongLength = Result(rawValue: 4)
        package static let wrongFee = Result(rawValue: 5)
        package static let contentTooLong = Result(rawValue: 6)
        package static let wrongService = Result(rawValue: 7)
        package static let tooFast = Result(rawValue: 8)
        /// In DELIVER_RESP: another fault.
        package static let notServed = Result(rawValue: 9)
        package static let wrongSourceID = Result(rawValue: 10)
        package static let wrongMessageSource = Result(rawValue: 11)
        package static let wrongFeeNumber = Result(rawValue: 12)
        package static let wrongDestination = Result(rawValue: 13)

        package var description: String {
            let words = Int(rawValue) < Self.words.count ? Self.words[Int(rawValue)] : nil
            if let words { return "result \(rawValue) (\(words))" }
            return (100...199).contains(rawValue)
                ? "result \(rawValue) (the gateway maker's own)" : "result \(rawValue)"
        }

        private static let words = [
            "ok", "malformed message", "unknown command", "sequence used twice", "wrong length of the message",
            "wrong fee",
            "content too long", "wrong service code", "too fast (flow control)",
            "this gateway does not serve the number that is charged", "wrong Src_Id", "wrong Msg_src",
            "wrong Fee_terminal_Id", "wrong Dest_terminal_Id",
        ]
    }
}
