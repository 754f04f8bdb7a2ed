import CivilTime
import LoanBook
import Messaging
import Testing

@Suite struct WritingTests {
    static let dollars = Currency(code: "USD", decimals: 2)
    static let yuan = Currency(code: "CNY", decimals: 2)
    static let rupiah = Currency(code: "IDR", decimals: 2)
    static let dong = Currency(code: "VND", decimals: 0)
    static let pesos = Currency(code: "PHP", decimals: 2)
    static let rupees = Currency(code: "INR", decimals: 2)
    static let reais = Currency(code: "BRL", decimals: 2)
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
        #expect(written { $0.append(money, in: WritingStyle(.en)) } == english)
        #expect(written { $0.append(money, in: WritingStyle(.es)) } == spanish)
        #expect(written { $0.append(money, in: WritingStyle(.zhHans)) } == chinese)
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
            ("en", .en), ("en-US", .en), ("EN", .en), ("es", .es), ("es-MX", .es), ("zh-Hant", .zhHant),
            ("zh-TW", .zhHant), ("zh-HK", .zhHant), ("id", .id), ("hi-IN", .hi), ("vi", .vi), ("pt-BR", .pt),
            ("fil-PH", .fil), ("tl", .fil), ("", nil), ("english", nil), ("th", nil), ("fr-CA", nil),
        ] as [(String, WrittenLanguage?)])
    func `a language tag is understood or refused`(tag: String, language: WrittenLanguage?) {
        #expect(WrittenLanguage(tag: tag) == language)
    }

    @Test(
        arguments: [
            (Money(minorUnits: 150_000_000, currency: rupiah), .id, "Rp1.500.000"),
            (Money(minorUnits: 150_000_050, currency: rupiah), .id, "Rp1.500.000,50"),
            (Money(minorUnits: 1_500_000, currency: dong), .vi, "1.500.000 ₫"),
            (Money(minorUnits: 150_000, currency: pesos), .fil, "₱1,500.00"),
            (Money(minorUnits: 15_000_000, currency: rupees), .hi, "₹1,50,000.00"),
            (Money(minorUnits: 99_999, currency: rupees), .hi, "₹999.99"),
            (Money(minorUnits: 123_456_789_012, currency: rupees), .en, "₹1,23,45,67,890.12"),
            (Money(minorUnits: 150_000, currency: reais), .pt, "R$ 1.500,00"),
            (Money(minorUnits: 150_000, currency: dollars), .pt, "USD 1.500,00"),
            (Money(minorUnits: 150_000, currency: yuan), .zhHant, "1,500.00元人民幣"),
            (Money(minorUnits: 150_000, currency: Currency(code: "TWD", decimals: 2)), .zhHant, "NT$1,500"),
            (Money(minorUnits: 150_000, currency: Currency(code: "HKD", decimals: 2)), .zhHant, "HK$1,500.00"),
            (Money(minorUnits: 150_000, currency: Currency(code: "EUR", decimals: 2)), .es, "1.500,00 €"),
            (Money(minorUnits: 150_000, currency: Currency(code: "MXN", decimals: 2)), .es, "$1,500.00 MXN"),
            (Money(minorUnits: 1_500_000, currency: Currency(code: "KWD", decimals: 3)), .en, "KWD 1,500.000"),
            (Money(minorUnits: -150_000, currency: reais), .pt, "-R$ 1.500,00"),
        ] as [(Money, WrittenLanguage, String)])
    func `each language and country writes money its own way`(money: Money, language: WrittenLanguage, text: String) {
        #expect(written { $0.append(money, in: WritingStyle(language)) } == text)
    }

    @Test func `a sign outside the GSM alphabet gives way to the code where it alone would cost a segment`() {
        for (money, language, text) in [
            (Money(minorUnits: 150_000, currency: Self.pesos), WrittenLanguage.fil, "PHP 1,500.00"),
            (Money(minorUnits: 150_000, currency: Self.rupees), .en, "INR 1,500.00"),
            (Money(minorUnits: 1500, currency: Self.dong), .vi, "1.500 VND"),
        ] {
            let short = written { $0.append(money, in: WritingStyle(language, keepsToGSM: true)) }
            #expect(short == text)
            #expect(GSM7.encode(short) != nil)
        }
    }

    @Test(
        arguments: [
            (.zhHant, "2026年11月3日"), (.id, "3 November 2026"), (.hi, "3 नवंबर 2026"), (.vi, "03/11/2026"),
            (.pt, "03/11/2026"), (.fil, "Nob 3, 2026"),
        ] as [(WrittenLanguage, String)])
    func `each language writes dates its own way`(language: WrittenLanguage, text: String) throws {
        let date = try #require(CivilDate(year: 2026, month: 11, day: 3))
        #expect(written { $0.append(date, in: language) } == text)
    }

    /// Whatever the amount, language and currency, the digits read back give the minor units.
    @Test func `digits of written money are those of the amount`() {
        var numbers = SeededNumbers(seed: 20_261_122)
        let currencies = [
            Self.dollars, Self.yuan, Self.rupiah, Self.yen, Self.dong, Self.pesos, Self.rupees, Self.reais,
        ]
        for _ in 0..<4000 {
            let currency = currencies[Int(numbers.next() % UInt64(currencies.count))]
            let language = WrittenLanguage.allCases[Int(numbers.next() % UInt64(WrittenLanguage.allCases.count))]
            let shift = numbers.next() % 63
            let minor = Int64(bitPattern: numbers.next() >> (shift + 1))
            let money = Money(minorUnits: minor, currency: currency)
            let keepsToGSM = numbers.next() % 2 == 0
            let text = written { $0.append(money, in: WritingStyle(language, keepsToGSM: keepsToGSM)) }
            var digits = text.filter { $0.isASCII && $0.isNumber }
            let form = String(repeating: "0", count: currency.decimals)
            let isWhole = currency.decimals > 0 && String(minor).hasSuffix(form) && minor != 0
            if isWhole, language == .id, currency.code == "IDR" { digits += form }
            if minor == 0, language == .id, currency.code == "IDR" { digits += form }
            #expect(Int64(digits) == minor, "\(text) in \(language)")
            let marks = text.filter { $0 == "." || $0 == "," }.count
            #expect(marks < text.count, "\(text)")
        }
    }

    private func written(_ body: (inout TextBytes) -> Void) -> String {
        var text = TextBytes(capacity: 16)
        body(&text)
        return text.text
    }
}
