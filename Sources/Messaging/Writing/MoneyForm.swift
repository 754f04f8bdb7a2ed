/// Where a language puts a currency's sign, and how it marks thousands and decimals. Signs and marks follow the
/// countries in which the pair is used; spaces are plain ones, because a no-break space is not in the GSM alphabet.
struct MoneyForm: Sendable {
    enum Grouping: Sendable {
        case thousands
        /// Lakh and crore: the last three digits, then pairs.
        case lakhs
    }

    static let dot: UInt8 = 0x2E
    static let comma: UInt8 = 0x2C

    var before = ""
    var after = ""
    var separator = MoneyForm.comma
    var point = MoneyForm.dot
    var grouping = Grouping.thousands
    /// Sums that are whole are written without decimals at home: nobody pays in sen.
    var dropsZeroPart = false

    init(of code: String, in style: WritingStyle) {
        if MoneyForm.usesComma(style.language) { swapMarks() }
        if code == "INR" { grouping = .lakhs }
        dropsZeroPart = code == "IDR" && style.language == .id || code == "TWD" && style.language == .zhHant
        switch style.language {
        case .zhHans: after = MoneyForm.simplified(code)
        case .zhHant: writeTraditional(code)
        case .es: writeSpanish(code)
        case .vi:
            after = code == "VND" && !style.keepsToGSM ? " ₫" : " " + code
        case .en, .id, .hi, .pt, .fil:
            before = MoneyForm.prefix(code, style)
        }
    }

    static func usesComma(_ language: WrittenLanguage) -> Bool {
        switch language {
        case .id, .vi, .pt: true
        case .zhHans, .zhHant, .en, .es, .hi, .fil: false
        }
    }

    private mutating func swapMarks() {
        separator = MoneyForm.dot
        point = MoneyForm.comma
    }

    private static func simplified(_ code: String) -> String {
        switch code {
        case "CNY": "元"
        case "USD": "美元"
        case "HKD": "港元"
        default: " " + code
        }
    }

    private mutating func writeTraditional(_ code: String) {
        switch code {
        case "TWD": before = "NT$"
        case "HKD": before = "HK$"
        case "USD": before = "US$"
        case "CNY": after = "元人民幣"
        default: after = " " + code
        }
    }

    /// Spanish follows the usage of the United States and Mexico (point for decimals), and for currencies of countries
    /// that use a comma theirs.
    private mutating func writeSpanish(_ code: String) {
        switch code {
        case "USD": before = "$"
        case "MXN":
            before = "$"
            after = " MXN"
        case "EUR":
            swapMarks()
            after = " €"
        case "ARS", "BOB", "CLP", "COP", "CRC", "PYG", "UYU", "VES":
            swapMarks()
            after = " " + code
        default: after = " " + code
        }
    }

    private static func prefix(_ code: String, _ style: WritingStyle) -> String {
        switch (code, style.language) {
        case ("USD", .en), ("USD", .fil): "$"
        case ("GBP", .en): "£"
        case ("EUR", .en): "€"
        case ("IDR", .id): "Rp"
        case ("BRL", .pt): "R$ "
        case ("INR", .hi), ("INR", .en): style.keepsToGSM ? "INR " : "₹"
        case ("PHP", .fil), ("PHP", .en): style.keepsToGSM ? "PHP " : "₱"
        default: code + " "
        }
    }
}
