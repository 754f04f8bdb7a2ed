import Testing

@testable import LoanBook

@Suite struct RateFormatTests {
    @Test(arguments: [
        (RateFormat.Kind.fraction, "0.154", 154_000 as Int64?), (.fraction, "1", 1_000_000), (.fraction, "0", 0),
        (.fraction, "0.1234565", 123_457), (.percent, "15.40%", 154_000), (.percent, "15.4", 154_000),
        (.percent, "15 %", 150_000), (.percent, "0.00005", 1), (.fraction, "15.40%", nil), (.fraction, "fifteen", nil),
        (.fraction, "", nil), (.percent, "%", nil), (.fraction, "-0.1", nil), (.fraction, "0.1.2", nil),
        (.fraction, "1.", nil), (.fraction, ".5", nil), (.percent, "999999999999999999999", nil),
    ])
    func `a yearly rate is read to millionths or refused`(kind: RateFormat.Kind, text: String, millionths: Int64?) {
        let format = RateFormat(kind: kind, decimal: UInt8(ascii: "."))
        #expect(format.millionths(Array(text.utf8)[...]) == millionths)
    }
}
