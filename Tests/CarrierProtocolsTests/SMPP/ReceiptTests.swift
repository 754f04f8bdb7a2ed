import CarrierProtocols
import NIOCore
import Testing

struct ReceiptTests {
    struct Wild: Sendable, CustomTestStringConvertible {
        var text: String
        var id: String
        var state: SMPP.Receipt.State
        var error = ""
        var testDescription: String { text }
    }

    private static func message(_ text: String, tlvs: SMPP.TLVs = SMPP.TLVs()) -> SMPP.ShortMessage {
        var message = SMPP.ShortMessage()
        message.esmClass = .receipt
        message.shortMessage = ByteBuffer(string: text)
        message.tlvs = tlvs
        return message
    }

    @Test(arguments: [
        // Appendix B, as the specification writes it.
        Wild(
            text:
                "id:0123456789 sub:001 dlvrd:001 submit date:0205151413 done date:0205151420 stat:DELIVRD err:000 Text:Hi there",
            id: "0123456789", state: .delivered, error: "000"),
        Wild(
            text:
                "id:c449ab9744f47b6af1879e49e75e4f40 sub:001 dlvrd:0 submit date:20231017105533 done date:20231017105600 stat:UNDELIV err:21b",
            id: "c449ab9744f47b6af1879e49e75e4f40", state: .undeliverable, error: "21b"),
        Wild(
            text: "id:1 submitdate:1510211313 donedate:1510211314 stat:EXPIRED err:0 text:", id: "1", state: .expired,
            error: "0"),
        Wild(text: "stat:REJECTD id:9876543210987654321", id: "9876543210987654321", state: .rejected),
        Wild(text: "ID: 77 Stat: delivrd Err: Text: id:99", id: "77", state: .delivered),
        Wild(text: "id:5\r\nstat:ACCEPTD\r\n", id: "5", state: .accepted),
        Wild(text: "id:6 stat:ENROUTE", id: "6", state: .enroute),
        Wild(text: "id:7 stat:DELETED", id: "7", state: .deleted),
        Wild(text: "id:8 stat:WHATEVER", id: "8", state: .unknown),
        Wild(text: "id:1 stat:DELIVRD text:id:2 stat:UNDELIV", id: "1", state: .delivered),
    ])
    func `sloppy receipts are understood`(_ wild: Wild) throws {
        let receipt = try #require(SMPP.Receipt(Self.message(wild.text)))
        #expect(receipt.messageID == wild.id)
        #expect(receipt.state == wild.state)
        #expect(receipt.errorCode == wild.error)
    }

    @Test func `raw octets in the text do not hide the rest`() {
        var message = Self.message("id:12 stat:DELIVRD text:")
        message.shortMessage.writeBytes([0x00, 0xFF, 0xC3, 0x28, 0x80])
        #expect(SMPP.Receipt(message)?.state == .delivered)
    }

    @Test(arguments: ["", "hello", "id:5", "stat:DELIVRD", "id: stat:DELIVRD", ": : :"])
    func `a text without id or state is no receipt`(_ text: String) {
        #expect(SMPP.Receipt(Self.message(text)) == nil)
    }

    @Test func `parameters win over the text`() throws {
        var tlvs = SMPP.TLVs()
        // The NUL is missing, as from some carriers.
        try tlvs.append(.receiptedMessageID, bytes: Array("abc".utf8))
        tlvs.append(.messageState, integer: UInt8(5))
        try tlvs.append(.networkErrorCode, bytes: [3, 0, 27])
        let receipt = try #require(SMPP.Receipt(Self.message("id:99 stat:DELIVRD", tlvs: tlvs)))
        #expect(receipt == SMPP.Receipt(messageID: "abc", state: .undeliverable, errorCode: "03001b"))
    }

