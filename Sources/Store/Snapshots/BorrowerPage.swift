internal import CivilTime
internal import LoanBook
internal import Messaging

/// What a page of borrowers is read with.
struct SnapshotReading {
    let session: any SQLSession
    let vault: Vault
    let contactsSince: Instant
    let now: Instant
    let needs: SnapshotNeeds
    let portfolios: PortfolioFeeds

    init(
        in session: any SQLSession, vault: Vault, contactsSince: Instant, now: Instant, needs: SnapshotNeeds = .none
    ) throws {
        self.session = session
        self.vault = vault
        self.contactsSince = contactsSince
        self.now = now
        self.needs = needs
        portfolios = try PortfolioFeeds(in: session)
    }
}

/// Snapshots of some borrowers: one pass over each clustered table, whose rows come in the order of the borrowers.
struct BorrowerPage {
    static let borrowers = BorrowerScope.Statement(
        """
        SELECT id, portfolio, ref, kind, language, region, zone, profile
        FROM borrower WHERE id $borrowers ORDER BY id
        """)
    static let keys = BorrowerScope.Statement(
        """
        SELECT borrower, wrapped FROM borrower_key WHERE borrower $borrowers AND retention = 0 ORDER BY borrower
        """)
    static let contactPoints = BorrowerScope.Statement(
        """
        SELECT borrower, id, channel, owner, standing, address, trouble, trouble_until_ms
        FROM contact_point WHERE borrower $borrowers ORDER BY borrower, id
        """)
    static let consents = BorrowerScope.Statement(
        """
        SELECT borrower, contact_point, class, given, at_ms, act
        FROM consent WHERE borrower $borrowers ORDER BY borrower, id
        """)
    static let flags = BorrowerScope.Statement(
        """
        SELECT borrower, kind, until_ms, id, since_ms FROM flag
        WHERE borrower $borrowers AND since_ms <= ? AND (until_ms IS NULL OR until_ms > ?) ORDER BY borrower
        """)
    static let preferences = BorrowerScope.Statement(
        """
        SELECT borrower, most_in_week, unwanted, hours_from, hours_until
        FROM preference WHERE borrower $borrowers ORDER BY borrower, id
        """)
    // One seek a borrower into the index of (borrower, time): what is older is not read. A list of borrowers seeks so by
    // itself.
    static let contacts = BorrowerScope.Statement(
        """
        SELECT c.borrower, c.kind, c.channel, c.class, c.contact_point, c.loan, c.at_ms, c.reference, c.loans
        FROM borrower b CROSS JOIN contact c
        WHERE b.id $borrowers AND c.borrower = b.id AND c.at_ms >= ? ORDER BY b.id, c.at_ms, c.id
        """,
        some: """
            SELECT c.borrower, c.kind, c.channel, c.class, c.contact_point, c.loan, c.at_ms, c.reference, c.loans
            FROM contact c WHERE c.borrower $borrowers AND c.at_ms >= ? ORDER BY c.borrower, c.at_ms, c.id
            """)

    /// What is asked of a scope, in this order.
    private struct Questions {
        let borrowers: SQLQuestion
        let keys: SQLQuestion
        let contactPoints: SQLQuestion
        let consents: SQLQuestion
        let flags: SQLQuestion
        let preferences: SQLQuestion
        let contacts: SQLQuestion

        init(_ scope: BorrowerScope, _ reading: SnapshotReading) {
            borrowers = BorrowerPage.borrowers.question(for: scope)
            keys = BorrowerPage.keys.question(for: scope)
            contactPoints = BorrowerPage.contactPoints.question(for: scope)
            consents = BorrowerPage.consents.question(for: scope)
            flags = BorrowerPage.flags.question(for: scope, [.instant(reading.now), .instant(reading.now)])
            preferences = BorrowerPage.preferences.question(for: scope)
            contacts = BorrowerPage.contacts.question(for: scope, [.instant(reading.contactsSince)])
        }

        var all: [SQLQuestion] {
            [LendingTables.question, borrowers, keys, contactPoints, consents, flags, preferences, contacts]
        }
    }

    private let reading: SnapshotReading
    private let questions: Questions
    var snapshots: [BorrowerSnapshot] = []
    /// Nil where the borrower's key was destroyed.
    private var unlocked: [BorrowerKey?] = []
    private var profiles: [[UInt8]] = []

