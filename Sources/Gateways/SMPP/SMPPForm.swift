import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// How a submission becomes `submit_sm` on one route. Pure.
struct SMPPForm: Sendable {
    private let settings: SMPPRouteSettings
    private let template: SMPP.ShortMessage

    init(_ settings: SMPPRouteSettings) throws {
        self.settings = settings
        var template = SMPP.ShortMessage()
        template.serviceType = settings.serviceType
        template.source = settings.source
        template.registeredDelivery = settings.asksForReceipts ? 1 : 0
        for extra in settings.extraTLVs { try template.tlvs.append(.init(rawValue: extra.tag), bytes: extra.value) }
        self.template = template
    }

    /// PDUs a submission takes on this route.
    func count(_ text: SegmentedText) -> Int {
        settings.longTexts == .payload ? min(1, text.segments.count) : text.segments.count
    }

    /// Why no PDU can be made of it, said before the first part has gone.
    func refusal(_ submission: Submission) -> SendError? {
        let text = submission.text
        if text.segments.isEmpty || text.segments.count > 255 {
            return SendError(
                policy: .permanent, code: 0, words: "a text of \(text.segments.count) segments cannot be sent")
        }
        if submission.to.utf8.count > 21 {
            return SendError(policy: .permanent, code: 0, words: "the number is longer than 20 digits")
        }
        let header = (text.segments.count > 1 ? settings.longTexts.header_bytes : 0) + (text.shifts == nil ? 0 : 7)
        if settings.longTexts != .payload || text.segments.count == 1,
            text.segments.contains(where: { $0.count + header > SMPP.Limit.shortMessage_bytes })
        {
            return SendError(policy: .permanent, code: 0, words: "a segment is longer than 254 octets")
        }
        if text.alphabet == .gsm7, settings.defaultCoding == .latin1,
            text.segments.contains(where: { Self.latin1($0) == nil })
        {
            return SendError(
                policy: .permanent, code: 0,
                words: "the text has characters that this route's default alphabet (Latin-1) lacks")
        }
        return nil
    }

    /// PDU `index` (from 0) of a submission that has no `refusal`. `reference` joins its parts at the handset.
    func pdu(_ submission: Submission, _ index: Int, reference: UInt16, now: Instant) throws(SMPP.Fault)
        -> SMPP.ShortMessage
    {
        let text = submission.text
        var message = template
        message.destination = SMPP.Address(
            typeOfNumber: settings.destinationTypeOfNumber, numberingPlan: settings.destinationNumberingPlan,
            text: settings.keepsPlus || !submission.to.hasPrefix("+")
                ? submission.to : String(submission.to.dropFirst()))
        message.validityPeriod = validity(submission.validUntil, now: now)
        message.dataCoding = coding(text.alphabet)
        let total = text.segments.count
        if total > 1, settings.longTexts == .payload {
            try message.setPayload(octets(text.segments.flatMap(\.self), text, header_bytes: 0))
            return message
        }
        let part =
            total == 1
            ? nil
            : SMPP.Part(
                reference: reference, number: UInt8(truncatingIfNeeded: index + 1),
                total: UInt8(truncatingIfNeeded: total))
        let header_bytes = part == nil ? 0 : settings.longTexts.header_bytes
        if let shifts = text.shifts {
            // The length octet of the header is the concatenation's, where there is one.
            let size = shifts.elements_bytes + max(1, header_bytes)
            message.setText(
                octets(text.segments[index], text, header_bytes: size),
                shifts: SMPP.LanguageShifts(single: shifts.single?.rawValue, locking: shifts.locking?.rawValue),
                part: part, as: settings.longTexts)
        } else if let part {
            message.setPart(
                part, octets: octets(text.segments[index], text, header_bytes: header_bytes), as: settings.longTexts)
        } else {
            message.shortMessage = ByteBuffer(bytes: octets(text.segments[index], text, header_bytes: 0))
        }
        return message
    }

    /// Behind a header of `header_bytes`.
    private func octets(_ segment: [UInt8], _ text: SegmentedText, header_bytes: Int) -> [UInt8] {
        guard text.alphabet == .gsm7 else { return segment }
        return switch settings.defaultCoding {
        case .gsm7: segment
        case .packed: GSM7.pack(segment, header_bytes: header_bytes)
        case .latin1: Self.latin1(segment) ?? segment
        }
    }

    private func coding(_ alphabet: SegmentedText.Alphabet) -> SMPP.DataCoding {
        switch alphabet {
        case .gsm7: .carrierDefault
        case .latin1: settings.defaultCoding == .latin1 ? .carrierDefault : .latin1
        case .ucs2: .ucs2
        }
    }

    private func validity(_ until: Instant, now: Instant) -> SMPP.Time {
        switch settings.validity {
        case .off: .none
        case .relative: .relative(seconds: (until - now).milliseconds / 1_000)
        case .absolute: .absolute(posixSeconds: until.seconds)
        }
    }

    /// Latin-1 octets of GSM septets; nil where a character (Greek, euro) has none.
    private static func latin1(_ septets: [UInt8]) -> [UInt8]? {
        var octets: [UInt8] = []
        octets.reserveCapacity(septets.count)
        for scalar in GSM7.decode(septets).unicodeScalars {
            guard let octet = UInt8(exactly: scalar.value) else { return nil }
            octets.append(octet)
        }
        return octets
    }
}
