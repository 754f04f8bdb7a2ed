import NIOCore

extension CMPP {
    /// CMPP_SUBMIT_RESP and CMPP_DELIVER_RESP (§8.4.3.2, §8.4.5.2), which have one body.
    package struct MessageResponse: Sendable, Hashable {
        /// Of a submit to several numbers the first one's: see `MessageID.following`.
        package var id: MessageID
        package var result: Result

        package init(id: MessageID, result: Result = .ok) {
            self.id = id
            self.result = result
        }
    }
}

extension CMPP.MessageResponse {
    /// The result has one octet or four, whatever version was agreed on.
    @inline(__always)
    init(_ octets: RawSpan) throws(WireFault) {
        var place = 0
        let id = CMPP.MessageID(rawValue: try octets.read(UInt64.self, "Msg_Id", &place))
        let result = try octets.readResult("Result", &place)
        self.init(id: id, result: CMPP.Result(rawValue: result))
    }
}

extension RawSpan {
    /// The last field of an answer: four octets, or one.
    @inline(__always)
    func readResult(_ field: StaticString, _ place: inout Int) throws(WireFault) -> UInt32 {
        byteCount - place >= 4
            ? try read(UInt32.self, field, &place) : UInt32(try read(UInt8.self, field, &place))
    }
}

extension ByteBuffer {
    mutating func writeCMPPMessageResponse(
        _ response: CMPP.MessageResponse, as command: CMPP.Command, sequence: UInt32, version: CMPP.Version
    ) {
        writePlainFrame(command.rawValue, sequence: sequence, size: 12) { span in
            span.append(integer: response.id.rawValue)
            span.appendResult(response.result.rawValue, isWide: version.isWide)
        }
    }
}