    @Test(arguments: [
        (0, "DELIVRD", SMPP.Receipt.State.delivered), (9, "EXPIRED", .expired), (0, "", .enroute),
        (9, "", .undeliverable),
    ])
    func `a number of version 5 goes behind the word: to a carrier of 3.4 it is none`(
        number: UInt8, word: String, state: SMPP.Receipt.State
    ) {
        var tlvs = SMPP.TLVs()
        tlvs.append(.messageState, integer: number)
        #expect(SMPP.Receipt(Self.message("id:7" + (word.isEmpty ? "" : " stat:\(word)"), tlvs: tlvs))?.state == state)
    }

    @Test func `parameters alone are enough, and a half of them is completed by the text`() throws {
        var tlvs = SMPP.TLVs()
        try tlvs.append(.receiptedMessageID, string: "abc")
        #expect(SMPP.Receipt(Self.message("", tlvs: tlvs)) == nil)
        #expect(SMPP.Receipt(Self.message("stat:EXPIRED", tlvs: tlvs))?.state == .expired)
        tlvs.append(.messageState, integer: UInt8(2))
        #expect(SMPP.Receipt(Self.message("", tlvs: tlvs))?.state == .delivered)
    }

    @Test func `a borrower who writes like a receipt is not believed`() {
        var message = Self.message("id:1 stat:DELIVRD")
        message.esmClass = SMPP.ESMClass()
        #expect(!SMPP.Receipt.isReceipt(message))
        message.esmClass = .intermediateNotification
        #expect(SMPP.Receipt.isReceipt(message))
    }

    @Test(arguments: SMPP.Receipt.State.allCases)
    func `what we write as a receipt we read`(_ state: SMPP.Receipt.State) {
        let text = SMPP.Receipt.text(
            id: "42", state: state, submitted_s: 1_795_296_600, done_s: 1_795_296_660, error: "001", text: "Dear")
        #expect(text.contains("submit date:2611212130 done date:2611212131"))
        #expect(
            SMPP.Receipt(Self.message(text))
                == SMPP.Receipt(
                    messageID: "42", state: state, errorCode: "001", submitted: SMPP.ReceiptDate("2611212130".utf8),
                    done: SMPP.ReceiptDate("2611212131".utf8)))
    }

    @Test(arguments: [
        (SMPP.IDForm.asIs, "00aB", "00aB", "00aB", "00aB"),
        (.foldCaseAndZeros, "00AB", "ab", "aB", "ab"),
        (.foldCaseAndZeros, "000", "0", "0", "0"),
        (.hexToDecimal, "3B9ACA01", "1000000001", "01000000001", "1000000001"),
        (.hexToDecimal, "no-hex", "no-hex", "no-hex", "no-hex"),
        (.hexToDecimal, "ffffffffffffffff", "18446744073709551615", "18446744073709551615", "18446744073709551615"),
        (.decimalToHex, "1000000001", "1000000001", "3b9aca01", "1000000001"),
        (.asIs, " 0123 ", "0123", "0123\t", "0123"),
        (.asIs, "0000 1234", "00001234", "00001234", "00001234"),
        (.foldCaseAndZeros, "  00AB", "ab", "00ab ", "ab"),
        (.hexToDecimal, " 3b9aca01 ", "1000000001", "1000000001", "1000000001"),
        (.hexToDecimal, "3B9ACA01", "1000000001", " 001000000001", "1000000001"),
        (.decimalToHex, "01000000001", "1000000001", " 3B9ACA01", "1000000001"),
    ])
    func `ids of response and receipt are brought to one form`(
        _ form: SMPP.IDForm, _ response: String, _ one: String, _ receipt: String, _ other: String
    ) {
        #expect(form.response(response) == one)
        #expect(form.receipt(receipt) == other)
        #expect(one == other)
    }

    @Test func `an id of 64 hexadecimal digits is kept whole`() {
        let id = String(repeating: "Ab", count: 32)
        #expect(SMPP.IDForm.hexToDecimal.response(id) == id.lowercased())
    }
}
