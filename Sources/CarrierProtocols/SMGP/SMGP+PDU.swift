package import NIOCore

extension SMGP {
    /// A whole protocol data unit.
    package struct PDU: Sendable, Hashable {
        // What is large stands in a box: a PDU goes through several hands, and is a word or three to each of them.
        package enum Content: Sendable, Hashable {
            indirect case login(Login)
            case loginResponse(LoginResponse)
            indirect case submit(Submit)
            case submitResponse(MessageResponse)
            indirect case deliver(Deliver)
            case deliverResponse(MessageResponse)
            case activeTest
            case activeTestResponse
            case exit
            case exitResponse
        }

        package var sequence: UInt32
        package var content: Content

        package init(sequence: UInt32, _ content: Content) {
            self.sequence = sequence
            self.content = content
        }

        /// Reads the body of a frame. A fault names the frame's command and sequence and leaves the stream readable.
        package init(_ frame: Frame) throws(Fault) {
            let header = PlainHeader(
                length: Frame.header_bytes + frame.body.readableBytes, command: frame.command,
                sequence: frame.sequence)
            self = try frame.body.smgpPDU(header, frame.body.readableBytesSpan, at: frame.body.readerIndex)
        }
    }
}

extension ByteBuffer {
    /// Cuts the next PDU from the stream: nil when it has not arrived whole. Throws, without consuming, on a `PacketLength` that
    /// no PDU can have.
    package mutating func readSMGPFrame(
        limit_bytes: UInt32 = SMGP.Limit.packetLength_bytes
    ) throws(SMGP.Fault) -> SMGP.Frame? {
        try readPlainFrame(limit_bytes: limit_bytes)
    }

    /// Reads the next PDU of the stream; nil when it has not arrived whole. See `WireFault.isFatal` for what a fault leaves.
    package mutating func readSMGPPDU() throws(SMGP.Fault) -> SMGP.PDU? {
        guard let header = try readableBytesSpan.plainHeader(limit_bytes: SMGP.Limit.packetLength_bytes) else {
            return nil
        }
        // What follows is read whatever the body holds.
        defer { moveReaderIndex(forwardBy: header.length) }
        return try smgpPDUInFront(header)
    }

    @inline(__always)
    private func smgpPDUInFront(_ header: PlainHeader) throws(SMGP.Fault) -> SMGP.PDU {
        let start = PlainFrame.header_bytes
        return try smgpPDU(header, readableBytesSpan.extracting(start..<header.length), at: readerIndex + start)
    }

    /// The PDU whose body is `octets`, which stand in this buffer from `index`.
    @inline(__always)
    fileprivate func smgpPDU(
        _ header: PlainHeader, _ octets: RawSpan, at index: Int
    ) throws(SMGP.Fault) -> SMGP.PDU {
        guard let command = SMGP.Command(rawValue: header.command) else {
            throw SMGP.Fault(.unknownCommand(header.command), command: header.command, sequence: header.sequence)
        }
        do throws(WireFault) {
            return SMGP.PDU(sequence: header.sequence, try smgpContent(command, octets, at: index))
        } catch {
            throw SMGP.Fault(
                error, command: header.command, sequence: header.sequence, messageID: Self.smgpMessageID(octets))
        }
    }

    /// The id in front of a body that cannot be read.
    private static func smgpMessageID(_ octets: RawSpan) -> UInt128 {
        var place = 0
        do throws(WireFault) { return try octets.readSMGPMessageID(&place).rawValue } catch { return 0 }
    }

    @inline(__always)
    private func smgpContent(
        _ command: SMGP.Command, _ octets: RawSpan, at index: Int
    ) throws(WireFault) -> SMGP.PDU.Content {
        switch command {
        case .submit: .submit(try .init(octets, of: self, at: index))
        case .deliver: .deliver(try .init(octets, of: self, at: index))
        case .submitResponse: .submitResponse(try .init(octets))
        case .deliverResponse: .deliverResponse(try .init(octets))
        case .login: .login(try .init(octets))
        case .loginResponse: .loginResponse(try .init(octets))
        case .activeTest: .activeTest
        case .activeTestResponse: .activeTestResponse
        case .exit: .exit
        case .exitResponse: .exitResponse
        }
    }

    /// Writes a PDU. A fault (a field too long) leaves the buffer as it was.
    package mutating func writeSMGPPDU(_ pdu: borrowing SMGP.PDU) throws(SMGP.Fault) {
        let sequence = pdu.sequence
        switch pdu.content {
        case .submit(let submit): try writeSMGPSubmit(submit, sequence: sequence)
        case .deliver(let deliver): try writeSMGPDeliver(deliver, sequence: sequence)
        case .submitResponse(let response):
            writeSMGPMessageResponse(response, as: .submitResponse, sequence: sequence)
        case .deliverResponse(let response):
            writeSMGPMessageResponse(response, as: .deliverResponse, sequence: sequence)
        case .login(let login):
            do throws(WireFault) { try writeSMGPLogin(login, sequence: sequence) } catch {
                throw SMGP.Fault(error, command: SMGP.Command.login.rawValue, sequence: sequence)
            }
        case .loginResponse(let response): writeSMGPLoginResponse(response, sequence: sequence)
        case .activeTest: writeSMGPHeader(.activeTest, sequence: sequence)
        case .activeTestResponse: writeSMGPHeader(.activeTestResponse, sequence: sequence)
        case .exit: writeSMGPHeader(.exit, sequence: sequence)
        case .exitResponse: writeSMGPHeader(.exitResponse, sequence: sequence)
        }
    }

    /// Active_Test, Exit and their answers are a header alone (§5.2.2.5, §5.2.2.6).
    private mutating func writeSMGPHeader(_ command: SMGP.Command, sequence: UInt32) {
        writeMultipleIntegers(UInt32(PlainFrame.header_bytes), command.rawValue, sequence)
    }
}
