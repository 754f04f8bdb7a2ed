import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// How a submission becomes Submit of SMGP on one route. Pure.
struct SMGPForm: Sendable {
    let texts: ChineseForm
    private let template: SMGP.Submit
    private let validity: ChineseValidity

    init(_ settings: SMGPRouteSettings) {
        // §6.2.23 names one limit for all formats.
        texts = ChineseForm(
            signature: settings.signature, keepsCountryCode: settings.keepsCountryCode,
            content_bytes: SMGP.Limit.content_bytes, asciiContent_bytes: SMGP.Limit.content_bytes)
        validity = settings.validity
        var template = SMGP.Submit()
        template.serviceID = settings.serviceID
        template.sourceNumber = settings.source
        template.needsReport = settings.asksForReceipts ? 1 : 0
        template.feeType = settings.feeType
        template.feeCode = settings.feeCode
        template.fixedFee = settings.fixedFee
        self.template = template
    }

    /// PDU `index` (from 0) of a submission that has no `refusal`. `reference` joins its parts at the handset.
    func pdu(_ submission: Submission, _ index: Int, reference: UInt16) -> SMGP.Submit {
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
