import CarrierProtocols
import Messaging
import NIOCore

extension GatewayEvent {
    /// A Deliver as a reply, or, where none can be made of it, its bytes.
    init(_ deliver: SGIP.Deliver, body: ByteBuffer, token: DeliveryToken) {
        self.init(
            ChineseDelivery(
                from: deliver.user, to: deliver.spNumber, format: deliver.format,
                // What cannot be read is kept as its bytes: nothing is lost with the error.
                text: try? deliver.text()),
            body: body, token: token)
    }
}

extension CarrierReceipt {
    /// The id is the sequence that the text went out under.
    init(_ report: SGIP.Report) {
        self.init(
            carrierID: report.submit.description, outcome: Outcome(report.state),
            errorCode: report.state == .delivered ? "000" : String(report.error.rawValue),
            address: ChineseNumber.e164(report.user))
    }
}

extension DeliveryToken {
    /// What an answer must repeat: the whole sequence, and of which command.
    init(link: Int, _ sequence: SGIP.Sequence, isReport: Bool) {
        let rest = UInt128(sequence.node) << 32 | UInt128(sequence.moment)
        self.init(bind: link, sequence: sequence.counter, detail: rest << 1 | (isReport ? 1 : 0))
    }

    var sgipAnswer: SGIP.PDU {
        let rest = detail >> 1
        let sequence = SGIP.Sequence(
            node: UInt32(truncatingIfNeeded: rest >> 32), moment: UInt32(truncatingIfNeeded: rest),
            counter: self.sequence)
        return SGIP.PDU(sequence: sequence, detail & 1 == 1 ? .reportResponse(.ok) : .deliverResponse(.ok))
    }
}
