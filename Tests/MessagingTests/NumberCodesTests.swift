import CivilTime
import Messaging
import Testing

struct NumberCodesTests {
    @Test(arguments: [
        ("smpp", "001", nil), ("smpp", "1", nil), ("cmpp", "MK:0001", NumberTrouble.invalid),
        ("cmpp", "mk:0012", .invalid),
        ("cmpp", "MI:0024", .unreachable), ("cmpp", "DB:0141", nil), ("cmpp", "UNDELIV", nil),
        ("sgip", "001", .invalid),
        ("sgip", "27", .landline), ("sgip", "0", nil), ("smgp", "601", .unreachable), ("smgp", "", nil),
    ])
    func `codes of receipts by protocol`(_ name: String, _ code: String, _ trouble: NumberTrouble?) throws {
        #expect(try #require(NumberCodes.of(protocol: name)).trouble(receipt: code) == trouble)
    }

    @Test func `a table of the GSM, and one that is not there`() {
        #expect(NumberCodes.named("gsm_map")?.trouble(receipt: "001") == .invalid)
        #expect(NumberCodes.named("gsm_map")?.trouble(receipt: "27") == .unreachable)
        #expect(NumberCodes.named("gsm") == nil && NumberCodes.of(protocol: "http") == nil)
        #expect(NumberCodes.of(protocol: "smpp")?.refused == [0x0B: .invalid])
    }

    @Test func `what nobody had may be a stranger's by now, so that only a refusal's word has an end`() {
        for trouble in [NumberTrouble.invalid, .landline, .recycled] {
            #expect(trouble.expiry(isRefusal: false) == nil)
            #expect(trouble.expiry(isRefusal: true) == .days(30))
            #expect(trouble.standing != nil)
        }
        #expect(NumberTrouble.unreachable.expiry(isRefusal: false) == .days(3))
        #expect(NumberTrouble.ported.standing == nil)
    }
}
