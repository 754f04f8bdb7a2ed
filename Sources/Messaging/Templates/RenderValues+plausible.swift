internal import CivilTime
internal import LoanBook

/// The shortest and the longest values that a lender is likely to meet, for checking a text's length before there is a
/// book. The longest name of each language has letters outside GSM 03.38, as many names have.
extension RenderValues {
    static func shortest(_ language: WrittenLanguage) -> RenderValues {
        let currency = sampleCurrency(language)
        return RenderValues(
            name: language == .zhHans ? "王芳" : "Al Ng", lender: language == .zhHans ? "晨禾金融" : "Meadow",
            signature: language == .zhHans ? "晨禾金融" : "Meadow", hotline: "95599",
            waysToPay: language == .zhHans ? "可在晨禾App还款" : "pay at meadow.example", loanReference: "0001",
            amount: Money(minorUnits: 9950, currency: currency),
            outstanding: Money(minorUnits: 9950, currency: currency),
            dueOn: day(2026, 5, 2), daysPastDue: 1, paidAmount: Money(minorUnits: 9950, currency: currency),
            paidOn: day(2026, 5, 2))
    }

    static func longest(_ language: WrittenLanguage) -> RenderValues {
        let currency = sampleCurrency(language)
        let most = Money(minorUnits: 123_456_789, currency: currency)
        let chinese = language == .zhHans
        return RenderValues(
            name: chinese ? "呼伦贝尔市晨曦农牧业发展有限责任公司" : "Compañía Agrícola Núñez, LLC",
            lender: chinese ? "晨禾消费金融股份有限公司" : "Meadow Consumer Lending, Inc.",
            signature: chinese ? "晨禾消费金融" : "Meadow Lending", hotline: chinese ? "400-800-1234转2" : "+1 800 555 0100",
            waysToPay: chinese ? "可在晨禾App或微信公众号还款" : "pay at meadow.example/pay or in the app",
            loanReference: "LN-2026-0001",
            disclosure: Disclosure.text(role: .thirdPartyCollector, language: language, isFirst: true)
                + Disclosure.optOutLine(role: .thirdPartyCollector, language: language), amount: most,
            outstanding: most, dueOn: day(2026, 9, 30), daysPastDue: 30, paidAmount: most, paidOn: day(2026, 9, 30))
    }

    private static func sampleCurrency(_ language: WrittenLanguage) -> Currency {
        Currency(code: language == .zhHans ? "CNY" : "USD", decimals: 2)
    }

    /// Nil only for a day that is not in the calendar.
    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate? {
        CivilDate(year: year, month: month, day: day)
    }
}
