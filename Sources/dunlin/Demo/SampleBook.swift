import CivilTime

/// A sample lender's book, from a seed: what it exports at the start, and the payments that will arrive.
///
/// The behaviours are those of any book: most pay on the day or before it, some in the last minutes before a reminder
/// would have gone out, some late, a few not at all.
struct SampleBook: Sendable {
    /// Money that comes in while the demo runs.
    struct Arrival: Sendable {
        var at: Instant
        var country: Int
        /// A line of `payments.csv`.
        var row: String
    }

    /// One country's export: the file's name and its text.
    struct Export: Sendable {
        var country: SampleCountry
        var files: [(name: String, text: String)]
    }

    static let paymentsHeading = "payment_id,loan_id,paid_on,amount\n"

    private(set) var exports: [Export] = []
    private(set) var arrivals: [Arrival] = []

    /// `start`: the first day of the three weeks.
    init(borrowers: Int, seed: UInt64, start: CivilDate, zones: Zones) {
        var numbers = SeededNumbers(seed: seed)
        let countries = [SampleCountry.unitedStates, .china]
        var nextPayment = 1
        for (index, country) in countries.enumerated() {
            var writer = ExportWriter(country: country, countryIndex: index, start: start, zones: zones)
            let count = borrowers / 2 + (index == 0 ? borrowers % 2 : 0)
            for number in 0..<count {
                writer.add(number: number, numbers: &numbers, nextPayment: &nextPayment)
            }
            exports.append(Export(country: country, files: writer.files))
            arrivals += writer.arrivals
        }
        arrivals.sort { $0.at < $1.at }
    }
}

/// Writes the rows of one country.
private struct ExportWriter {
    enum Habit { case early, onTheDay, lastMinute, late(days: Int), never }

    let country: SampleCountry
    let countryIndex: Int
    let start: CivilDate
    let zones: Zones
    var borrowers = "borrower_id,name,mobile,email,language,region,time_zone,birth_date,sms_consent\n"
    var loans = "loan_id,borrower_id,product,principal,annual_rate,disbursed_on,rating,status\n"
    var instalments = "loan_id,number,due_on,amount_due\n"
    var payments = SampleBook.paymentsHeading
    var arrivals: [SampleBook.Arrival] = []

    init(country: SampleCountry, countryIndex: Int, start: CivilDate, zones: Zones) {
        self.country = country
        self.countryIndex = countryIndex
        self.start = start
        self.zones = zones
    }

    var files: [(name: String, text: String)] {
        [
            ("borrowers.csv", borrowers), ("loans.csv", loans), ("instalments.csv", instalments),
            ("payments.csv", payments),
        ]
    }

    mutating func add(number: Int, numbers: inout SeededNumbers, nextPayment: inout Int) {
        let prefix = country.isChinese ? "C" : "A"
        let borrower = "\(prefix)\(10_000 + number)"
        let loan = "\(prefix)L\(10_000 + number)"
        let place = country.places[number % country.places.count]
        let name = country.name(&numbers, isCompany: number % 40 == 7)
        let language = numbers.pick(country.languages)
        let consent = numbers.below(40) == 0 ? "N" : "Y"
        borrowers +=
            "\(borrower),\"\(name)\",\(country.phone(place, index: number)),,\(language),\(place.region),"
            + "\(place.zone),\(1960 + numbers.below(44))-0\(1 + numbers.below(9))-1\(numbers.below(9)),\(consent)\n"
        let amountMinor = (country.isChinese ? 60_000 : 9_000) + numbers.below(90_000)
        loans +=
            "\(loan),\(borrower),instalment,\(decimal(Int64(amountMinor) * 12)),0.154,"
            + "\(start + -100),A,open\n"
        // Due dates spread so that the three weeks see every step from three days before to thirty days after.
        let firstDue = start + (numbers.below(24) - 62)
        let habit = habit(&numbers)
        for instalment in 0..<4 {
            let due = firstDue + instalment * 30
            instalments += "\(loan),\(instalment + 1),\(due),\(decimal(Int64(amountMinor)))\n"
            pay(
                loan: loan, due: due, amountMinor: Int64(amountMinor),
                habit: instalment == 0 ? .early : habit, zone: place.zone, numbers: &numbers,
                nextPayment: &nextPayment)
        }
    }

    private func habit(_ numbers: inout SeededNumbers) -> Habit {
        switch numbers.below(100) {
        case 0..<35: .early
        case 35..<50: .onTheDay
        case 50..<60: .lastMinute
        case 60..<90: .late(days: 1 + numbers.below(20))
        default: .never
        }
    }

    private mutating func pay(
        loan: String, due: CivilDate, amountMinor: Int64, habit: Habit, zone: String, numbers: inout SeededNumbers,
        nextPayment: inout Int
    ) {
        let day: CivilDate
        var minutes = 7 * 60 + numbers.below(13 * 60)
        switch habit {
        case .early: day = due + -(1 + numbers.below(6))
        case .onTheDay: day = due
        case .lastMinute:
            // Reminders of the due day leave at nine in the morning.
            day = due
            minutes = 8 * 60 + 45 + numbers.below(13)
        case .late(let days): day = due + days
        case .never: return
        }
        let row = "D\(100_000 + nextPayment),\(loan),\(day),\(decimal(amountMinor))\n"
        nextPayment += 1
        if day < start {
            payments += row
        } else if day < start + 21, let zone = zones.zone(zone) {
            let time = TimeOfDay(seconds: Int32(minutes * 60))
            arrivals.append(.init(at: zone.instant(day, time), country: countryIndex, row: row))
        }
    }

    private func decimal(_ minor: Int64) -> String {
        let cents = minor % 100
        return "\(minor / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}
