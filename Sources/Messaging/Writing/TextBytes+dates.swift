package import CivilTime

private let englishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
private let filipinoMonths = ["Ene", "Peb", "Mar", "Abr", "May", "Hun", "Hul", "Ago", "Set", "Okt", "Nob", "Dis"]
private let spanishMonths = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
]
private let indonesianMonths = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
]
private let hindiMonths = [
    "जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर",
]

extension TextBytes {
    /// A day as its reader writes it: `2026年11月21日`, `Nov 21, 2026`, `21 de noviembre de 2026`, `21 November 2026`,
    /// `21 नवंबर 2026`, `21/11/2026`, `Nob 21, 2026`.
    package mutating func append(_ date: CivilDate, in language: WrittenLanguage) {
        let (year, month, day) = date.fields
        switch language {
        case .zhHans, .zhHant:
            append(year)
            append("年")
            append(month)
            append("月")
            append(day)
            append("日")
        case .en: append(month: englishMonths[month - 1], day, year)
        case .fil: append(month: filipinoMonths[month - 1], day, year)
        case .es: append(day, " de ", spanishMonths[month - 1], " de ", year)
        case .id: append(day, " ", indonesianMonths[month - 1], " ", year)
        case .hi: append(day, " ", hindiMonths[month - 1], " ", year)
        case .vi, .pt:
            append(digits: UInt64(day.magnitude), atLeast: 2)
            append("/")
            append(digits: UInt64(month.magnitude), atLeast: 2)
            append("/")
            append(year)
        }
    }

    private mutating func append(month: String, _ day: Int, _ year: Int) {
        append(month)
        append(" ")
        append(day)
        append(", ")
        append(year)
    }

    private mutating func append(_ day: Int, _ first: String, _ month: String, _ second: String, _ year: Int) {
        append(day)
        append(first)
        append(month)
        append(second)
        append(year)
    }
}
