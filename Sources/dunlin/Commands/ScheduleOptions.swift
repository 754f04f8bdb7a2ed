import ArgumentParser
import CivilTime
import LoanBook

extension RepaymentMethod: ExpressibleByArgument {}
extension InterestPeriod: ExpressibleByArgument {}
extension DayCount: ExpressibleByArgument {}
extension Rounding: ExpressibleByArgument {}

/// `month`, `2-weeks`, `3-months`: the time from one instalment to the next.
extension PeriodLength: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(word: argument)
    }

    public static var allValueStrings: [String] { ["week", "2-weeks", "month", "3-months", "year"] }

    public var defaultValueDescription: String { word }
}

/// How a product counts: what no row of a loan says. Amounts are in the loan's currency, such as 1.00.
struct ScheduleConventions: ParsableArguments {
    @Option(help: "How loans are repaid.") var method: RepaymentMethod = .equalInstalments
    @Option(help: "From one instalment to the next, in weeks, months or years.") var every: PeriodLength = .monthly
    @Option(help: "How interest is counted within a period.") var interest: InterestPeriod = .wholePeriods
    @Option(help: "How days become parts of a year.") var dayCount: DayCount = .actual365
    @Option(help: "How figures are rounded to the minor unit.") var rounding: Rounding = .halfEven
    @Option(help: "Level instalments are multiples of this amount, such as 1.00.") var unit: String?
    @Option(help: "How level instalments are rounded to the unit (default: as everything else).")
    var unitRounding: Rounding?
    @Option(help: "Instalments at the beginning that repay no principal.") var principalGrace = 0
    @Option(help: "Instalments at the beginning whose interest is asked for later.") var interestGrace = 0
    @Option(help: "Periods at the beginning that bear no interest.") var interestFree = 0
    @Option(help: "Principal that is left for the last instalment, such as 5000.00.") var balloon: String?
    @Flag(help: "A first date on the last day of its month means the last day of every month.") var monthEnd = false

    /// `stated`: what the book says of the loan, which stands before what is given here.
    func terms(
        currency: Currency, principalMinor: Int64, disbursedOn: CivilDate, first: CivilDate?, rate: InterestRate,
        count: Int, stated: StatedTerms? = nil
    ) throws -> LoanTerms {
        var terms = LoanTerms(
            currency: currency, principalMinor: principalMinor, disbursedOn: disbursedOn, rate: rate,
            method: stated?.method ?? method, length: .instalments(count),
            due: DueDates(every: stated?.every ?? every, first: first, staysAtMonthEnd: monthEnd),
            interest: stated?.interest ?? interest, dayCount: stated?.dayCount ?? dayCount)
        terms.rounding = rounding
        terms.unitRounding = unitRounding
        terms.principalGrace = stated?.principalGrace ?? principalGrace
        terms.interestGrace = stated?.interestGrace ?? interestGrace
        terms.interestFree = stated?.interestFree ?? interestFree
        if let unit { terms.unitMinor = try AmountOption.minor(unit, "--unit", currency) }
        if let stated = stated?.balloonMinor {
            terms.balloonMinor = stated
        } else if let balloon {
            terms.balloonMinor = try AmountOption.minor(balloon, "--balloon", currency)
        }
        return terms
    }
}

/// An amount on the command line.
enum AmountOption {
    static func minor(_ text: String, _ option: String, _ currency: Currency) throws -> Int64 {
        guard let minor = currency.minorUnits(plain: text) else {
            throw ValidationError(
                "\(option) \(text) is no amount of \(currency.code): write it as \(currency.plain(123_456))")
        }
        return minor
    }
}
