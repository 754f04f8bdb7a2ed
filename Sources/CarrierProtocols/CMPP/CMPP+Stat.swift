extension CMPP {
    /// `Stat` of a report (§8.4.5.1, table 1): what became of a text, as the carrier wrote it.
    package struct Stat: Sendable, Hashable, CustomStringConvertible {
        package var word: String

        package init(_ word: String) {
            self.word = String(word.prefix { $0 != " " })
        }

        package static let delivered = Stat("DELIVRD")
        package static let expired = Stat("EXPIRED")
        package static let deleted = Stat("DELETED")
        package static let undeliverable = Stat("UNDELIV")
        package static let accepted = Stat("ACCEPTD")
        package static let unknown = Stat("UNKNOWN")
        package static let rejected = Stat("REJECTD")

        /// What it means for the borrower. A code of a system that did not answer, or of which no report came, says nothing: the text
        /// may have arrived. A word that nobody knows says nothing either.
        package var state: SMPP.Receipt.State {
            if let state = SMPP.Receipt.State.allCases.first(where: { $0.word == word }) { return state }
            return code?.meaning == .refused ? .undeliverable : .unknown
        }

        /// `MA:0001` and the like; nil for the words above and for what is not written so.
        package var code: Code? { Code(word) }

        package var description: String { code.map { "\(word) (\($0.words))" } ?? word }

        /// Which system on the way is spoken of, and what it did.
        package struct Code: Sendable, Hashable {
            package enum Meaning: Sendable, Hashable {
                /// No answer to the message.
                case noAnswer
                /// An answer that says no.
                case refused
                /// Taken, and no report came of it.
                case noReport
            }

            package var system: String
            package var meaning: Meaning

            fileprivate init?(_ word: String) {
                let octets = Array(word.utf8)
                guard octets.count >= 3, octets[2] == UInt8(ascii: ":"),
                    let system = Self.systems[octets[0]]
                else { return nil }
                switch octets[1] {
                case UInt8(ascii: "A"): meaning = .noAnswer
                case UInt8(ascii: "B"): meaning = .refused
                case UInt8(ascii: "C"): meaning = .noReport
                // Beyond the table: MH, MI, MK and MN carry the error of the switch or the register of subscribers (MK:0001 is a
                // number that nobody has), as China Mobile's centres send them.
                case UInt8(ascii: "H"), UInt8(ascii: "I"), UInt8(ascii: "K"), UInt8(ascii: "N"):
                    guard octets[0] == UInt8(ascii: "M") else { return nil }
                    meaning = .refused
                default: return nil
                }
                self.system = system
            }

            private static let systems: [UInt8: String] = [
                UInt8(ascii: "M"): "the message centre (SMSC)", UInt8(ascii: "C"): "the prepaid system (SCP)",
                UInt8(ascii: "D"): "the service platform (DSMP)", UInt8(ascii: "S"): "the SP",
                UInt8(ascii: "I"): "the next gateway (ISMG)",
            ]

            package var words: String {
                switch meaning {
                case .noAnswer: "no answer from \(system)"
                case .refused: "refused by \(system)"
                case .noReport: "no report from \(system)"
                }
            }
        }
    }
}
