import NIOCore

extension SGIP {
    /// Bind (§4.2.3.1.1).
    package struct Bind: Sendable, Hashable {
        /// 1 an SP's connection to an SMG, 2 an SMG's to an SP.
        package var type: UInt8
        package var name: String
        package var password: String

        package init(type: UInt8, name: String, password: String) {
            self.type = type
            self.name = name
            self.password = password
        }
    }
}

extension SGIP.Bind {
    init(_ octets: RawSpan) throws(WireFault) {
        var place = 0
        self.init(
            type: try octets.read(UInt8.self, "Login Type", &place),
            name: try octets.readFixed(SGIP.Size.login, "Login Name", &place),
            password: try octets.readFixed(SGIP.Size.login, "Login Password", &place))
    }
}

extension ByteBuffer {
    mutating func writeSGIPBind(_ bind: SGIP.Bind, sequence: SGIP.Sequence) throws(WireFault) {
        try WireFault.check(bind.name, fits: SGIP.Size.login, "Login Name")
        try WireFault.check(bind.password, fits: SGIP.Size.login, "Login Password")
        writeSGIPFrame(.bind, sequence: sequence, size: 41) { span in
            span.append(bind.type)
            span.appendFixed(bind.name, SGIP.Size.login)
            span.appendFixed(bind.password, SGIP.Size.login)
            span.appendZeros(SGIP.Size.reserve)
        }
    }

    /// The answers to Bind, Submit, Deliver and Report are all a result and Reserve.
    mutating func writeSGIPResponse(_ command: SGIP.Command, _ result: SGIP.Result, sequence: SGIP.Sequence) {
        writeSGIPFrame(command, sequence: sequence, size: 9) { span in
            span.append(result.rawValue)
            span.appendZeros(SGIP.Size.reserve)
        }
    }
}
