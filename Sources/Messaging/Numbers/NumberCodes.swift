/// Which of a carrier's codes tell of the number. What is not in here tells of the message, the route or the moment.
package struct NumberCodes: Sendable, Hashable {
    /// The protocol's codes of a text that was not taken.
    package var refused: [UInt32: NumberTrouble]
    /// Codes of receipts, as `plain` writes them.
    package var receipts: [String: NumberTrouble]

    package static let none = NumberCodes(refused: [:], receipts: [:])

    package init(refused: [UInt32: NumberTrouble], receipts: [String: NumberTrouble]) {
        self.refused = refused
        self.receipts = receipts
    }

    /// `mk:0001` and `MK:0001` are one code, and so are `001` and `1`.
    package static func plain(_ code: String) -> String {
        guard code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return code.uppercased() }
        let digits = code.drop { $0 == "0" }
        return digits.isEmpty && !code.isEmpty ? "0" : String(digits)
    }

    package func trouble(receipt code: String) -> NumberTrouble? {
        receipts.isEmpty || code.isEmpty ? nil : receipts[Self.plain(code)]
    }
}

/// What comes with the program, by protocol. Carriers differ: a route's `number_codes` says what is otherwise with its own.
extension NumberCodes {
    /// Nil for a protocol that has none.
    package static func of(protocol name: String) -> NumberCodes? {
        switch name {
        case "smpp": smpp
        case "cmpp": cmpp
        case "sgip": sgip
        case "smgp": smgp
        default: nil
        }
    }

    /// Tables that a route may name.
    package static func named(_ name: String) -> NumberCodes? { name == "gsm_map" ? gsmMAP : nil }

    /// ESME_RINVDSTADR (SMPP 3.4 §5.1.3). Of `err` in receipts Appendix B says only that it is the SMSC's or the network's:
    /// 1 is an unknown subscriber to some carriers and an absent one to others, so that nothing is read into it here.
    static let smpp = NumberCodes(refused: [0x0B: .invalid], receipts: [:])

    /// The errors of 3GPP TS 29.002 §17.6.6, which many SMSCs write into `err` as they are: unknown subscriber, absent
    /// subscriber for SM, teleservice not provisioned, call barred, absent subscriber, number changed.
    static let gsmMAP = NumberCodes(
        refused: [0x0B: .invalid],
        receipts: [
            "1": .invalid, "6": .unreachable, "11": .landline, "13": .unreachable, "27": .unreachable,
            "44": .invalid,
        ])

    /// Result 13, the terminal's number (CMPP 3.0 §8.4.3.2), and 9, a number that the gateway does not serve, which is how
    /// gateways answer for those that went to another carrier. Receipts: what China Mobile's centres write, as a cloud of
    /// theirs explains it (Tencent Cloud, status codes of SMS): no such number in the HLR; out of service, or off for long.
    static let cmpp = NumberCodes(
        refused: [9: .ported, 13: .invalid],
        receipts: [
            "MK:0000": .invalid, "MK:0001": .invalid, "MK:0012": .invalid, "MK:0004": .unreachable,
            "MK:0005": .unreachable, "MI:0013": .unreachable, "MI:0024": .unreachable, "MI:0029": .unreachable,
            "MN:0013": .unreachable, "MK:0024": .unreachable, "MK:0029": .unreachable, "IB:0064": .unreachable,
        ])

    /// SGIP 1.2 §4.3.4: 6 no valid number, 25 cannot communicate, 27 takes no texts, 29 an unknown user. Receipts: China
    /// Unicom's, by the same source: no such number; out of service; off.
    static let sgip = NumberCodes(
        refused: [6: .invalid, 25: .unreachable, 27: .landline, 29: .invalid],
        receipts: [
            "1": .invalid, "61": .invalid, "67": .invalid, "101": .invalid, "5": .unreachable, "20": .unreachable,
            "36": .unreachable, "50": .unreachable, "56": .unreachable, "54": .unreachable, "27": .landline,
        ])

    /// SMGP 3.0.3, status 47: the receiver's number. Receipts: China Telecom's, by the same source: out of service or suspended.
    static let smgp = NumberCodes(
        refused: [47: .invalid],
        receipts: [
            "601": .unreachable, "602": .unreachable, "640": .unreachable, "660": .unreachable, "702": .unreachable,
            "705": .unreachable,
        ])
}
