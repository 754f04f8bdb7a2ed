import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

struct SnapshotTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let now = Instant(milliseconds: SampleBook.march)

    private func book(_ engine: Engine) async throws -> SampleBook {
        let book = try await SampleBook.make(engine, in: folder)
        try await book.portfolio(1, "meadow")
        return book
    }

    @Test(arguments: Engine.allCases)
    func `a snapshot holds the borrower, its addresses and its loans, opened`(_ engine: Engine) async throws {
        let book = try await book(engine)
        try await book.borrower(7, phone: "+16175551234")
        let snapshot = try #require(try await book.load(7))
        #expect(snapshot.borrower.name == "Robin 7")
        #expect(snapshot.borrower.birthDate == CivilDate(daysSinceEpoch: 7))
        #expect(snapshot.borrower.portfolio == "meadow")
        #expect(snapshot.borrower.contactPoints.map(\.address) == ["+16175551234"])
        #expect(snapshot.loans.map(\.loan.reference) == ["L7"])
        #expect(snapshot.loans.first?.loan.currency == Currency(code: "USD", decimals: 2))
        #expect(snapshot.loans.first?.instalments.map(\.number) == [1, 2, 3, 4])
        #expect(snapshot.paymentsAsOf == nil)
        #expect(try await book.load(8) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `payments, rejected payments and the feed's age are the loan's own`(_ engine: Engine) async throws {
        let book = try await book(engine)
        try await book.borrowers([1, 2])
        try await book.payment(11, of: 2, on: 31, amount: 40_000)
        try await book.payment(12, of: 2, on: 30, amount: 60_000)
        try await book.database.write { session in
            let fault = """
                INSERT INTO payment_fault (borrower, loan, id, portfolio, ref, batch, line, reason, mended_batch)
                VALUES (1, 100, ?, 1, ?, 1, 1, 'amount', ?)
                """
            try session.run(fault, [.integer(1 as Int64), .text("x"), .null])
            try session.run(fault, [.integer(2 as Int64), .text("y"), .integer(2 as Int64)])
            try session.run("INSERT INTO feed (portfolio, kind, batch, as_of_ms) VALUES (1, 'payments', 1, 5)")
            try session.run("INSERT INTO feed (portfolio, kind, batch, as_of_ms) VALUES (1, 'loans', 1, 9)")
        }
        let first = try #require(try await book.load(1))
        #expect(first.loans.first?.payments.isEmpty == true)
        #expect(first.loans.first?.rejectedPayments == 1)
        #expect(first.paymentsAsOf == Instant(milliseconds: 5))
        let second = try #require(try await book.load(2))
        #expect(second.loans.first?.payments.map(\.id) == [Payment.ID(11), Payment.ID(12)])
        #expect(second.loans.first?.payments.map(\.amountMinor) == [40_000, 60_000])
        #expect(second.loans.first?.rejectedPayments == 0)
    }

    @Test(arguments: Engine.allCases)
    func `instalments stand by due date, then number`(_ engine: Engine) async throws {
        let book = try await book(engine)
        try await book.borrower(1)
        try await book.database.write {
            _ = try $0.run("UPDATE instalment SET due_on = 10 WHERE borrower = 1 AND number = 3")
        }
        let snapshot = try await book.load(1)
        #expect(snapshot?.loans.first?.instalments.map(\.number) == [3, 1, 2, 4])
    }

    @Test(arguments: Engine.allCases)
    func `flags are those that stand at the moment asked for`(_ engine: Engine) async throws {
        let book = try await book(engine)
        try await book.borrower(1)
        let borrower = Borrower.ID(1)
        try await book.database.write { session in
            let now = Self.now
            try Flags.raise(.cease, of: borrower, since: now, source: "operator", in: session)
            try Flags.raise(.dispute, of: borrower, since: now - .days(9), until: now, source: "import", in: session)
            try Flags.raise(
                .hardship, of: borrower, since: now - .days(9), until: now + .milliseconds(1), source: "import",
                in: session)
            try Flags.raise(.deceased, of: borrower, since: now + .milliseconds(1), source: "import", in: session)
        }
        #expect(try await book.load(1, now: Self.now)?.flags == [.cease, .hardship])
        #expect(try await book.load(1, now: Self.now - .milliseconds(1))?.flags == [.dispute, .hardship])
        #expect(try await book.load(1, now: Self.now + .milliseconds(1))?.flags == [.cease, .deceased])
    }

    @Test(arguments: Engine.allCases)
    func `contacts are those since the moment asked for, oldest first`(_ engine: Engine) async throws {
        let book = try await book(engine)
        try await book.borrower(1)
        try await book.database.write { session in
            try Contacts.append(
                ([3, 1, 2] as [Int64]).map { day in
                    let contact = PastContact(
                        kind: .message, channel: .sms, messageClass: .collection, contactPoint: nil,
                        loan: Loan.ID(100), at: Self.now - .days(day))
                    return (borrower: Borrower.ID(1), contact: contact)
                }, in: session)
        }
        let snapshot = try #require(try await book.load(1, contactsSince: Self.now - .days(2)))
        #expect(snapshot.contacts.map(\.at) == [Self.now - .days(2), Self.now - .days(1)])
        #expect(snapshot.contacts.allSatisfy { $0.loan == Loan.ID(100) && $0.contactPoint == nil })
    }

    @Test(arguments: Engine.allCases)
    func `consents stand in the order of their entry`(_ engine: Engine) async throws {
        let book = try await book(engine)
        try await book.borrower(1)
        let given = Consent(
            contactPoint: ContactPoint.ID(10), messageClass: .collection, given: true, at: Self.now, act: .importedRow)
        var revoked = given
        (revoked.given, revoked.act) = (false, .reply)
        let entries = [given, revoked]
        try await book.database.write { session in
            try Consents.append(entries.map { (borrower: Borrower.ID(1), consent: $0) }, in: session)
        }
        #expect(try await book.load(1)?.consents == entries)
        #expect(try await book.database.read { try Consents.list(Borrower.ID(1), in: $0) } == entries)
    }

    @Test(arguments: Engine.allCases)
    func `a borrower whose key was destroyed has no snapshot`(_ engine: Engine) async throws {
        let book = try await book(engine)
        try await book.borrowers(1...3)
        try await book.database.write { _ = try $0.run("DELETE FROM borrower_key WHERE borrower = 2") }
        #expect(try await book.load(2) == nil)
        #expect(try await names(book, portfolio: nil) == ["Robin 1", "Robin 3"])
    }

    @Test(arguments: Engine.allCases)
    func `a value moved to another borrower does not open there`(_ engine: Engine) async throws {
        let book = try await book(engine)
        try await book.borrowers(1...2)
        try await book.database.write {
            _ = try $0.run("UPDATE borrower SET profile = (SELECT profile FROM borrower WHERE id = 1) WHERE id = 2")
        }
        let error = await #expect(throws: StoreError.self) { try await book.load(2) }
        #expect(error?.code == .brokenSeal)
    }

    @Test(arguments: Engine.allCases)
    func `reading all gives each borrower as reading one does, over pages and portfolios`(
        _ engine: Engine
    ) async throws {
        let book = try await book(engine)
        try await book.portfolio(2, "heron")
        let ids = (1...600).map { Int64($0 * 3) }
        try await book.borrowers(ids.filter { $0 % 2 == 1 })
        try await book.borrowers(ids.filter { $0 % 2 == 0 }, portfolio: 2)
        let read = try await names(book, portfolio: nil)
        #expect(read == ids.map { "Robin \($0)" })
        #expect(try await names(book, portfolio: "heron") == ids.filter { $0 % 2 == 0 }.map { "Robin \($0)" })
        #expect(try await names(book, portfolio: "nobody") == [])
        for id: Int64 in [3, 1536, 1539, 1800] { #expect(try await book.load(id)?.borrower.name == "Robin \(id)") }
    }

    @Test(arguments: Engine.allCases, [1, 2, 8, 9, 40, 64, 65, 130])
    func `several borrowers are read in the order of their ids, absent ones left out`(
        _ engine: Engine, _ count: Int
    ) async throws {
        let book = try await book(engine)
        let ids = (1...count).map { Int64($0 * 2) }
        try await book.borrowers(ids)
        try await book.payment(1, of: 2, on: 30, amount: 7)
        let vault = book.vault
        // Each asked for twice, the last first, and as many that are not there.
        let asked = (ids + ids + ids.map { $0 + 1 }).reversed().map { Borrower.ID($0) }
        let read = try await book.database.read { session in
            try Snapshots.load(asked, in: session, vault: vault, contactsSince: .distantPast, now: Self.now)
        }
        #expect(read.map(\.borrower.name) == ids.map { "Robin \($0)" })
        #expect(read.allSatisfy { $0.loans.first?.instalments.count == 4 && $0.borrower.contactPoints.count == 1 })
        #expect(read.first?.loans.first?.payments.map(\.amountMinor) == [7])
    }

    @Test(arguments: Engine.allCases)
    func `every loan is read without opening a seal`(_ engine: Engine) async throws {
        let book = try await book(engine)
        try await book.borrowers(1...3)
        try await book.payment(1, of: 2, on: 30, amount: 100_000)
        let arrears = try await book.database.write { session in
            try session.run("DELETE FROM borrower_key")
            var arrears: [String: Int] = [:]
            try Snapshots.eachLoan(in: session) { loan, instalments, payments in
                let date = CivilDate(daysSinceEpoch: 65)
                arrears[loan.reference] = Arrears.on(date, instalments: instalments, payments: payments).daysPastDue
            }
            return arrears
        }
        #expect(arrears == ["L1": 35, "L2": 5, "L3": 35])
    }

    private func names(_ book: SampleBook, portfolio: String?) async throws -> [String] {
        let vault = book.vault
        return try await book.database.read { session in
            var names: [String] = []
            try Snapshots.each(
                portfolio: portfolio, in: session, vault: vault, contactsSince: .distantPast, now: Self.now
            ) { names.append($0.borrower.name) }
            return names
        }
    }
}
