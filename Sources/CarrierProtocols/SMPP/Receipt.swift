import NIOCore

extension SMPP {
    /// What a carrier says happened to a message: from the optional parameters (§5.3.2.12, .31, .35) where they are, else from the text
    /// of Appendix B, which every carrier writes in its own way.
    package struct Receipt: Sendable, Hashable {
        /// `message_state` (§5.2.28).
        package enum State: UInt8, Sendable, CaseIterable {
            case enroute = 1, delivered, expired, deleted, undeliverable, accepted, unknown, rejected

            /// Version 5.0 adds 0, scheduled, and 9, skipped (its §4.7.15). nil for a number that no version knows.
            package init?(onWire octet: UInt8) {
                switch octet {
                case 0: self = .enroute
                case 9: self = .undeliverable
                default: self.init(rawValue: octet)
                }
            }
        }

        /// As the carrier wrote it; see `IDForm`.
        package var messageID: String
        package var state: State
        /// `err:` of the text, or `network_error_code` as hexadecimal digits; empty where there is none.
        package var errorCode: String
        /// `submit date:` and `done date:` of the text, where they can be read.
        package var submitted: ReceiptDate?
        package var done: ReceiptDate?

        package init(
            messageID: String, state: State, errorCode: String, submitted: ReceiptDate? = nil, done: ReceiptDate? = nil
        ) {
            self.messageID = messageID
            self.state = state
            self.errorCode = errorCode
            self.submitted = submitted
            self.done = done
        }

        /// Whether the carrier itself speaks. A borrower's own words never do, whatever they look like.
        package static func isReceipt(_ message: ShortMessage) -> Bool {
            message.esmClass.isReceipt || message.esmClass.isIntermediateNotification
                || (!message.tlvs.isEmpty && message.tlvs[.receiptedMessageID] != nil)
        }

        /// nil when neither an id nor a state can be found.
        package init?(_ message: ShortMessage) {
            var text = message.shortMessage
            if text.readableBytes == 0, let payload = message.tlvs[.messagePayload] { text = payload }
            let fields = ReceiptText(text.readableBytesView)
            let tlvs = message.tlvs
            guard let id = tlvs.string(.receiptedMessageID).flatMap(Self.id) ?? fields.id,
                let state = Self.state(tlvs.integer(.messageState, as: UInt8.self), fields.state)
            else { return nil }
            var code = fields.error ?? ""
            if code.isEmpty, let network = tlvs[.networkErrorCode] {
                code = network.readableBytesView.map { octet in
                    (octet < 16 ? "0" : "") + String(octet, radix: 16)
                }.joined()
            }
            self.init(
                messageID: id, state: state, errorCode: code, submitted: fields.submitted, done: fields.done)
        }

        /// The parameter goes before the word, but for the numbers that version 5.0 added: to a carrier of 3.4 they are none, and
        /// one that leaves the parameter at 0 has said nothing with it.
        private static func state(_ number: UInt8?, _ word: State?) -> State? {
            number.flatMap { State(rawValue: $0) } ?? word ?? number.flatMap { State(onWire: $0) }
        }

        private static func id(_ text: String) -> String? { IDForm.asIs.receipt(text).isEmpty ? nil : text }

        /// The text of Appendix B; dates are of UTC, `text` its first 20 characters.
        package static func text(
            id: String, state: State, submitted_s: Int64, done_s: Int64, error: String, text: String
        ) -> String {
            let delivered = state == .delivered ? "001" : "000"
            return "id:\(id) sub:001 dlvrd:\(delivered) submit date:\(CivilText(posixSeconds: submitted_s).tenDigits)"
                + " done date:\(CivilText(posixSeconds: done_s).tenDigits) stat:\(state.word) err:\(error) text:\(text)"
        }
    }
}

extension SMPP.Receipt.State {
    /// As the text writes it (Table B-2).
    package var word: String {
        switch self {
        case .enroute: "ENROUTE"
        case .delivered: "DELIVRD"
        case .expired: "EXPIRED"
        case .deleted: "DELETED"
        case .undeliverable: "UNDELIV"
        case .accepted: "ACCEPTD"
        case .unknown: "UNKNOWN"
        case .rejected: "REJECTD"
        }
    }

    /// From the text: any case, and the longer spellings seen in the wild. A word nobody knows is `unknown`, so that the id is not lost.
    init(word: String) {
        let upper = word.uppercased()
        self =
            switch upper {
            case "DELIVERED": .delivered
            case "UNDELIVERABLE", "UNDELIVERED", "FAILED": .undeliverable
            case "ACCEPTED": .accepted
            case "REJECTED": .rejected
            default: Self.allCases.first { $0.word == upper } ?? .unknown
            }
    }
}
