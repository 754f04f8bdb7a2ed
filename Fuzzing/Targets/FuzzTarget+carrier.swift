import CarrierProtocols
import Conversations
import Messaging
import NIOCore

extension FuzzTarget {
    static let carrier = [
        FuzzTarget("smpp", seeds: smppSeeds) { input in
            var stream = ByteBuffer(bytes: input)
            var whole: [SMPP.PDU] = []
            while let pdu = next(&stream) {
                guard let pdu else { break }
                whole.append(pdu)
                again(pdu)
                if case .deliverSM(let message) = pdu.content { look(at: message) }
                if case .dataSM(let message) = pdu.content { look(at: message.asShortMessage) }
                if case .querySMResponse(let response) = pdu.content { _ = response.finding(askedAbout: "7") }
            }
            // However the bytes arrive.
            let cut = input.isEmpty ? 0 : Int(input[0]) * input.count / 256
            var arriving = ByteBuffer()
            var parts: [SMPP.PDU] = []
            for part in [input[..<cut], input[cut...]] {
                arriving.takeIn(ByteBuffer(bytes: part))
                while let pdu = next(&arriving) {
                    guard let pdu else { break }
                    parts.append(pdu)
                }
            }
            demand(parts == whole, "other PDUs when they arrive in two parts")
            converse(whole)
        },
        FuzzTarget("receipt-text", seeds: { receiptTexts.map { Array($0.utf8) } }) { input in
            var message = SMPP.ShortMessage()
            message.esmClass = .receipt
            message.shortMessage = ByteBuffer(bytes: input)
            guard let receipt = SMPP.Receipt(message) else { return }
            demand(!receipt.messageID.isEmpty, "a receipt without an id")
            for form in SMPP.IDForm.allCases {
                let id = form.receipt(receipt.messageID)
                demand(!id.isEmpty && form.response(receipt.messageID).isEmpty == false, "an id is lost")
            }
            let written = SMPP.Receipt.text(
                id: receipt.messageID, state: receipt.state, submitted_s: 0, done_s: 0, error: "000", text: "")
            message.shortMessage = ByteBuffer(string: written)
            let read = SMPP.Receipt(message)
            // What is read ends after a kilobyte.
            demand(
                written.utf8.count > 1000 || (read?.messageID == receipt.messageID && read?.state == receipt.state),
                "written as \(written), read as \(String(describing: read))")
        },
        FuzzTarget("user-data", seeds: { userData }) { input in
            guard let first = input.first else { return }
            var message = SMPP.ShortMessage()
            message.esmClass.rawValue = first
            message.shortMessage = ByteBuffer(bytes: input.dropFirst())
            guard let data = try? SMPP.UserData(message) else { return }
            let octets = Array(data.text.readableBytesView)
            let header = message.textHeader
            demand(input.suffix(octets.count).elementsEqual(octets), "the text is not the end of the user data")
            for alphabet in [SegmentedText.Alphabet.gsm7, .latin1, .ucs2] {
                let shifts = NationalShifts(single: header.shifts.single, locking: header.shifts.locking)
                let text = alphabet.decode(octets, shifts: shifts)
                _ = reader.meaning(of: text)
                demand(Segmenter.segment(text).text == text, "cut and joined it reads otherwise")
                let shifted = Segmenter.segment(text, languages: NationalLanguage.allCases)
                demand(shifted.text == text, "cut and joined it reads otherwise in national tables")
            }
            let septets = GSM7.unpack(octets, header_bytes: header.size_bytes)
            let packed = GSM7.pack(septets, header_bytes: header.size_bytes)
            demand(
                GSM7.unpack(packed, header_bytes: header.size_bytes).starts(with: septets.dropLast()),
                "packed it reads otherwise")
            guard let part = data.part else { return }
            demand(part.number > 0 && part.number <= part.total, "part \(part.number) of \(part.total)")
            for form in [SMPP.LongText.udh8, .udh16, .sar] where form != .udh8 || part.reference < 256 {
                var written = SMPP.ShortMessage()
                written.setPart(part, octets: octets, as: form)
                let read = try? SMPP.UserData(written)
                demand(
                    read?.text == data.text && read?.part == data.part, "\(form) reads otherwise than it was written")
                guard !header.shifts.isNone else { continue }
                written = SMPP.ShortMessage()
                written.setText(octets, shifts: header.shifts, part: part, as: form)
                let shifted = try? SMPP.UserData(written)
                demand(
                    shifted?.text == data.text && shifted?.part == part && written.textHeader.shifts == header.shifts,
                    "\(form) with tables reads otherwise than it was written")
            }
        },
    ]

