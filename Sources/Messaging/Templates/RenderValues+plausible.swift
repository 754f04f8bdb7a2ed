internal import CivilTime
internal import LoanBook

/// The shortest and the longest values that a lender is likely to meet, for checking a text's length before there is a
/// book. The longest name of each language has letters outside GSM 03.38, as many names have.
extension RenderValues {
    package static func shortest(_ language: WrittenLanguage) -> RenderValues {
        let words = PlausibleWords.of(language)
        return filled(
            RenderValues(
                name: words.shortName, lender: words.shortSignature, signature: words.shortSignature, hotline: "95599",
                waysToPay: words.shortWays, loanReference: "0001"),
            minor: words.shortMinor, words.currency, from: day(2026, 5, 2), count: 3, oddLast: false, words,
            isLong: false)
    }

    package static func longest(_ language: WrittenLanguage) -> RenderValues {
        let words = PlausibleWords.of(language)
        return filled(
            RenderValues(
                name: words.longName, lender: words.longLender, signature: words.longSignature,
                hotline: words.longHotline, waysToPay: words.longWays, loanReference: "LN-2026-0001",
                disclosure: Disclosure.text(role: .thirdPartyCollector, language: language, isFirst: true)
                    + Disclosure.optOutLine(role: .thirdPartyCollector, language: language)),
            minor: words.longMinor, words.currency, from: day(2026, 9, 30), count: 36, oddLast: true, words,
            isLong: true)
    }

    private static func filled(
        _ bare: RenderValues, minor: Int64, _ currency: Currency, from date: CivilDate, count: Int32, oddLast: Bool,
        _ words: PlausibleWords, isLong: Bool
    ) -> RenderValues {
        var values = bare
        let money = Money(minorUnits: minor, currency: currency)
        values.isCompany = isLong
        values.address = isLong ? words.longAddress : words.shortAddress
        values.creditor = values.lender
        values.product = isLong ? words.longProduct : words.shortProduct
        values.principal = money
        values.annualRateMillionths = isLong ? 153_975 : 60_000
        values.method = isLong ? .interestFirst : .equalInstalments
        values.schedule = WrittenSchedule(
            currency: currency,
            instalments: (1...count).map { number in
                let isOdd = oddLast && number == count
                return Instalment(
                    number: number, dueOn: date + Int(number - 1) * 30, amountMinor: isOdd ? minor - 3 : minor)
            })
        values.amount = money
        values.loanCount = isLong ? 12 : 2
        values.outstanding = money
        if isLong { values.parts = DebtParts(principal: money, interest: money, fees: money) }
        values.daysPastDue = isLong ? 120 : 1
        values.paidAmount = money
        values.failedAmount = money
        values.promisedAmount = money
        values.arrangementAmount = money
        values.itemizedAmount = money
        values.validationPage = isLong ? words.longPage : words.shortPage
        values.applicationReference = bare.loanReference
        values.documents = isLong ? words.longDocuments : words.shortDocuments
        for field in [
            \RenderValues.disbursedOn, \.changedOn, \.dueOn, \.paidOn, \.failedOn, \.promisedOn, \.arrangementDueOn,
            \.itemizedOn, \.validationDeadline,
        ] {
            values[keyPath: field] = date
        }
        values.festival = isLong ? .midAutumn : .holi
        return values
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
        CivilDate(year: year, month: month, day: day) ?? CivilDate(daysSinceEpoch: 0)
    }
}
