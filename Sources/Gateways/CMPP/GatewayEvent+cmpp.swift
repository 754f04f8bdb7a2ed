import CarrierProtocols
import Messaging
import NIOCore

extension GatewayEvent {
    /// A CMPP_DELIVER as a receipt, a reply, or, where neither can be made of it, its bytes.
    init(_ deliver: CMPP.Deliver, body: ByteBuffer, token: DeliveryToken) {
        if deliver.isReport {
            self =
                CMPP.Report(deliver.content).map { .receipt(CarrierReceipt($0, of: deliver), token) }
                ?? .unreadable(body, token)
            return
        }
        self.init(
            ChineseDelivery(
                from: deliver.sourceNumber, to: deliver.destinationID, format: deliver.format,
                // What cannot be read is kept as its bytes: nothing is lost with the error.
                text: try? deliver.text()),
            body: body, token: token)
    }
}

extension CarrierReceipt {
    init(_ report: CMPP.Report, of deliver: CMPP.Deliver) {
        let number = report.destination.isEmpty ? deliver.sourceNumber : report.destination
        self.init(
            carrierID: report.id.description, outcome: Outcome(report.stat.state),
            errorCode: report.stat == .delivered ? "000" : report.stat.word, address: ChineseNumber.e164(number))
    }
}
