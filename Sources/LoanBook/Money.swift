/// A currency of ISO 4217 with the digits after its decimal point.
package struct Currency: Sendable, Hashable, Codable {
    package let code: String
    package let decimals: Int

    package init(code: String, decimals: Int) {
        self.code = code
        self.decimals = decimals
    }
}

/// An amount in the minor units of its currency: 4240.25 USD is 424025.
package struct Money: Sendable, Hashable, Codable {
    package var minorUnits: Int64
    package var currency: Currency

    @inlinable package init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }
}

extension Currency {
    /// `4240.25`, without the currency's code or marks between thousands; a minus sign in front where it is negative.
    package func plain(_ minorUnits: Int64) -> String {
        var digits = String(minorUnits.magnitude)
        if digits.count <= decimals {
            digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
        }
        let point = digits.index(digits.endIndex, offsetBy: -decimals)
        return (minorUnits < 0 ? "-" : "") + digits[..<point] + (decimals > 0 ? "." + digits[point...] : "")
    }

    /// The minor units of such a text; nil when it is no amount without a sign.
    package func minorUnits(plain text: String) -> Int64? {
        MoneyFormat(currency: self, thousands: nil, decimal: UInt8(ascii: ".")).minorUnits(Array(text.utf8)[...])
    }
}
