import NIOCore

extension SMPP {
    /// `query_sm` (§4.8.1): what became of the text that the carrier took under this id?
    package struct Query: Sendable, Hashable {
        /// As the carrier wrote it in its answer: a normalised id is another one to it.
        package var messageID: String
        /// The source address of the text; many carriers look it up by both.
        package var source: Address

        package init(messageID: String, source: Address) {
            self.messageID = messageID
            self.source = source
        }
    }

    /// `query_sm_resp` (§4.8.2).
    package struct QueryResponse: Sendable, Hashable {
        package var status: Status
        package var messageID: String
        /// When the text came to its end; none while it has not.
        package var finalDate: Time
        /// `message_state` (§5.2.28) as it came.
        package var state: UInt8
        /// A code of the carrier's network, 0 for none.
        package var errorCode: UInt8

        package init(
            status: Status = .ok, messageID: String = "", finalDate: Time = .none, state: UInt8 = 0,
            errorCode: UInt8 = 0
        ) {
            self.status = status
            self.messageID = messageID
            self.finalDate = finalDate
            self.state = state
            self.errorCode = errorCode
        }

        /// What the answer is good for.
        package enum Finding: Sendable, Hashable {
            /// The same as a receipt would have said.
            case receipt(Receipt)
            /// The text is on its way, or the carrier is too busy to look: ask again later.
            case later
            /// The carrier does not know the id, does not serve the question, or knows no state: asking again says no more.
            case nothing
        }

        /// `id` is the one that was asked about; what the answer repeats of it is often cut short.
        package func finding(askedAbout id: String) -> Finding {
            switch status {
            case .ok: break
            case .throttled, .queueFull, .systemError, .temporaryFault: return .later
            default: return .nothing
            }
            switch Receipt.State(onWire: state) {
            case .enroute?, .accepted?: return .later
            case .unknown?, nil: return .nothing
            case let settled?:
                return .receipt(
                    Receipt(messageID: id, state: settled, errorCode: errorCode == 0 ? "" : String(errorCode)))
            }
        }
    }
}

extension SMPP.Query {
    init(_ octets: RawSpan) throws(SMPP.Fault) {
        var place = 0
        self.init(
            messageID: try octets.readString("message_id", &place),
            source: try octets.readAddress("source_addr", &place))
    }
}

extension SMPP.QueryResponse {
    init(status: SMPP.Status, _ octets: RawSpan) throws(SMPP.Fault) {
        self.init(status: status)
        guard octets.byteCount > 0 else { return }
        var place = 0
        messageID = try octets.readString("message_id", &place)
        // An error may end here.
        guard status == .ok || place < octets.byteCount else { return }
        finalDate = try octets.readTime("final_date", &place)
        state = try octets.readOctet("message_state", &place)
        errorCode = try octets.readOctet("error_code", &place)
    }
}

extension ByteBuffer {
    mutating func writeSMPPQuery(_ query: SMPP.Query, sequence: UInt32) throws(SMPP.Fault) {
        let size =
            try SMPP.size(query.messageID, "message_id")
            + SMPP.size(query.source, "source_addr", limit_bytes: SMPP.FieldSize.address_bytes)
        writeSMPPFrame(.querySM, status: .ok, sequence: sequence, size: size) { span in
            span.appendCString(query.messageID)
            span.append(query.source)
        }
    }

    mutating func writeSMPPQueryResponse(_ response: SMPP.QueryResponse, sequence: UInt32) throws(SMPP.Fault) {
        let size = try SMPP.size(response.messageID, "message_id") + SMPP.Time.size + 2
        writeSMPPFrame(.querySMResponse, status: response.status, sequence: sequence, size: size) { span in
            guard response.status == .ok else { return }
            span.appendCString(response.messageID)
            span.append(response.finalDate)
            span.append(response.state)
            span.append(response.errorCode)
        }
    }
}
