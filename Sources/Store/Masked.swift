package import LoanBook

/// Personal data as listings show it unless `--reveal` is given (promise P7): enough to recognise, not to use.
package enum Masked {
    /// `+8613800138000` → `+86138****8000`: the last four digits stay, the four before them are hidden.
    package static func phone(_ number: String) -> String {
        let shownTail = 4
        let hidden = 4
        let shownHeadAtMost = 6
        guard number.count > shownTail + hidden else { return "****" + number.suffix(2) }
        return number.prefix(min(shownHeadAtMost, number.count - shownTail - hidden)) + "****"
            + number.suffix(shownTail)
    }

    /// `张伟` → `张*`, `Maria Lopez` → `M*** L***`, `北京晨禾科技有限公司` → `北京****`.
    package static func name(_ name: String) -> String {
        name.split(whereSeparator: \.isWhitespace).map { word in
            guard let first = word.unicodeScalars.first, first.value >= 0x2E80 else { return word.prefix(1) + "***" }
            return word.count <= 4
                ? word.prefix(1) + String(repeating: "*", count: max(1, word.count - 1)) : word.prefix(2) + "****"
        }.joined(separator: " ")
    }

    /// `maria.lopez@example.com` → `m***@example.com`.
    package static func email(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@") else { return "***" }
        return address.prefix(1) + "***" + address[at...]
    }

    package static func address(_ contactPoint: ContactPoint) -> String {
        switch contactPoint.channel {
        case .sms, .voice: phone(contactPoint.address)
        case .email: email(contactPoint.address)
        }
    }
}
