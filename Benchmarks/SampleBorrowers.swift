import CivilTime
import Decisions
import LoanBook

/// Made-up borrowers of one portfolio as the store would hand them over, one loan each and few contacts unless more is asked
/// for. About one in five loans has a step on the day: a due date near, arrears, or a payment that came in.
struct SampleBorrowers {
    let desk: SampleLender.Desk
    let isChinese: Bool
    /// How many of a hundred borrowers have a second loan.
    private let secondLoans: Int
    /// Contacts of each over the year before; nil for up to two of the last month.
    private let contactsEach: Int?
    private var numbers: SeededNumbers
    private var next: Int64 = 1

    init(
        _ desk: SampleLender.Desk, isChinese: Bool, seed: UInt64, secondLoans: Int = 0, contactsEach: Int? = nil
    ) {
        self.desk = desk
        self.isChinese = isChinese
        self.secondLoans = secondLoans
        self.contactsEach = contactsEach
        numbers = SeededNumbers(seed: seed)
    }

    mutating func take(_ count: Int) -> [BorrowerSnapshot] {
        (0..<count).map { _ in borrower() }
    }

    /// Borrowers who all hear one notice: an instalment fell due yesterday and was not paid.
    mutating func overdue(_ count: Int) -> [BorrowerSnapshot] {
        (0..<count).map { _ in
            var snapshot = borrower()
            snapshot.flags = []
            snapshot.contacts = []
            snapshot.consents = snapshot.consents.map { consent in
                var given = consent
                given.given = true
                return given
            }
            let loan = snapshot.loans[0].loan
            let instalments = (0..<5).map {
                Instalment(
                    number: Int32($0 + 1), dueOn: desk.date + ($0 * 30 - 121),
                    amountMinor: 42_425 + Int64($0) * 100)
            }
            let payments = instalments.dropLast().map {
                Payment(
                    id: Payment.ID(loan.id.number * 16 + Int64($0.number)),
                    reference: "P\(loan.id.number)-\($0.number)", paidOn: $0.dueOn, amountMinor: $0.amountMinor)
            }
            snapshot.loans[0] = LoanSnapshot(
                loan: loan, instalments: instalments, payments: payments, rejectedPayments: 0)
            // Everybody has a number of their own.
            snapshot.borrower.contactPoints[0].address = "+1212" + String(2_000_000 + snapshot.borrower.id.number)
            return snapshot
        }
    }

    private mutating func borrower() -> BorrowerSnapshot {
        let id = Borrower.ID(next)
        next += 1
        let point = ContactPoint(
            id: ContactPoint.ID(1), channel: .sms, address: phone(), owner: .borrower, standing: .usable)
        let home = isChinese ? ("CN-SH", "Asia/Shanghai") : numbers.pick(Self.states)
        let language = isChinese ? "zh-Hans" : numbers.below(9) == 0 ? "es" : "en"
        let borrower = Borrower(
            id: id, reference: "B\(id.number)", portfolio: desk.context.portfolio.key, kind: .person,
            language: language,
            region: home.0, zone: home.1, name: name(), birthDate: CivilDate(year: 1988, month: 5, day: 17),
            contactPoints: [point])
        let asked = desk.now + .days(-200)
        let consents = [MessageClass.service, .collection].map {
            Consent(
                contactPoint: point.id, messageClass: $0, given: numbers.below(50) > 0, at: asked, act: .importedRow)
        }
        var loans = [loan(of: borrower, id.number)]
        // Numbers of second loans are out of the way of first ones.
        if secondLoans > 0, numbers.below(100) < secondLoans { loans.append(loan(of: borrower, id.number + 1 << 40)) }
        return BorrowerSnapshot(
            borrower: borrower, loans: loans, consents: consents,
            flags: numbers.below(200) == 0 ? [.dispute] : [], contacts: contacts(Loan.ID(id.number), point.id),
            paymentsAsOf: desk.now + .hours(-6))
    }

    private mutating func loan(of borrower: Borrower, _ number: Int64) -> LoanSnapshot {
        let loan = Loan(
            id: Loan.ID(number), borrower: borrower.id, reference: "L\(number)", product: "instalment",
            principalMinor: 1_200_000, currency: Currency(code: isChinese ? "CNY" : "USD", decimals: 2),
            annualRateMillionths: 154_000, disbursedOn: desk.date + -200, rating: "A", status: .open)
        // The schedule's place in the month, and how many of the instalments up to today were paid.
        let nextDue = numbers.below(30)
        let inArrears = numbers.below(100) < 30
        let instalments = (0..<12).map {
            Instalment(
                number: Int32($0 + 1), dueOn: desk.date + (nextDue + ($0 - 6) * 30),
                amountMinor: 42_425 + Int64($0) * 100)
        }
        let paid = inArrears ? 4 + numbers.below(2) : 6
        let payments = (0..<paid).map {
            Payment(
                id: Payment.ID(number * 16 + Int64($0)), reference: "P\(number)-\($0)",
                paidOn: instalments[$0].dueOn + -numbers.below(3), amountMinor: instalments[$0].amountMinor)
        }
        return LoanSnapshot(loan: loan, instalments: instalments, payments: payments, rejectedPayments: 0)
    }

    private mutating func contacts(_ loan: Loan.ID, _ point: ContactPoint.ID) -> [PastContact] {
        let (count, days) = contactsEach.map { ($0, 360) } ?? (numbers.below(3), 30)
        return (0..<count).map { _ in
            PastContact(
                kind: .message, channel: .sms, messageClass: .service, contactPoint: point, loan: loan,
                at: desk.now + .days(-Int64(3 + numbers.below(days))))
        }.sorted { $0.at < $1.at }
    }

    private mutating func phone() -> String {
        if isChinese { return "+86138" + String(10_000_000 + numbers.below(89_999_999)) }
        return "+1" + numbers.pick(["212", "415", "512", "617"]) + String(2_000_000 + numbers.below(7_999_999))
    }

    private mutating func name() -> String {
        isChinese
            ? numbers.pick(["王", "李", "张", "刘"]) + numbers.pick(["伟", "静敏", "丽", "建国"])
            : numbers.pick(["Ana", "Ben", "Chloe", "David"]) + " " + numbers.pick(["Adams", "Brown", "Cohen", "Diaz"])
    }

    private static let states = [
        ("US-NY", "America/New_York"), ("US-CA", "America/Los_Angeles"), ("US-TX", "America/Chicago"),
        ("US-IL", "America/Chicago"), ("US-CO", "America/Denver"), ("US-MA", "America/New_York"),
    ]
}
