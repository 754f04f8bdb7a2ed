internal import LoanBook

extension RepaymentMethod {
    /// As borrowers call it.
    func words(in language: WrittenLanguage) -> String {
        let words =
            switch self {
            case .equalInstalments: Self.equalInstalmentWords
            case .equalPrincipal: Self.equalPrincipalWords
            case .flat: Self.flatWords
            case .interestFirst: Self.interestFirstWords
            case .bullet: Self.bulletWords
            }
        return words[language.position]
    }

    // In the order of `WrittenLanguage.position`.
    private static let equalInstalmentWords = [
        "等额本息", "本息平均攤還", "equal payments", "cuotas iguales", "angsuran tetap", "समान किस्तें", "trả góp đều",
        "parcelas iguais", "pantay na hulog",
    ]
    private static let equalPrincipalWords = [
        "等额本金", "本金平均攤還", "equal principal", "capital en partes iguales", "pokok tetap", "समान मूलधन",
        "gốc đều, lãi giảm dần", "principal em partes iguais", "pantay na prinsipal",
    ]
    private static let flatWords = [
        "等本等息", "等本等息", "flat interest", "intereses sobre todo el capital", "bunga flat", "फ्लैट ब्याज", "lãi phẳng",
        "juros sobre todo o principal", "flat na interes",
    ]
    private static let interestFirstWords = [
        "先息后本", "先息後本", "interest first, principal at the end", "intereses primero, capital al final",
        "bunga dahulu, pokok di akhir", "पहले ब्याज, अंत में मूलधन", "trả lãi trước, gốc cuối kỳ",
        "juros antes, principal no fim", "interes muna, prinsipal sa dulo",
    ]
    private static let bulletWords = [
        "到期一次还本付息", "到期一次還本付息", "one payment at the end", "un solo pago al final", "sekali bayar di akhir",
        "अंत में एकमुश्त", "trả một lần cuối kỳ", "um pagamento no fim", "isang bayad sa dulo",
    ]
}
