package import NIOCore

extension SMPP {
    /// A whole protocol data unit.
    package struct PDU: Sendable, Hashable {
        // What is large stands in a box: a PDU goes through several hands, and is a word or three to each of them.
        package enum Content: Sendable, Hashable {
            indirect case bind(Bind)
            indirect case bindResponse(BindResponse)
            case unbind
            case unbindResponse(Status)
            indirect case submitSM(ShortMessage)
            case submitSMResponse(MessageResponse)
            indirect case deliverSM(ShortMessage)
            case deliverSMResponse(MessageResponse)
            case enquireLink
            case enquireLinkResponse(Status)
            case genericNack(Status)
            indirect case dataSM(DataMessage)
            indirect case dataSMResponse(DataResponse)
            indirect case submitMulti(MultiMessage)
            indirect case submitMultiResponse(MultiResponse)
            indirect case querySM(Query)
            indirect case querySMResponse(QueryResponse)
            indirect case cancelSM(Cancellation)
            case cancelSMResponse(Status)
            indirect case replaceSM(Replacement)
            case replaceSMResponse(Status)
            indirect case outbind(Outbind)
            indirect case alertNotification(AlertNotification)
        }

        package var sequence: UInt32
        package var content: Content

        package init(sequence: UInt32, _ content: Content) {
            self.sequence = sequence
            self.content = content
        }

        /// Reads the body of a frame. A fault names the frame's command and sequence and leaves the stream readable.
        package init(_ frame: Frame) throws(Fault) {
            let header = Header(
                length: Limit.header_bytes + frame.body.readableBytes, command: frame.command, status: frame.status,
                sequence: frame.sequence)
            self = try frame.body.smppPDU(header, frame.body.readableBytesSpan, at: frame.body.readerIndex)
        }
    }
}

extension ByteBuffer {
    /// Reads the next PDU of the stream; nil when it has not arrived whole. See `SMPP.Fault.isFatal` for what a fault leaves.
    package mutating func readSMPPPDU() throws(SMPP.Fault) -> SMPP.PDU? {
        guard let header = try readableBytesSpan.smppHeader(limit_bytes: SMPP.Limit.commandLength_bytes) else {
            return nil
        }
        // What follows is read whatever the body holds.
        defer { moveReaderIndex(forwardBy: header.length) }
        return try smppPDUInFront(header)
    }

    @inline(__always)
    private func smppPDUInFront(_ header: SMPP.Header) throws(SMPP.Fault) -> SMPP.PDU {
        let start = SMPP.Limit.header_bytes
        return try smppPDU(header, readableBytesSpan.extracting(start..<header.length), at: readerIndex + start)
    }

    /// The PDU whose body is `octets`, which stand in this buffer from `index`.
    @inline(__always)
    fileprivate func smppPDU(
        _ header: SMPP.Header, _ octets: RawSpan, at index: Int
    ) throws(SMPP.Fault) -> SMPP.PDU {
        guard let command = SMPP.Command(rawValue: header.command) else {
            throw SMPP.Fault(.unknownCommand(header.command), command: header.command, sequence: header.sequence)
        }
        do {
            return SMPP.PDU(
                sequence: header.sequence, try smppContent(command, status: header.status, octets, at: index))
        } catch {
            let fault = SMPP.Fault(error.code, command: header.command, sequence: header.sequence)
            guard command == .deliverSM, error.code == .malformedTLV else { throw fault }
            return SMPP.PDU(sequence: header.sequence, try smppBrokenDelivery(octets, at: index, fault))
        }
    }

    @inline(never)
    private func smppBrokenDelivery(
        _ octets: RawSpan, at index: Int, _ fault: SMPP.Fault
    ) throws(SMPP.Fault) -> SMPP.PDU.Content {
        do {
            return .deliverSM(try .init(withoutBrokenParameters: octets, of: self, at: index))
        } catch {
            throw fault
        }
    }

