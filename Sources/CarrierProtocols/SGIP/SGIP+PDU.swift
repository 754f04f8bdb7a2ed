package import NIOCore

extension SGIP {
    /// A whole protocol data unit.
    package struct PDU: Sendable, Hashable {
        // What is large stands in a box: a PDU goes through several hands, and is a word or three to each of them.
        package enum Content: Sendable, Hashable {
            indirect case bind(Bind)
            case bindResponse(Result)
            case unbind
            case unbindResponse
            indirect case submit(Submit)
            case submitResponse(Result)
            indirect case deliver(Deliver)
            case deliverResponse(Result)
            indirect case report(Report)
            case reportResponse(Result)
        }

        package var sequence: Sequence
        package var content: Content

        package init(sequence: Sequence, _ content: Content) {
            self.sequence = sequence
            self.content = content
        }

        /// Reads the body of a frame. A fault names the frame's command and sequence and leaves the stream readable.
        package init(_ frame: Frame) throws(Fault) {
            let header = Header(
                length: Limit.header_bytes + frame.body.readableBytes, command: frame.command,
                sequence: frame.sequence)
            self = try frame.body.sgipPDU(header, frame.body.readableBytesSpan, at: frame.body.readerIndex)
        }
    }
}

extension ByteBuffer {
    /// Reads the next PDU of the stream; nil when it has not arrived whole. See `WireFault.isFatal` for what a fault leaves.
    package mutating func readSGIPPDU() throws(SGIP.Fault) -> SGIP.PDU? {
        guard let header = try readableBytesSpan.sgipHeader(limit_bytes: SGIP.Limit.messageLength_bytes) else {
            return nil
        }
        // What follows is read whatever the body holds.
        defer { moveReaderIndex(forwardBy: header.length) }
        return try sgipPDUInFront(header)
    }

    @inline(__always)
    private func sgipPDUInFront(_ header: SGIP.Header) throws(SGIP.Fault) -> SGIP.PDU {
        let start = SGIP.Limit.header_bytes
        return try sgipPDU(header, readableBytesSpan.extracting(start..<header.length), at: readerIndex + start)
    }

    /// The PDU whose body is `octets`, which stand in this buffer from `index`.
    @inline(__always)
    fileprivate func sgipPDU(
        _ header: SGIP.Header, _ octets: RawSpan, at index: Int
    ) throws(SGIP.Fault) -> SGIP.PDU {
        guard let command = SGIP.Command(rawValue: header.command) else {
            throw SGIP.Fault(.unknownCommand(header.command), command: header.command, sequence: header.sequence)
        }
        do throws(WireFault) {
            return SGIP.PDU(sequence: header.sequence, try sgipContent(command, octets, at: index))
        } catch {
            throw SGIP.Fault(error, command: header.command, sequence: header.sequence)
        }
    }

    @inline(__always)
    private func sgipContent(
        _ command: SGIP.Command, _ octets: RawSpan, at index: Int
    ) throws(WireFault) -> SGIP.PDU.Content {
        switch command {
        case .submit: .submit(try .init(octets, of: self, at: index))
        case .deliver: .deliver(try .init(octets, of: self, at: index))
        case .report: .report(try .init(octets))
        case .bind: .bind(try .init(octets))
        case .submitResponse: .submitResponse(try octets.readSGIPResult())
        case .deliverResponse: .deliverResponse(try octets.readSGIPResult())
        case .reportResponse: .reportResponse(try octets.readSGIPResult())
        case .bindResponse: .bindResponse(try octets.readSGIPResult())
        case .unbind: .unbind
        case .unbindResponse: .unbindResponse
        }
    }

    /// Writes a PDU. A fault (a field too long) leaves the buffer as it was.
    package mutating func writeSGIPPDU(_ pdu: borrowing SGIP.PDU) throws(SGIP.Fault) {
        let sequence = pdu.sequence
        switch pdu.content {
        case .submit(let submit): try writeSGIPSubmit(submit, sequence: sequence)
        case .deliver(let deliver): try writeSGIPDeliver(deliver, sequence: sequence)
        case .submitResponse(let result): writeSGIPResponse(.submitResponse, result, sequence: sequence)
        case .deliverResponse(let result): writeSGIPResponse(.deliverResponse, result, sequence: sequence)
        case .reportResponse(let result): writeSGIPResponse(.reportResponse, result, sequence: sequence)
        case .bindResponse(let result): writeSGIPResponse(.bindResponse, result, sequence: sequence)
        case .report(let report):
            do throws(WireFault) { try writeSGIPReport(report, sequence: sequence) } catch {
                throw SGIP.Fault(error, command: SGIP.Command.report.rawValue, sequence: sequence)
            }
        case .bind(let bind):
            do throws(WireFault) { try writeSGIPBind(bind, sequence: sequence) } catch {
                throw SGIP.Fault(error, command: SGIP.Command.bind.rawValue, sequence: sequence)
            }
        // Unbind and its answer are a header alone (§4.2.3.2).
        case .unbind: writeSGIPFrame(.unbind, sequence: sequence, size: 0) { _ in }
        case .unbindResponse: writeSGIPFrame(.unbindResponse, sequence: sequence, size: 0) { _ in }
        }
    }
}

extension RawSpan {
    /// Reserve behind it says nothing and may be left out.
    @inline(__always)
    fileprivate func readSGIPResult() throws(WireFault) -> SGIP.Result {
        var place = 0
        return SGIP.Result(rawValue: try read(UInt8.self, "Result", &place))
    }
}
