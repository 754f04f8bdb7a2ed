import ArgumentParser
import CivilTime
import Intake
import LoanBook
import Store

struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: """
            Enter one fact as the lender's system would export it: a promise, an arrangement, an application, a failed \
            payment.
            """,
        discussion: """
            Its id is the one that the lender's system has for it: a later export tells of the same fact, and overrides it. \
            It counts from the next planning and submission on, and becomes part of the evidence. Days are written as \
            2026-11-21.
            """,
        subcommands: [RecordPromise.self, RecordArrangement.self, RecordApplication.self, RecordFailedPayment.self])
}

struct RecordOptions: ParsableArguments {
    @OptionGroup var options: GlobalOptions
    @Option(help: "The portfolio, when the loan's or borrower's id stands in several.") var portfolio: String?
    @Flag(help: "One JSON document: {fact, reference, change}.") var json = false
    @Argument(help: "The lender's own id of the fact.") var reference: String

    mutating func validate() throws { reference = try Self.id(reference, "the id") }

    /// An id as an export would bring it: white space at its ends is no part of it.
    static func id(_ text: String, _ name: String) throws -> Reference {
        do throws(RowFault) {
            return try Reference(typed: text)
        } catch {
            throw ValidationError(
                "\(name) has 1 to \(RowLimits.referenceBytes) bytes and no control characters")
        }
    }

    /// Enters what `fact` makes of the latest day that may be today, and the loan's currency.
    func enter(loan: String? = nil, _ fact: (CivilDate, Currency?) throws -> RecordedFact) async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        let now = try await store.now(by: workplace.clock)
        let portfolio = portfolio
        let currency = try await store.database.read { session in
            try loan.flatMap { try LoanFacts.currency($0, portfolio: portfolio, in: session) }
        }
        if loan != nil, currency == nil { throw Self.failure(.unknownLoan) }
        // No calendar is behind Kiritimati's: what is after that day is after today everywhere.
        let today = Zone.utc.civil(at: now + .hours(14)).date
        let fact = try fact(today, currency)
        let (vault, random) = (store.vault, workplace.random)
        do {
            let done = try await store.database.write { session in
                try fact.enter(portfolio: portfolio, at: now, in: session, vault: vault, random: random)
            }
            tell(fact, done.change)
        } catch let refusal as RecordedFact.Refusal {
            throw Self.failure(refusal)
        }
    }

    private func tell(_ fact: RecordedFact, _ change: FactChange) {
        if json {
            Output.line(
                JSONText.write(
                    .object([
                        ("fact", .text(fact.name)), ("reference", .text(fact.reference)),
                        ("change", .text(change.rawValue)),
                    ])))
        } else {
            Output.line("\(fact.name.replacing("_", with: " ")) \(fact.reference): \(change.rawValue)")
        }
    }

    private static func failure(_ refusal: RecordedFact.Refusal) -> Failure {
        switch refusal {
        case .unknownLoan: Failure("no loan of that id is in the book", fix: "import it first, or check the id")
        case .unknownBorrower:
            Failure("no borrower of that id is in the book", fix: "import them first, or check the id")
        case .otherOwner:
            Failure("that id is in use for another loan or borrower", fix: "give the id that the lender's system has")
        case .stale:
            Failure("a later word on it stands", fix: "see what the newest export says; check --now and the clock")
        case .fewerInstalments:
            Failure(
                "the arrangement has more instalments than were named",
                fix: "name all of them; a plan that is agreed anew has an id of its own")
        }
    }

    static func day(_ text: String, _ option: String, notAfter today: CivilDate? = nil) throws -> CivilDate {
        let day = try ShowSchedule.date(text, option)
        if let today, day > today { throw ValidationError("\(option) \(text) is after today") }
        return day
    }

    static func amount(_ text: String, _ option: String, _ currency: Currency?) throws -> Int64 {
        guard let currency else { throw failure(.unknownLoan) }
        let minor = try AmountOption.minor(text, option, currency)
        guard minor > 0 else { throw ValidationError("\(option) \(text) is no positive amount") }
        return minor
    }

    static func word<Word: CaseIterable>(_ text: String, _ option: String, _ name: (Word) -> String) throws -> Word {
        guard let word = Word.allCases.first(where: { name($0) == text }) else {
            let words = Word.allCases.map(name).joined(separator: ", ")
            throw ValidationError("\(option) \(text) is unknown: use \(words)")
        }
        return word
    }
}