    /// Nil at the end of the stream; a PDU at fault is passed over, and a stream that cannot go on ends (`.some(nil)`).
    private static func next(_ stream: inout ByteBuffer) -> SMPP.PDU?? {
        while true {
            let before = stream.readableBytes
            do {
                guard let pdu = try stream.readSMPPPDU() else { return nil }
                demand(stream.readableBytes < before, "nothing was consumed")
                return pdu
            } catch {
                if error.isFatal { return .some(nil) }
                demand(stream.readableBytes < before, "a fault consumed nothing")
            }
        }
    }

    /// Written and read again it is the same, where it can be written: a text of broken UTF-8 grows when it is mended. Of
    /// a refusal only the status is written (§4.4.2).
    private static func again(_ pdu: SMPP.PDU) {
        switch pdu.content {
        case .bindResponse(let response) where response.status != .ok: return
        case .submitSMResponse(let response) where response.status != .ok: return
        case .deliverSMResponse(let response) where response.status != .ok: return
        case .querySMResponse(let response) where response.status != .ok: return
        default: break
        }
        var bytes = ByteBuffer()
        do { try bytes.writeSMPPPDU(pdu) } catch { return }
        demand(
            (try? bytes.readSMPPPDU()) == pdu && bytes.readableBytes == 0, "\(pdu) reads otherwise than it was written")
    }

    /// Whatever a carrier says, a session keeps its window and every text ends once.
    private static func converse(_ pdus: [SMPP.PDU]) {
        var session = SMPP.Session<Int>(
            bind: SMPP.Bind(mode: .transceiver, systemID: "a", password: "b"), window: 7, timers: SMPP.SessionTimers())
        let bind = session.opened(now: .zero)
        _ = session.received(
            SMPP.PDU(sequence: bind.sequence, .bindResponse(.init(mode: .transceiver, status: .ok))), now: .zero)
        var open: Set<Int> = []
        for (token, request) in (SMPP.Request.allCases + [.submitSM]).enumerated() {
            if session.submit(token, as: request, now: .zero) != nil { open.insert(token) }
        }
        for pdu in pdus {
            switch session.received(pdu, now: .zero) {
            case .answered(let token, _), .answeredMulti(let token, _), .found(let token, _), .changed(let token, _),
                .unanswered(let token), .questionUnanswered(let token):
                demand(open.remove(token) != nil, "a request ended twice")
            case .deliver(_, let sequence): _ = session.acknowledgement(of: sequence)
            case .nothing, .send, .bound, .alert, .deliverUnreadable, .close: break
            }
            demand(session.outstandingCount == open.count, "the window holds other requests than are open")
        }
        let left = session.openQuestions + session.closed()
        demand(Set(left) == open && left.count == open.count, "a request is lost")
    }

    private static func look(at message: SMPP.ShortMessage) {
        _ = SMPP.Receipt.isReceipt(message)
        _ = SMPP.Receipt(message)
        _ = try? SMPP.UserData(message)
        demand(message.tlvs.isEmpty == message.tlvs.all.isEmpty, "parameters that are there and are not")
    }

    private static let reader = ReplyReader(optOutWords: ["stop", "退订"])

    private static let receiptTexts = [
        SMPP.Receipt.text(id: "77", state: .delivered, submitted_s: 0, done_s: 60, error: "000", text: "Hello"),
        "id:0A1b stat:UNDELIV err:013", "ID: 9 STATUS:EXPIRED submit date:2611211800 text:id:5 stat:DELIVRD",
        "stat:REJECTD id:4294967296", "id:00 7f submitdate:20261121180500 done_date:202611211805 stat:DELIVRD",
        "id:x:y sub:001 dlvrd:001 done date:9 stat:ACCEPTD err: Text:",
    ]