    /// In the order of ids. A borrower whose key was destroyed is left out: nobody can be told anything. `loans`: those
    /// of these borrowers and maybe others, in the order of borrower, where they were read before.
    static func read(
        _ scope: BorrowerScope, portfolio: Int64? = nil, loans: [LoanSnapshot]? = nil, with reading: SnapshotReading
    ) throws -> [BorrowerSnapshot] {
        var page = BorrowerPage(scope, reading)
        try reading.session.askAhead(
            page.questions.all + (loans == nil ? LoanPage.questions(scope) : []), behind: [])
        let tables = try LendingTables(in: reading.session)
        try page.readBorrowers(of: portfolio)
        guard !page.snapshots.isEmpty else { return [] }
        try page.unlock { page in
            try page.readConsentsAndFlags()
            try page.readContacts()
            page.add(try loans ?? LoanPage.readAsked(scope, tables, in: reading.session))
            if tables.contains(.terms) { try page.readTerms(scope) }
            try page.readAsked(scope, reading.needs)
        }
        if tables.contains(.applications) { try page.readApplications(scope) }
        return zip(page.snapshots, page.unlocked).compactMap { $1 == nil ? nil : $0 }
    }

    private init(_ scope: BorrowerScope, _ reading: SnapshotReading) {
        self.reading = reading
        questions = Questions(scope, reading)
    }

    private mutating func readBorrowers(of portfolio: Int64?) throws {
        try reading.session.query(questions.borrowers) { row in
            let owner = row.integer(1)
            guard portfolio == nil || portfolio == owner else { return }
            let borrower = Borrower(
                id: Borrower.ID(row.integer(0)), reference: row.text(2), portfolio: try reading.portfolios.key(owner),
                kind: try row.value(3, "borrower.kind"), language: row.text(4), region: row.text(5), zone: row.text(6),
                name: "", birthDate: nil, contactPoints: [])
            snapshots.append(
                BorrowerSnapshot(
                    borrower: borrower, loans: [], consents: [], flags: [], contacts: [],
                    paymentsAsOf: reading.portfolios.paymentsAsOf(owner)))
            profiles.append(row.blob(7))
        }
        unlocked = Array(repeating: nil, count: snapshots.count)
    }

    /// What is sealed of one borrower.
    private struct Locked: Sendable {
        let index: Int
        let borrower: Int64
        let wrapped: [UInt8]
        let profile: [UInt8]
        var points: [(point: ContactPoint, address: [UInt8])] = []

        func open(_ vault: Vault) throws -> (key: BorrowerKey, profile: BorrowerProfile, points: [ContactPoint]) {
            let key = try vault.unwrap(wrapped, borrower: borrower, retention: .profile)
            let bytes = try key.open(profile, context: BorrowerProfile.context)
            let points = try points.map { point, address in
                var point = point
                point.address = String(
                    decoding: try key.open(address, context: ContactPoints.sealContext), as: UTF8.self)
                return point
            }
            return (key, try BorrowerProfile(decoding: bytes), points)
        }
    }

    /// Opens profiles and contact points on the other cores, while the rest is read on this thread.
    private mutating func unlock(beside rest: (inout BorrowerPage) throws -> Void) throws {
        var locked: [Locked] = []
        /// Where each snapshot stands in `locked`.
        var places: [Int?] = Array(repeating: nil, count: snapshots.count)
        try forEachRow(of: questions.keys) { page, index, row in
            places[index] = locked.count
            locked.append(
                Locked(
                    index: index, borrower: row.integer(0), wrapped: row.blob(1), profile: page.profiles[index]))
        }
        try forEachRow(of: questions.contactPoints) { page, index, row in
            guard let place = places[index] else { return }
            var point = ContactPoint(
                id: ContactPoint.ID(row.integer(1)), channel: try row.value(2, "contact_point.channel"), address: "",
                owner: try row.value(3, "contact_point.owner"), standing: try row.value(4, "contact_point.standing"))
            // What carriers say of a number stands beside the lender's own word, for its time.
            if !row.isNull(6), point.standing == .usable, row.isNull(7) || row.instant(7) > page.reading.now {
                let trouble: NumberTrouble = try row.value(6, "contact_point.trouble")
                point.standing = trouble.standing ?? .usable
            }
            locked[place].points.append((point, row.blob(5)))
        }
        profiles = []
        let vault = reading.vault
        let opened = try locked.parallelMap(atLeast: 24, beside: { try rest(&self) }) { try $0.open(vault) }
        for (place, item) in locked.enumerated() {
            snapshots[item.index].borrower.name = opened[place].profile.name
            snapshots[item.index].borrower.birthDate = opened[place].profile.birthDate
            snapshots[item.index].borrower.contactPoints = opened[place].points
            unlocked[item.index] = opened[place].key
        }
    }

