/// The instalment that repays a balance in equal payments, from the growth factor 1 + f of each period.
///
/// It is balance ÷ (v₁ + v₂ + … + vₙ), where vₖ is the worth today of 1 due with instalment k: the product of
/// 1 ÷ (1 + f) of the first k periods. Every f is an exact fraction; each v is kept as a whole number of 2⁻¹¹⁶.
///
/// Bound: each of at most 1,200 divisions leaves out less than 2⁻¹¹⁶, so their sum is short by less than 2⁻⁹⁶. With a
/// balance of at most 10¹⁵ minor units, 10,000 % a year and a period of ten years, the instalment is within 2⁻²⁵ of a
/// minor unit of the exact one; for any loan that is made, within 2⁻³⁰, which is where its fraction ends. A fraction
/// nearer than 2⁻²⁴ to a whole or half of a unit is taken to be that whole or half, so that roundings up and ties come
/// out as they would with exact numbers.
struct LevelInstalment {
    private static let scale = 116
    static let fractionBits = 32
    private static let snap: UInt128 = 1 << 8

    private var worth: UInt128 = 1 << UInt128(LevelInstalment.scale)
    private var sum: UInt128 = 0

    /// One more period, at whose end a level instalment is due.
    mutating func add(_ growth: PeriodGrowth) {
        if growth.numerator > 0 {
            worth = LevelInstalment.multiply(
                worth, by: UInt64(growth.denominator), over: UInt64(growth.denominator + growth.numerator))
        }
        sum += worth
    }

    /// The level instalment for `balance` of which `balloon` is left over at the end, to a multiple of `unit`. At least
    /// one period was added.
    func amount(balance: Int64, balloon: Int64, unit: Int64, rounding: Rounding) -> Int64 {
        var fixed = LevelInstalment.divide(UInt128(balance), shifted: LevelInstalment.scale, by: sum)
        if balloon > 0 {
            // The worth today of the balloon, spread like the balance.
            let share = LevelInstalment.divide(worth, shifted: 44, by: sum)
            let spread = (UInt128(balloon) * share) >> 44
            fixed = fixed > spread ? fixed - spread : 0
        }
        return LevelInstalment.round(fixed, unit: unit, rounding)
    }

    /// A whole number of 2⁻³² minor units to a multiple of `unit`.
    private static func round(_ fixed: UInt128, unit: Int64, _ rounding: Rounding) -> Int64 {
        let half = UInt128(unit) << UInt128(fractionBits - 1)
        let nearest = (fixed + half / 2) / half * half
        let distance = fixed > nearest ? fixed - nearest : nearest - fixed
        let value = distance < snap ? nearest : fixed
        let units = rounding.quotient(Int128(value), by: Int128(unit) << Int128(fractionBits))
        return Int64(clamping: units) * unit
    }

    /// `value` × `factor` ÷ `divisor`, the rest left out. The quotient is not larger than `value`.
    private static func multiply(_ value: UInt128, by factor: UInt64, over divisor: UInt64) -> UInt128 {
        let low = UInt64(truncatingIfNeeded: value).multipliedFullWidth(by: factor)
        let high = UInt64(truncatingIfNeeded: value >> 64).multipliedFullWidth(by: factor)
        let (middle, carry) = low.high.addingReportingOverflow(high.low)
        let top = high.high + (carry ? 1 : 0)
        let first = divisor.dividingFullWidth((top % divisor, middle))
        let second = divisor.dividingFullWidth((first.remainder, low.low))
        return UInt128(first.quotient) << 64 | UInt128(second.quotient)
    }

    /// `value` × 2^(`shift` + 32) ÷ `divisor`, the rest left out; `divisor` is less than 2¹²⁷.
    private static func divide(_ value: UInt128, shifted shift: Int, by divisor: UInt128) -> UInt128 {
        // What can be shifted without losing a bit goes through one division, the others follow bit by bit.
        let room = min(value.leadingZeroBitCount, shift + fractionBits)
        var (quotient, rest) = (value << UInt128(room)).quotientAndRemainder(dividingBy: divisor)
        for _ in 0..<(shift + fractionBits - room) {
            quotient <<= 1
            rest <<= 1
            if rest >= divisor {
                rest -= divisor
                quotient |= 1
            }
        }
        return quotient
    }
}

/// What a unit of money earns in one period: an exact fraction.
struct PeriodGrowth: Sendable, Hashable {
    var numerator: Int64
    var denominator: Int64

    static let none = PeriodGrowth(numerator: 0, denominator: 1)
}
