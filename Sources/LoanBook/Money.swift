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
