import CarrierProtocols
import Messaging
import NIOCore

extension GatewayEvent {
    /// A Deliver as a receipt, a reply, or, where neither can be made of it, its bytes.
    init(_ deliver: SMGP.Deliver, body: ByteBuffer, token: DeliveryToken) {
        if deliver.isReport {
            self =
                SMGP.Report(deliver.content).map { .receipt(CarrierReceipt($0, of: deliver), token) }
                ?? .unreadable(body, token)
            return
        }
        self.init(
            ChineseDelivery(
                from: deliver.sourceNumber, to: deliver.destinationNumber, format: deliver.format,
                // What cannot be read is kept as its bytes: nothing is lost with the error.
                text: try? deliver.text()),
            body: body, token: token)
    }
}

extension CarrierReceipt {
    /// `err` says more than `stat` where a text did not arrive.
    init(_ report: SMGP.Report, of deliver: SMGP.Deliver) {
        let code = report.errorCode.isEmpty ? report.word : report.errorCode
        self.init(
            carrierID: report.id.description, outcome: Outcome(report.state),
            errorCode: report.state == .delivered ? "000" : code, address: ChineseNumber.e164(deliver.sourceNumber))
    }
}