    private static let userData: [[UInt8]] = [
        [0x40, 5, 0, 3, 7, 2, 1] + Array("half a reply".utf8), [0x40, 6, 8, 4, 1, 2, 2, 2, 0x90, 0x00, 0x8B, 0xA2],
        [0x40, 11, 5, 4, 0, 1, 0, 2, 0, 3, 9, 3, 1, 0x1B, 0x65], [0x00] + Array("STOP please".utf8),
        [0x00, 0xD8, 0x3D, 0xDE, 0x00], [0x40, 3, 0x24, 1, 1, 0x1B, 0x67, 0x61],
        [0x40, 11, 0, 3, 7, 2, 1, 0x25, 1, 6, 0x24, 1, 6, 0x15, 0x16, 0x1B, 0x41],
    ]

    private static func rareSeeds(_ message: SMPP.ShortMessage) -> [SMPP.PDU.Content] {
        var data = SMPP.DataMessage()
        data.source = message.source
        data.esmClass = .receipt
        data.tlvs.append(.messageState, integer: UInt8(5))
        var replacement = SMPP.Replacement(messageID: "77", source: message.source)
        replacement.shortMessage = message.shortMessage
        return [
            .dataSM(data), .dataSMResponse(.init(messageID: "77", tlvs: data.tlvs)),
            .submitMulti(
                .init(destinations: [.address(message.destination), .distributionList("list")], message: message)),
            .submitMultiResponse(
                .init(messageID: "77", refused: [.init(address: message.destination, status: .queueFull)])),
            .querySM(.init(messageID: "77", source: message.source)),
            .querySMResponse(.init(messageID: "77", finalDate: .absolute(posixSeconds: 0), state: 2)),
            .cancelSM(.init(messageID: "77", source: message.source, destination: message.destination)),
            .cancelSMResponse(.ok), .replaceSM(replacement), .replaceSMResponse(.ok),
            .outbind(.init(systemID: "carrier", password: "b")),
            .alertNotification(.init(source: message.destination, esme: message.source)),
        ]
    }

    @Sendable private static func smppSeeds() -> [[UInt8]] {
        var message = SMPP.ShortMessage()
        message.source = SMPP.Address(typeOfNumber: 5, numberingPlan: 0, text: "Lender")
        message.destination = SMPP.Address(typeOfNumber: 1, numberingPlan: 1, text: "12125550101")
        message.shortMessage = ByteBuffer(string: "Hello")
        message.registeredDelivery = 1
        var receipt = message
        receipt.esmClass = .receipt
        receipt.shortMessage = ByteBuffer(string: receiptTexts[0])
        receipt.tlvs.append(.messageState, integer: UInt8(2))
        var part = message
        part.setPart(SMPP.Part(reference: 7, number: 1, total: 2), octets: Array("half".utf8), as: .sar)
        let contents: [SMPP.PDU.Content] =
            [
                .bind(SMPP.Bind(mode: .transceiver, systemID: "a", password: "b")),
                .bindResponse(.init(mode: .transceiver, status: .ok, systemID: "c")), .submitSM(message),
                .submitSMResponse(SMPP.MessageResponse(status: .ok, messageID: "77")), .deliverSM(receipt),
                .deliverSM(part), .deliverSMResponse(SMPP.MessageResponse(status: .ok, messageID: "")), .enquireLink,
                .enquireLinkResponse(.ok), .unbind, .unbindResponse(.ok), .genericNack(.invalidCommandLength),
            ] + rareSeeds(message)
        var all = ByteBuffer()
        var seeds: [[UInt8]] = []
        for (number, content) in contents.enumerated() {
            var one = ByteBuffer()
            try? one.writeSMPPPDU(SMPP.PDU(sequence: UInt32(number + 1), content))
            seeds.append(Array(one.readableBytesView))
            all.writeBuffer(&one)
        }
        return seeds + [Array(all.readableBytesView)]
    }
}