struct RecordPromise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promise", abstract: "A day and an amount that a borrower named for a loan.")

    @OptionGroup var record: RecordOptions
    @Option(help: "The lender's id of the loan.") var loan: String
    @Option(help: "The day on which it was made.") var made: String
    @Option(help: "The day named.") var due: String
    @Option(help: "The amount named, such as 120.00.") var amount: String
    @Option(help: "open, kept, broken or withdrawn.") var status = "open"

    mutating func validate() throws { loan = try RecordOptions.id(loan, "--loan") }

    func run() async throws {
        try await record.enter(loan: loan) { today, currency in
            let madeOn = try RecordOptions.day(made, "--made", notAfter: today)
            let dueOn = try RecordOptions.day(due, "--due")
            guard dueOn >= madeOn else { throw ValidationError("--due \(due) is before --made \(made)") }
            return .promise(
                PromiseRow(
                    reference: record.reference, loan: loan, madeOn: madeOn, dueOn: dueOn,
                    amountMinor: try RecordOptions.amount(amount, "--amount", currency),
                    status: try RecordOptions.word(status, "--status", \.word)))
        }
    }
}

struct RecordFailedPayment: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed-payment", abstract: "A payment that was tried and did not come.")

    @OptionGroup var record: RecordOptions
    @Option(help: "The lender's id of the loan.") var loan: String
    @Option(help: "The day on which it failed.") var on: String
    @Option(help: "The amount, such as 120.00.") var amount: String

    mutating func validate() throws { loan = try RecordOptions.id(loan, "--loan") }

    func run() async throws {
        try await record.enter(loan: loan) { today, currency in
            .failedPayment(
                FailedPaymentRow(
                    reference: record.reference, loan: loan,
                    failedOn: try RecordOptions.day(on, "--on", notAfter: today),
                    amountMinor: try RecordOptions.amount(amount, "--amount", currency)))
        }
    }
}

struct RecordArrangement: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrangement", abstract: "A plan agreed for a loan in arrears, in place of its schedule.",
        discussion: """
            dunlin record arrangement A1 --loan L1 --since 2026-11-21 --instalment 2026-12-01=40.00 --instalment 2027-01-01=60.00
            """)

    @OptionGroup var record: RecordOptions
    @Option(help: "The lender's id of the loan.") var loan: String
    @Option(help: "offered, agreed, completed, broken or withdrawn.") var status = "agreed"
    @Option(help: "The day on which it came to its status.") var since: String
    @Option(help: "What is to be paid and when, such as 2026-12-01=40.00; in their order, the first is number 1.")
    var instalment: [String]

    mutating func validate() throws { loan = try RecordOptions.id(loan, "--loan") }

    func run() async throws {
        try await record.enter(loan: loan) { today, currency in
            guard !instalment.isEmpty, instalment.count <= RowLimits.instalmentNumber else {
                throw ValidationError("give the --instalment of the plan, each as 2026-12-01=40.00")
            }
            let since = try RecordOptions.day(since, "--since", notAfter: today)
            let status: Arrangement.Status = try RecordOptions.word(status, "--status", \.word)
            return .arrangement(
                try instalment.enumerated().map { offset, text in
                    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
                    guard parts.count == 2 else {
                        throw ValidationError("--instalment \(text) is not understood: write it as 2026-12-01=40.00")
                    }
                    return ArrangementRow(
                        reference: record.reference, loan: loan, status: status, statusOn: since,
                        instalment: Instalment(
                            number: Int32(offset + 1), dueOn: try RecordOptions.day(parts[0], "--instalment"),
                            amountMinor: try RecordOptions.amount(parts[1], "--instalment", currency)))
                })
        }
    }
}

struct RecordApplication: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "application", abstract: "A borrower's request for a loan.")

    @OptionGroup var record: RecordOptions
    @Option(help: "The lender's id of the borrower.") var borrower: String
    @Option(help: "The product that is asked for.") var product = "loan"
    @Option(help: "The amount, such as 9000.00.") var amount: String
    @Option(help: "Code of ISO 4217.") var currency: String
    @Option(help: "received, documents_needed, in_review, approved, declined or withdrawn.") var status: String
    @Option(help: "The day on which it came to its status.") var since: String
    @Option(help: "What is still needed, in the borrower's words.") var documents = ""

    mutating func validate() throws {
        borrower = try RecordOptions.id(borrower, "--borrower")
        guard documents.utf8.count <= RowLimits.documentsBytes, product.utf8.count <= RowLimits.wordBytes else {
            throw ValidationError(
                "--documents has up to \(RowLimits.documentsBytes) bytes, --product \(RowLimits.wordBytes)")
        }
        // A text in Hindi may need characters that only format.
        guard !documents.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw ValidationError("--documents holds control characters")
        }
    }

    func run() async throws {
        guard let currency = Currency.named(currency) else {
            throw ValidationError("--currency \(self.currency) is unknown: use a code of ISO 4217, such as USD")
        }
        try await record.enter { today, _ in
            .application(
                ApplicationRow(
                    reference: record.reference, borrower: borrower, product: product,
                    amountMinor: try RecordOptions.amount(amount, "--amount", currency),
                    status: try RecordOptions.word(status, "--status", \.word),
                    statusOn: try RecordOptions.day(since, "--since", notAfter: today),
                    documents: documents), currency)
        }
    }
}
