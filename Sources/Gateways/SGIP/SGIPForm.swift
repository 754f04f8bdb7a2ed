import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// How a submission becomes Submit of SGIP on one route. Pure.
struct SGIPForm: Sendable {
    let texts: ChineseForm
    private let template: SGIP.Submit
    private let validity: ChineseValidity

    init(_ settings: SGIPRouteSettings) {
        texts = ChineseForm(
            signature: settings.signature, keepsCountryCode: settings.keepsCountryCode,
            content_bytes: SGIP.Limit.content_bytes, asciiContent_bytes: SGIP.Limit.asciiContent_bytes)
        validity = settings.validity
        var template = SGIP.Submit()
        template.spNumber = settings.source
        template.chargeNumber = settings.chargeNumber
        template.corpID = settings.corpID
        template.serviceType = settings.serviceType
        template.feeType = settings.feeType
        template.feeValue = settings.feeValue
        template.givenValue = "0"
        template.reportFlag = settings.asksForReceipts ? 1 : 2
        self.template = template
    }

    /// PDU `index` (from 0) of a submission that has no `refusal`. `reference` joins its parts at the handset.
    func pdu(_ submission: Submission, _ index: Int, reference: UInt16) -> SGIP.Submit {
        let text = submission.text
        var submit = template
        submit.user = texts.number(submission.to)
        if validity == .absolute { submit.setExpiry(posixSeconds: submission.validUntil.seconds) }
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