    private mutating func readConsentsAndFlags() throws {
        try forEachRow(of: questions.consents) { page, index, row in
            page.snapshots[index].consents.append(
                Consent(
                    contactPoint: ContactPoint.ID(row.integer(1)), messageClass: try row.value(2, "consent.class"),
                    given: row.bool(3), at: row.instant(4), act: try row.value(5, "consent.act")))
        }
        try forEachRow(of: questions.flags) { page, index, row in
            let flag: BorrowerFlag = try row.value(1, "flag.kind")
            page.snapshots[index].take(flag, until: row.optionalInstant(2))
            guard flag == .dispute else { return }
            page.snapshots[index].disputes.append(Dispute(id: Dispute.ID(row.integer(3)), raisedAt: row.instant(4)))
        }
        // The latest stands.
        try forEachRow(of: questions.preferences) { page, index, row in
            let preference = try Preferences.preference(row, from: 1)
            page.snapshots[index].preference = preference.isEmpty ? nil : preference
        }
    }

    private mutating func readContacts() throws {
        try forEachRow(of: questions.contacts) { page, index, row in
            let contact = PastContact(
                kind: try row.value(1, "contact.kind"), channel: try row.value(2, "contact.channel"),
                messageClass: try row.value(3, "contact.class"),
                contactPoint: row.optionalInteger(4).map { ContactPoint.ID($0) },
                loan: row.optionalInteger(5).map { Loan.ID($0) }, at: row.instant(6), isOutside: !row.isNull(7))
            page.snapshots[index].contacts.append(contact)
            if !row.isNull(8) { page.snapshots[index].contacts += NamedLoans.mentions(row.text(8), of: contact) }
        }
    }

    private mutating func readTerms(_ scope: BorrowerScope) throws {
        try forEachRow(of: LendingPage.terms.question(for: scope)) { page, index, row in
            let loan = Loan.ID(row.integer(1))
            guard let place = page.snapshots[index].loans.firstIndex(where: { $0.loan.id == loan }) else { return }
            page.snapshots[index].loans[place].terms = try LoanTermsFacts.terms(of: row, from: 2)
        }
    }

    private mutating func readApplications(_ scope: BorrowerScope) throws {
        try forEachRow(of: LendingPage.applications.question(for: scope)) { page, index, row in
            guard let key = page.unlocked[index] else { return }
            let read = try LendingPage.application(row)
            var application = read.application
            if let documents = read.documents {
                let text = try key.open(documents, context: ApplicationFacts.context)
                application.documents = String(decoding: text, as: UTF8.self)
            }
            page.snapshots[index].applications.append(application)
        }
    }

    private mutating func add(_ loans: [LoanSnapshot]) {
        var index = 0
        for loan in loans {
            while index < snapshots.count, snapshots[index].borrower.id < loan.loan.borrower { index += 1 }
            guard index < snapshots.count else { return }
            if snapshots[index].borrower.id == loan.loan.borrower { snapshots[index].loans.append(loan) }
        }
    }

    /// Calls `body` with the index of the snapshot that each row belongs to; rows of others are passed over. The first
    /// column is the borrower.
    mutating func forEachRow(
        of question: SQLQuestion, body: (inout BorrowerPage, Int, any SQLRow) throws -> Void
    ) throws {
        var index = 0
        try reading.session.query(question) { row in
            let borrower = row.integer(0)
            while index < snapshots.count, snapshots[index].borrower.id.number < borrower { index += 1 }
            guard index < snapshots.count, snapshots[index].borrower.id.number == borrower else { return }
            try body(&self, index, row)
        }
    }
}
