import CivilTime
import LoanBook
import Messaging
import Testing

@Suite struct WritingTests {
    static let dollars = Currency(code: "USD", decimals: 2)
    static let yuan = Currency(code: "CNY", decimals: 2)
    static let rupiah = Currency(code: "IDR", decimals: 2)
    static let yen = Currency(code: "JPY", decimals: 0)

    @Test(arguments: [
        (Money(minorUnits: 424_025, currency: dollars), "$4,240.25", "$4,240.25", "4,240.25美元"),
        (Money(minorUnits: 424_025, currency: yuan), "CNY 4,240.25", "4,240.25 CNY", "4,240.25元"),
        (Money(minorUnits: 0, currency: dollars), "$0.00", "$0.00", "0.00美元"),
        (Money(minorUnits: 5, currency: dollars), "$0.05", "$0.05", "0.05美元"),
        (Money(minorUnits: 99_999, currency: yuan), "CNY 999.99", "999.99 CNY", "999.99元"),
        (Money(minorUnits: 100_000, currency: yuan), "CNY 1,000.00", "1,000.00 CNY", "1,000.00元"),
        (Money(minorUnits: -123_456, currency: dollars), "-$1,234.56", "-$1,234.56", "-1,234.56美元"),
        (Money(minorUnits: 1_250_000_00, currency: rupiah), "IDR 1,250,000.00", "1,250,000.00 IDR", "1,250,000.00 IDR"),
        (Money(minorUnits: 1_000_006, currency: yen), "JPY 1,000,006", "1,000,006 JPY", "1,000,006 JPY"),
        (
            Money(minorUnits: .max, currency: dollars), "$92,233,720,368,547,758.07", "$92,233,720,368,547,758.07",
            "92,233,720,368,547,758.07美元"
        ),
        (
            Money(minorUnits: .min, currency: dollars), "-$92,233,720,368,547,758.08", "-$92,233,720,368,547,758.08",
            "-92,233,720,368,547,758.08美元"
        ),
    ])
    func `money is written as its reader writes it`(money: Money, english: String, spanish: String, chinese: String) {
        #expect(written { $0.append(money, in: .en) } == english)
        #expect(written { $0.append(money, in: .es) } == spanish)
        #expect(written { $0.append(money, in: .zhHans) } == chinese)
    }

    @Test(arguments: [
        (2026, 11, 21, "Nov 21, 2026", "21 de noviembre de 2026", "2026年11月21日"),
        (2024, 2, 29, "Feb 29, 2024", "29 de febrero de 2024", "2024年2月29日"),
        (2027, 1, 1, "Jan 1, 2027", "1 de enero de 2027", "2027年1月1日"),
        (1999, 12, 31, "Dec 31, 1999", "31 de diciembre de 1999", "1999年12月31日"),
    ])
    func `dates are written as their reader writes them`(
        year: Int, month: Int, day: Int, english: String, spanish: String, chinese: String
    ) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(written { $0.append(date, in: .en) } == english)
        #expect(written { $0.append(date, in: .es) } == spanish)
        #expect(written { $0.append(date, in: .zhHans) } == chinese)
    }

    @Test(
        arguments: [
            ("zh-Hans", WrittenLanguage.zhHans), ("zh", .zhHans), ("zh-CN", .zhHans), ("zh_CN", .zhHans),
            ("zh-Hans-SG", .zhHans),
            ("en", .en), ("en-US", .en), ("EN", .en), ("es", .es), ("es-MX", .es), ("zh-Hant", nil), ("zh-TW", nil),
            ("zh-HK", nil), ("id", nil), ("", nil), ("english", nil),
        ] as [(String, WrittenLanguage?)])
    func `a language tag is understood or refused`(tag: String, language: WrittenLanguage?) {
        #expect(WrittenLanguage(tag: tag) == language)
    }

    private func written(_ body: (inout TextBytes) -> Void) -> String {
        var text = TextBytes(capacity: 16)
        body(&text)
        return text.text
    }
}
