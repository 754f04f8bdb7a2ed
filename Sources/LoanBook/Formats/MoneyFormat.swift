/// How a file writes amounts: `4240.25`, `4,240.25`, `4.240,25`. Amounts are `Int64` minor units of the currency.
package struct MoneyFormat: Sendable, Hashable {
    package var currency: Currency
    /// Stands between groups of three digits, where the writer put any.
    package var thousands: UInt8?
    package var decimal: UInt8

    /// More digits than any loan has; keeps the arithmetic inside `Int64`.
    static let greatestDigits = 17

    package init(currency: Currency, thousands: UInt8?, decimal: UInt8) {
        self.currency = currency
        self.thousands = thousands
        self.decimal = decimal
    }

    /// Nil unless the bytes are an amount in this format, without a sign; digits finer than the minor unit must be 0.
    package func minorUnits(_ bytes: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        var digits = 0
        var group = 0
        var grouped = false
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == decimal { break }
            if byte == thousands {
                // The first group has one to three digits, each later one exactly three.
                guard grouped ? group == 3 : (1...3).contains(group) else { return nil }
                grouped = true
                group = 0
            } else {
                let digit = byte &- 0x30
                guard digit <= 9, digits < MoneyFormat.greatestDigits else { return nil }
                value = value * 10 + Int64(digit)
                digits += 1
                group += 1
            }
            index += 1
        }
        guard digits > 0, !grouped || group == 3 else { return nil }
        var decimals = 0
        if index < bytes.endIndex {
            index += 1
            guard index < bytes.endIndex else { return nil }
            while index < bytes.endIndex {
                let digit = bytes[index] &- 0x30
                guard digit <= 9 else { return nil }
                if decimals < currency.decimals {
                    guard digits < MoneyFormat.greatestDigits else { return nil }
                    value = value * 10 + Int64(digit)
                    decimals += 1
                    digits += 1
                } else if digit != 0 {
                    return nil
                }
                index += 1
            }
        }
        while decimals < currency.decimals {
            guard digits < MoneyFormat.greatestDigits else { return nil }
            value *= 10
            decimals += 1
            digits += 1
        }
        return value
    }
}
