package import NIOCore

extension CMPP {
    /// A whole protocol data unit. How it is written hangs on the version that both sides agreed on.
    package struct PDU: Sendable, Hashable {
        // What is large stands in a box: a PDU goes through several hands, and is a word or three to each of them.
        package enum Content: Sendable, Hashable {
            indirect case connect(Connect)
            case connectResponse(ConnectResponse)
            case terminate
            case terminateResponse
            indirect case submit(Submit)
            case submitResponse(MessageResponse)
            indirect case deliver(Deliver)
            case deliverResponse(MessageResponse)
            indirect case query(Query)
            indirect case queryResponse(QueryResponse)
            /// The text to take back (§8.4.6).
            case cancel(MessageID)
            /// 0 where it was taken back.
            case cancelResponse(UInt32)
            case activeTest
            case activeTestResponse
        }

        package var sequence: UInt32
        package var content: Content

        package init(sequence: UInt32, _ content: Content) {
            self.sequence = sequence
            self.content = content
        }

        /// Reads the body of a frame. A fault names the frame's command and sequence and leaves the stream readable.
        package init(_ frame: Frame, version: Version) throws(Fault) {
            let header = PlainHeader(
                length: Frame.header_bytes + frame.body.readableBytes, command: frame.command,
                sequence: frame.sequence)
            self = try frame.body.cmppPDU(
                header, frame.body.readableBytesSpan, at: frame.body.readerIndex, version: version)
        }
    }
}

extension ByteBuffer {
    /// Cuts the next PDU from the stream: nil when it has not arrived whole. Throws, without consuming, on a `Total_Length` that
    /// no PDU can have.
    package mutating func readCMPPFrame(
        limit_bytes: UInt32 = CMPP.Limit.totalLength_bytes
    ) throws(CMPP.Fault) -> CMPP.Frame? {
        try readPlainFrame(limit_bytes: limit_bytes)
    }

    /// Reads the next PDU of the stream; nil when it has not arrived whole. See `WireFault.isFatal` for what a fault leaves.
    package mutating func readCMPPPDU(version: CMPP.Version) throws(CMPP.Fault) -> CMPP.PDU? {
        guard let header = try readableBytesSpan.plainHeader(limit_bytes: CMPP.Limit.totalLength_bytes) else {
            return nil
        }
        // What follows is read whatever the body holds.
        defer { moveReaderIndex(forwardBy: header.length) }
        return try cmppPDUInFront(header, version: version)
    }

    @inline(__always)
    private func cmppPDUInFront(_ header: PlainHeader, version: CMPP.Version) throws(CMPP.Fault) -> CMPP.PDU {
        let start = PlainFrame.header_bytes
        return try cmppPDU(
            header, readableBytesSpan.extracting(start..<header.length), at: readerIndex + start, version: version)
    }

    /// The PDU whose body is `octets`, which stand in this buffer from `index`.
    @inline(__always)
    fileprivate func cmppPDU(
        _ header: PlainHeader, _ octets: RawSpan, at index: Int, version: CMPP.Version
    ) throws(CMPP.Fault) -> CMPP.PDU {
        guard let command = CMPP.Command(rawValue: header.command) else {
            throw CMPP.Fault(.unknownCommand(header.command), command: header.command, sequence: header.sequence)
        }
        do throws(WireFault) {
            return CMPP.PDU(
                sequence: header.sequence, try cmppContent(command, octets, at: index, version: version))
        } catch {
            let id = octets.byteCount >= 8 ? octets.integer(at: 0, as: UInt64.self) : 0
            throw CMPP.Fault(error, command: header.command, sequence: header.sequence, messageID: UInt128(id))
        }
    }

    @inline(__always)
    private func cmppContent(
        _ command: CMPP.Command, _ octets: RawSpan, at index: Int, version: CMPP.Version
    ) throws(WireFault) -> CMPP.PDU.Content {
        var place = 0
        switch command {
        case .submit: return .submit(try .init(octets, of: self, at: index, version: version))
        case .deliver: return .deliver(try .init(octets, of: self, at: index, version: version))
        case .submitResponse: return .submitResponse(try .init(octets))
        case .deliverResponse: return .deliverResponse(try .init(octets))
        case .connect: return .connect(try .init(octets))
        case .connectResponse: return .connectResponse(try .init(octets))
        case .query: return .query(try .init(octets, &place))
        case .queryResponse: return .queryResponse(try .init(octets))
        case .cancel: return .cancel(.init(rawValue: try octets.read(UInt64.self, "Msg_Id", &place)))
        case .cancelResponse: return .cancelResponse(try octets.readResult("Success_Id", &place))
        case .terminate: return .terminate
        case .terminateResponse: return .terminateResponse
        case .activeTest: return .activeTest
        // Some leave out its one octet.
        case .activeTestResponse: return .activeTestResponse
        }
    }

    /// Writes a PDU. A fault (a field too long) leaves the buffer as it was.
    package mutating func writeCMPPPDU(_ pdu: borrowing CMPP.PDU, version: CMPP.Version) throws(CMPP.Fault) {
        let sequence = pdu.sequence
        switch pdu.content {
        case .submit(let submit): return try writeCMPPSubmit(submit, sequence: sequence, version: version)
        case .deliver(let deliver): return try writeCMPPDeliver(deliver, sequence: sequence, version: version)
        case .submitResponse(let response):
            return writeCMPPMessageResponse(response, as: .submitResponse, sequence: sequence, version: version)
        case .deliverResponse(let response):
            return writeCMPPMessageResponse(response, as: .deliverResponse, sequence: sequence, version: version)
        default: break
        }
        do throws(WireFault) { try writeCMPPControl(pdu.content, sequence: sequence, version: version) } catch {
            throw CMPP.Fault(error, sequence: sequence)
        }
    }

    private mutating func writeCMPPControl(
        _ content: CMPP.PDU.Content, sequence: UInt32, version: CMPP.Version
    ) throws(WireFault) {
        switch content {
        case .submit, .deliver, .submitResponse, .deliverResponse: break
        case .connect(let connect): try writeCMPPConnect(connect, sequence: sequence)
        case .connectResponse(let response):
            writeCMPPConnectResponse(response, sequence: sequence, version: version)
        case .query(let query): try writeCMPPQuery(query, sequence: sequence)
        case .queryResponse(let response): try writeCMPPQueryResponse(response, sequence: sequence)
        case .cancel(let id):
            writePlainFrame(CMPP.Command.cancel.rawValue, sequence: sequence, size: 8) { span in
                span.append(integer: id.rawValue)
            }
        case .cancelResponse(let success):
            writePlainFrame(CMPP.Command.cancelResponse.rawValue, sequence: sequence, size: 4) { span in
                span.appendResult(success, isWide: version.isWide)
            }
        case .terminate: writeCMPPHeader(.terminate, sequence: sequence)
        case .terminateResponse: writeCMPPHeader(.terminateResponse, sequence: sequence)
        case .activeTest: writeCMPPHeader(.activeTest, sequence: sequence)
        case .activeTestResponse:
            // One octet, reserved (§8.4.7.2).
            writePlainFrame(CMPP.Command.activeTestResponse.rawValue, sequence: sequence, size: 1) { span in
                span.append(UInt8(0))
            }
        }
    }

    private mutating func writeCMPPHeader(_ command: CMPP.Command, sequence: UInt32) {
        writeMultipleIntegers(UInt32(PlainFrame.header_bytes), command.rawValue, sequence)
    }
}
