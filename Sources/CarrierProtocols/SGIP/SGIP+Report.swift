import NIOCore

extension SGIP {
    /// Report (§4.2.3.5.1): what became of the text that went out under `submit`.
    package struct Report: Sendable, Hashable {
        /// The sequence of the Submit.
        package var submit: Sequence
        /// 0 of a Submit; 1 of a Deliver, between gateways.
        package var type: UInt8
        package var user: String
        /// 0 delivered, 1 waiting, 2 failed.
        package var stateNumber: UInt8
        /// Of a failure.
        package var error: Result

        package init(submit: Sequence, type: UInt8 = 0, user: String, stateNumber: UInt8, error: Result = .ok) {
            self.submit = submit
            self.type = type
            self.user = user
            self.stateNumber = stateNumber
            self.error = error
        }

        /// As §5.4 maps them. All failures are one state here; the error says more.
        package var state: SMPP.Receipt.State {
            switch stateNumber {
            case 0: .delivered
            case 1: .enroute
            case 2: .undeliverable
            default: .unknown
            }
        }
    }
}

extension SGIP.Report {
    init(_ octets: RawSpan) throws(WireFault) {
        var place = 0
        self.init(
            submit: try octets.readSequence("SubmitSequenceNumber", &place),
            type: try octets.read(UInt8.self, "ReportType", &place),
            user: try octets.readFixed(SGIP.Size.number, "UserNumber", &place),
            stateNumber: try octets.read(UInt8.self, "State", &place),
            error: SGIP.Result(rawValue: try octets.read(UInt8.self, "ErrorCode", &place)))
    }
}

extension ByteBuffer {
    mutating func writeSGIPReport(_ report: SGIP.Report, sequence: SGIP.Sequence) throws(WireFault) {
        try WireFault.check(report.user, fits: SGIP.Size.number, "UserNumber")
        writeSGIPFrame(.report, sequence: sequence, size: 44) { span in
            span.append(report.submit)
            span.append(report.type)
            span.appendFixed(report.user, SGIP.Size.number)
            span.append(report.stateNumber)
            span.append(report.error.rawValue)
            span.appendZeros(SGIP.Size.reserve)
        }
    }
}
