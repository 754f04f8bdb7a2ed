import CarrierProtocols
import NIOCore
import Testing

struct ReceiptDateTests {
    private static func receipt(_ text: String) -> SMPP.Receipt? {
        var message = SMPP.ShortMessage()
        message.esmClass = .receipt
        message.shortMessage = ByteBuffer(string: text)
        return SMPP.Receipt(message)
    }

    private func words(_ date: SMPP.ReceiptDate?) -> String {
        date.map { "\($0.year)-\($0.month)-\($0.day) \($0.hour):\($0.minute):\($0.second)" } ?? "none"
    }

    @Test(arguments: [
        ("2611211805", "2026-11-21 18:5:0"), ("261121180559", "2026-11-21 18:5:59"),
        ("20261121180559", "2026-11-21 18:5:59"), ("202611211805", "2026-11-21 18:5:0"),
        ("201612312359", "2016-12-31 23:59:0"), ("2402292359", "2024-2-29 23:59:0"), ("2302290000", "none"),
        ("2613010000", "none"), ("2600010000", "none"), ("2604310000", "none"), ("2611212400", "none"),
        ("2611211860", "none"), ("20261121180560", "none"), ("26112118", "none"), ("", "none"),
        ("261121180", "none"), ("26112118055", "none"), ("2026-11-21", "none"), ("26112118o5", "none"),
    ])
    func `dates of 10, 12 and 14 digits are moments, others are none`(_ digits: String, _ expected: String) {
        #expect(words(SMPP.ReceiptDate(digits.utf8)) == expected)
    }

    @Test(arguments: [
        "id:7 sub:001 dlvrd:001 submit date:2611211805 done date:2611211806 stat:DELIVRD err:000 text:submit date:1",
        "id:7 submit date:261121180500 done date:261121180600 stat:DELIVRD",
        "id:7 submit date:20261121180500 done date:20261121180600 stat:DELIVRD",
        "id:7 submitdate:2611211805 donedate:2611211806 stat:DELIVRD",
        "id:7 submit_date:2611211805 done_date:2611211806 stat:DELIVRD",
        "ID:7 Submit Date: 2611211805 Done Date: 2611211806 Stat:DELIVRD",
        "done date:2611211806 submit date:2611211805 stat:DELIVRD id:7",
    ])
    func `the dates of a receipt are found however they are written`(_ text: String) throws {
        let receipt = try #require(Self.receipt(text))
        #expect(words(receipt.submitted) == "2026-11-21 18:5:0")
        #expect(words(receipt.done) == "2026-11-21 18:6:0")
        #expect(receipt.messageID == "7")
        #expect(receipt.state == .delivered)
    }

    @Test func `a date that is none hides nothing`() throws {
        let receipt = try #require(Self.receipt("id:7 submit date:soon done date: stat:UNDELIV err:1"))
        #expect(receipt == SMPP.Receipt(messageID: "7", state: .undeliverable, errorCode: "1"))
        // A date without a word before it is nobody's.
        #expect(Self.receipt("date:2611211805 id:7 stat:DELIVRD")?.submitted == nil)
    }

    @Test(arguments: [
        ("id: 77 stat:DELIVRD", "77"), ("id:  0077  sub:001 stat:DELIVRD", "0077"),
        ("id:0000 1234 sub:001 stat:DELIVRD", "00001234"), ("id:AB 12 cd34 stat:DELIVRD", "AB12cd34"),
        ("id:12 submit date:2611211805 stat:DELIVRD", "12"), ("id:12 done date:2611211805 stat:DELIVRD", "12"),
        ("id:12 dead stat:DELIVRD", "12"), ("id:0x1F stat:DELIVRD", "0x1F"),
        ("id:" + String(repeating: "aF", count: 32) + " stat:DELIVRD", String(repeating: "aF", count: 32)),
        ("id:c449ab97-44f4-7b6a-f187-9e49e75e4f40 stat:DELIVRD", "c449ab97-44f4-7b6a-f187-9e49e75e4f40"),
    ])
    func `ids with blanks, zeros and any length are whole`(_ text: String, _ id: String) {
        #expect(Self.receipt(text)?.messageID == id)
    }

    @Test func `an id of 64 octets comes through a parameter with and without its NUL, one of blanks is none`() throws {
        let id = String(repeating: "0aF", count: 21) + "9"
        for ending in ["", "\u{0}"] {
            var message = SMPP.ShortMessage()
            message.esmClass = .receipt
            try message.tlvs.append(.receiptedMessageID, bytes: Array((id + ending).utf8))
            message.tlvs.append(.messageState, integer: UInt8(2))
            #expect(SMPP.Receipt(message)?.messageID == id)
            #expect(SMPP.IDForm.foldCaseAndZeros.receipt(id) == id.dropFirst().lowercased())
        }
        var blank = SMPP.ShortMessage()
        blank.esmClass = .receipt
        try blank.tlvs.append(.receiptedMessageID, string: "   ")
        blank.tlvs.append(.messageState, integer: UInt8(2))
        #expect(SMPP.Receipt(blank) == nil)
        blank.shortMessage = ByteBuffer(string: "id:5")
        #expect(SMPP.Receipt(blank)?.messageID == "5")
    }

    @Test(arguments: 0..<256)
    func `any octet anywhere in the text leaves id and state`(_ octet: Int) {
        let octet = UInt8(octet)
        for text in ["id:12 stat:EXPIRED err:3 text:", "id:12 stat:EXPIRED text:hello "] {
            var message = SMPP.ShortMessage()
            message.esmClass = .receipt
            message.shortMessage = ByteBuffer(string: text)
            message.shortMessage.writeBytes([octet, octet, 0x69, octet])
            #expect(SMPP.Receipt(message)?.messageID == "12")
            #expect(SMPP.Receipt(message)?.state == .expired)
        }
        // In front of all it spoils at most the first word.
        var message = SMPP.ShortMessage()
        message.esmClass = .receipt
        message.shortMessage = ByteBuffer(bytes: [octet, 0x20])
        message.shortMessage.writeString("id:12 stat:EXPIRED")
        #expect(SMPP.Receipt(message)?.messageID == "12")
    }
}
