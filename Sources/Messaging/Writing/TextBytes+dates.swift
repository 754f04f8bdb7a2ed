package import CivilTime

private let englishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
private let spanishMonths = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
]

extension TextBytes {
    /// A day as its reader writes it: `2026年11月21日`, `Nov 21, 2026`, `21 de noviembre de 2026`.
    package mutating func append(_ date: CivilDate, in language: WrittenLanguage) {
        let (year, month, day) = date.fields
        switch language {
        case .zhHans:
            append(year)
            append("年")
            append(month)
            append("月")
            append(day)
            append("日")
        case .en:
            append(englishMonths[month - 1])
            append(" ")
            append(day)
            append(", ")
            append(year)
        case .es:
            append(day)
            append(" de ")
            append(spanishMonths[month - 1])
            append(" de ")
            append(year)
        }
    }
}
