package import NIOCore

extension SMPP {
    /// A whole protocol data unit.
    package struct PDU: Sendable, Hashable {
        package enum Content: Sendable, Hashable {
            case bind(Bind)
            case bindResponse(BindResponse)
            case unbind
            case unbindResponse(Status)
            case submitSM(ShortMessage)
            case submitSMResponse(MessageResponse)
            case deliverSM(ShortMessage)
            case deliverSMResponse(MessageResponse)
            case enquireLink
            case enquireLinkResponse(Status)
            case genericNack(Status)
        }

        package var sequence: UInt32
        package var content: Content

        package init(sequence: UInt32, _ content: Content) {
            self.sequence = sequence
            self.content = content
        }

        /// Reads the body of a frame. A fault names the frame's command and sequence and leaves the stream readable.
        package init(_ frame: Frame) throws(Fault) {
            guard let command = Command(rawValue: frame.command) else {
                throw Fault(.unknownCommand(frame.command), command: frame.command, sequence: frame.sequence)
            }
            var body = frame.body
            do {
                content = try body.readSMPPContent(command, status: frame.status)
            } catch {
                throw Fault(error.code, command: frame.command, sequence: frame.sequence)
            }
            sequence = frame.sequence
        }
    }
}

extension ByteBuffer {
    /// Reads the next PDU of the stream; nil when it has not arrived whole. See `SMPP.Fault.isFatal` for what a fault leaves.
    package mutating func readSMPPPDU() throws(SMPP.Fault) -> SMPP.PDU? {
        guard let frame = try readSMPPFrame() else { return nil }
        return try SMPP.PDU(frame)
    }

    fileprivate mutating func readSMPPContent(
        _ command: SMPP.Command, status: SMPP.Status
    ) throws(SMPP.Fault) -> SMPP.PDU.Content {
        switch command {
        case .bindReceiver: .bind(try readSMPPBind(.receiver))
        case .bindTransmitter: .bind(try readSMPPBind(.transmitter))
        case .bindTransceiver: .bind(try readSMPPBind(.transceiver))
        case .bindReceiverResponse: .bindResponse(try readSMPPBindResponse(.receiver, status: status))
        case .bindTransmitterResponse: .bindResponse(try readSMPPBindResponse(.transmitter, status: status))
        case .bindTransceiverResponse: .bindResponse(try readSMPPBindResponse(.transceiver, status: status))
        case .submitSM: .submitSM(try readSMPPShortMessage())
        case .deliverSM: .deliverSM(try readSMPPShortMessage())
        case .submitSMResponse: .submitSMResponse(try readSMPPMessageResponse(status: status))
        case .deliverSMResponse: .deliverSMResponse(try readSMPPMessageResponse(status: status))
        case .unbind: .unbind
        case .unbindResponse: .unbindResponse(status)
        case .enquireLink: .enquireLink
        case .enquireLinkResponse: .enquireLinkResponse(status)
        case .genericNack: .genericNack(status)
        }
    }

    /// Writes a PDU. A fault (a field too long) leaves the buffer as it was.
    package mutating func writeSMPPPDU(_ pdu: SMPP.PDU) throws(SMPP.Fault) {
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
        }
    }

    /// `unbind`, `enquire_link`, their answers and `generic_nack` are a header alone (§4.2, §4.11, §4.3).
    private mutating func writeSMPPHeader(_ command: SMPP.Command, status: SMPP.Status = .ok, sequence: UInt32) {
        writeMultipleIntegers(
            UInt32(SMPP.Limit.header_bytes), command.rawValue, status.rawValue, sequence)
    }
}
