/// How a figure that falls between two units becomes one of them. Names are those of decimal arithmetic.
package enum Rounding: String, Sendable, Hashable, CaseIterable {
    /// To the nearest; a tie to the even one (banker's rounding).
    case halfEven = "half_even"
    /// To the nearest; a tie upwards: what is meant by 四舍五入.
    case halfUp = "half_up"
    /// To the nearest; a tie downwards.
    case halfDown = "half_down"
    /// Always upwards.
    case up
    /// What does not fill a unit is left out.
    case down

    /// `numerator / denominator` to a whole number. Neither is negative, and the denominator is not zero.
    func quotient(_ numerator: Int128, by denominator: Int128) -> Int128 {
        let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
        guard rest != 0 else { return whole }
        return roundsUp(rest, of: denominator, isOdd: whole & 1 == 1) ? whole + 1 : whole
    }

    /// `amount` to a multiple of `unit`, which is at least 1.
    func multiple(of unit: Int64, _ amount: Int64) -> Int64 {
        unit == 1 ? amount : Int64(quotient(Int128(amount), by: Int128(unit))) * unit
    }

    private func roundsUp(_ rest: Int128, of denominator: Int128, isOdd: Bool) -> Bool {
        switch self {
        case .up: return true
        case .down: return false
        case .halfEven, .halfUp, .halfDown:
            let other = denominator - rest
            if rest != other { return rest > other }
            return self == .halfUp || (self == .halfEven && isOdd)
        }
    }
}
