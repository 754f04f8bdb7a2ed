import Testing

@testable import LoanBook

@Suite struct MoneyFormatTests {
    static let grouped = MoneyFormat(
        currency: Currency(code: "CNY", decimals: 2), thousands: UInt8(ascii: ","), decimal: UInt8(ascii: "."))

    @Test(arguments: [
        ("4,240.25", 424_025 as Int64?), ("4240.25", 424_025), ("0.01", 1), ("12", 1200), ("12.5", 1250),
        ("1,234,567.00", 123_456_700), ("12.500", 1250), ("0", 0), ("0.00", 0),
        ("12,34.5.6", nil), ("12,34", nil), ("1,2345", nil), (",123", nil), ("1,", nil), ("12.", nil), (".5", nil),
        ("", nil), ("-1.00", nil), ("+1.00", nil), ("1e3x", nil), ("abc", nil), ("12.505", nil), ("1 2", nil),
        ("1.234,00", nil), ("999999999999999999999", nil),
    ])
    func `an amount is read to minor units or refused`(text: String, minor: Int64?) {
        #expect(Self.grouped.minorUnits(Array(text.utf8)[...]) == minor)
    }

    @Test func `the currency decides the digits after the point`() throws {
        let yen = MoneyFormat(currency: try #require(Currency.named("JPY")), thousands: nil, decimal: UInt8(ascii: "."))
        let dinar = MoneyFormat(
            currency: try #require(Currency.named("KWD")), thousands: UInt8(ascii: "."), decimal: UInt8(ascii: ","))
        #expect(yen.minorUnits(Array("1200".utf8)[...]) == 1200)
        #expect(yen.minorUnits(Array("1200.5".utf8)[...]) == nil)
        #expect(dinar.minorUnits(Array("1.200,5".utf8)[...]) == 1_200_500)
        #expect(Currency.named("XXX") == nil)
    }
}
