package import LoanBook

extension TextBytes {
    /// An amount as its reader writes it: `4,240.25元`, `$4,240.25`; a currency that the language has no word or sign
    /// for keeps its code: `CNY 4,240.25` in English, `4,240.25 CNY` in Spanish and Chinese. Spanish follows the
    /// usage of the United States and Mexico (point for decimals).
    package mutating func append(_ money: Money, in language: WrittenLanguage) {
        let code = money.currency.code
        if money.minorUnits < 0 { append("-") }
        switch language {
        case .zhHans:
            append(figure: money)
            switch code {
            case "CNY": append("元")
            case "USD": append("美元")
            default: append(" " + code)
            }
        case .en:
            append(code == "USD" ? "$" : code + " ")
            append(figure: money)
        case .es:
            if code == "USD" { append("$") }
            append(figure: money)
            if code != "USD" { append(" " + code) }
        }
    }

    private mutating func append(figure money: Money) {
        var unit: UInt64 = 1
        for _ in 0..<max(0, min(money.currency.decimals, 18)) { unit *= 10 }
        let minor = money.minorUnits.magnitude
        append(grouped: minor / unit)
        if unit > 1 {
            append(".")
            append(digits: minor % unit, atLeast: money.currency.decimals)
        }
    }
}
