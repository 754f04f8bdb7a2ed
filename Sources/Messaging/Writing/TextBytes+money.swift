package import LoanBook

extension TextBytes {
    /// An amount as its reader writes it: `4,240.25元`, `$4,240.25`, `Rp1.500.000`, `1.500.000 ₫`, `₱1,500.00`,
    /// `₹1,50,000.00`, `R$ 1.500,00`. A currency that the language has no word or sign for keeps its code:
    /// `CNY 4,240.25` in English, `4,240.25 CNY` in Spanish.
    package mutating func append(_ money: Money, in style: WritingStyle) {
        let form = MoneyForm(of: money.currency.code, in: style)
        if money.minorUnits < 0 { append("-") }
        append(form.before)
        append(figure: money, form)
        append(form.after)
    }

    private mutating func append(figure money: Money, _ form: MoneyForm) {
        var unit: UInt64 = 1
        for _ in 0..<max(0, min(money.currency.decimals, 18)) { unit *= 10 }
        let minor = money.minorUnits.magnitude
        append(grouped: minor / unit, form.grouping, by: form.separator)
        let part = minor % unit
        if unit > 1, part != 0 || !form.dropsZeroPart {
            append(byte: form.point)
            append(digits: part, atLeast: money.currency.decimals)
        }
    }

    /// A yearly rate in millionths as per cent, without zeros at its end: `15.4%`, `15,4%`.
    mutating func append(rate millionths: Int64, in language: WrittenLanguage) {
        if millionths < 0 { append("-") }
        let rate = millionths.magnitude
        append(digits: rate / 10_000)
        var part = rate % 10_000
        if part != 0 {
            var width = 4
            while part % 10 == 0 {
                part /= 10
                width -= 1
            }
            append(byte: MoneyForm.usesComma(language) ? MoneyForm.comma : MoneyForm.dot)
            append(digits: part, atLeast: width)
        }
        append("%")
    }
}
