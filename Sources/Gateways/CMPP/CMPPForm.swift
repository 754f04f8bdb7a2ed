import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// How a submission becomes CMPP_SUBMIT on one route. Pure.
struct CMPPForm: Sendable {
    let texts: ChineseForm
    private let template: CMPP.Submit
    private let validity: ChineseValidity

    init(_ settings: CMPPRouteSettings) {
        texts = ChineseForm(
            signature: settings.signature, keepsCountryCode: settings.keepsCountryCode,
            content_bytes: CMPP.Limit.content_bytes, asciiContent_bytes: CMPP.Limit.asciiContent_bytes)
        validity = settings.validity
        var template = CMPP.Submit()
        template.serviceID = settings.serviceID
        template.source = settings.sourceAddress
        template.sourceID = settings.source
        template.registeredDelivery = settings.asksForReceipts ? 1 : 0
        template.feeUserType = settings.feeUserType
        template.feeType = settings.feeType
        template.feeCode = settings.feeCode
        self.template = template
    }

    /// Why no PDU can be made of it, said before the first part has gone.
    func refusal(_ submission: Submission) -> SendError? { texts.refusal(submission) }

    /// PDU `index` (from 0) of a submission that has no `refusal`. `reference` joins its parts at the handset.
    func pdu(_ submission: Submission, _ index: Int, reference: UInt16) -> CMPP.Submit {
        let text = submission.text
        var submit = template
        submit.destination = texts.number(submission.to)
        if validity == .absolute { submit.setValidUntil(posixSeconds: submission.validUntil.seconds) }
        submit.format = texts.format(text)
        let octets = texts.octets(text, index)
        if let part = texts.part(text, index, reference: reference) {
            submit.setPart(part, octets: octets)
        } else {
            submit.content = ByteBuffer(bytes: octets)
        }
        return submit
    }
}