    @inline(__always)
    private func smppContent(
        _ command: SMPP.Command, status: SMPP.Status, _ octets: RawSpan, at index: Int
    ) throws(SMPP.Fault) -> SMPP.PDU.Content {
        switch command {
        case .submitSM: .submitSM(try .init(octets, of: self, at: index))
        case .deliverSM: .deliverSM(try .init(octets, of: self, at: index))
        case .submitSMResponse: .submitSMResponse(try .init(status: status, octets))
        case .deliverSMResponse: .deliverSMResponse(try .init(status: status, octets))
        case .bindReceiver: .bind(try .init(.receiver, octets))
        case .bindTransmitter: .bind(try .init(.transmitter, octets))
        case .bindTransceiver: .bind(try .init(.transceiver, octets))
        case .bindReceiverResponse: .bindResponse(try .init(.receiver, status: status, octets, of: self, at: index))
        case .bindTransmitterResponse:
            .bindResponse(try .init(.transmitter, status: status, octets, of: self, at: index))
        case .bindTransceiverResponse:
            .bindResponse(try .init(.transceiver, status: status, octets, of: self, at: index))
        case .unbind: .unbind
        case .unbindResponse: .unbindResponse(status)
        case .enquireLink: .enquireLink
        case .enquireLinkResponse: .enquireLinkResponse(status)
        case .genericNack: .genericNack(status)
        case .dataSM, .dataSMResponse, .submitMulti, .submitMultiResponse, .querySM, .querySMResponse, .cancelSM,
            .cancelSMResponse, .replaceSM, .replaceSMResponse, .outbind, .alertNotification:
            try smppRareContent(command, status: status, octets, at: index)
        }
    }

    /// Writes a PDU. A fault (a field too long) leaves the buffer as it was.
    package mutating func writeSMPPPDU(_ pdu: borrowing SMPP.PDU) throws(SMPP.Fault) {
        let sequence = pdu.sequence
        switch pdu.content {
        case .bind(let bind): try writeSMPPBind(bind, sequence: sequence)
        case .bindResponse(let response): try writeSMPPBindResponse(response, sequence: sequence)
        case .submitSM(let message): try writeSMPPShortMessage(message, as: .submitSM, sequence: sequence)
        case .deliverSM(let message): try writeSMPPShortMessage(message, as: .deliverSM, sequence: sequence)
        case .submitSMResponse(let response):
            try writeSMPPMessageResponse(response, as: .submitSMResponse, sequence: sequence)
        case .deliverSMResponse(let response):
            try writeSMPPMessageResponse(response, as: .deliverSMResponse, sequence: sequence)
        case .unbind: writeSMPPHeader(.unbind, sequence: sequence)
        case .unbindResponse(let status): writeSMPPHeader(.unbindResponse, status: status, sequence: sequence)
        case .enquireLink: writeSMPPHeader(.enquireLink, sequence: sequence)
        case .enquireLinkResponse(let status):
            writeSMPPHeader(.enquireLinkResponse, status: status, sequence: sequence)
        case .genericNack(let status): writeSMPPHeader(.genericNack, status: status, sequence: sequence)
        case .dataSM, .dataSMResponse, .submitMulti, .submitMultiResponse, .querySM, .querySMResponse, .cancelSM,
            .cancelSMResponse, .replaceSM, .replaceSMResponse, .outbind, .alertNotification:
            try writeSMPPRareContent(pdu.content, sequence: sequence)
        }
    }

    /// `unbind`, `enquire_link`, their answers, those of `cancel_sm` and `replace_sm`, and `generic_nack` are a header alone
    /// (§4.2, §4.11, §4.9.2, §4.10.2, §4.3).
    mutating func writeSMPPHeader(_ command: SMPP.Command, status: SMPP.Status = .ok, sequence: UInt32) {
        writeMultipleIntegers(
            UInt32(SMPP.Limit.header_bytes), command.rawValue, status.rawValue, sequence)
    }
}
