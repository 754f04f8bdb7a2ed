import CivilTime
import Compliance
import Decisions
import Evidence
import Foundation
import LoanBook
import Messaging
import Store

/// What evidence costs: the leaves of a message's whole life (attempt, outcome, receipt) made and appended to the log of a
/// store on disk, a hundred messages a transaction. Nothing else of delivery is done.
struct LeavesBench {
    private static let borrowers = 10_000
    private static let turn = 100

    let sample: SampleLender
    /// Messages; three leaves each.
    let count: Int

    func measure(runs: Int) async throws -> Measurement {
        let folder =
            FileManager.default.temporaryDirectory.path + "/dunlin-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try SQLiteDatabase(path: folder + "/leaves.sqlite")
        try await Migrations.run(on: database)
        let vault = try await Vault.open(
            database, master: try MasterKey.create(file: folder + "/master", random: .system), random: .system)
        try await database.write { session in
            try session.run("INSERT INTO portfolio (id, key) VALUES (1, 'meadow')")
            for id in 1...Self.borrowers {
                try session.run(
                    """
                    INSERT INTO borrower (id, portfolio, ref, kind, language, region, zone, profile, digest, batch)
                    VALUES (?, 1, ?, 1, 'en', 'US-MA', 'America/New_York', x'00', x'00', 1)
                    """, [.integer(id), .text("A1\(id)")])
            }
        }
        let verdict = try asked()
        var result = Measurement("leaves", count: count)
        var first = 0
        for run in 0...runs {
            let start = ContinuousClock.now
            for begin in stride(from: 0, to: count, by: Self.turn) {
                let (from, to) = (first + begin, first + min(begin + Self.turn, count))
                try await database.write { session in
                    var drafts: [LeafDraft] = []
                    for number in from..<to { drafts.append(Self.attempt(number, verdict)) }
                    for number in from..<to { drafts.append(Self.outcome(number)) }
                    for number in from..<to { drafts.append(Self.receipt(number)) }
                    try EvidenceLog.append(drafts, in: session, vault: vault, random: .system)
                }
            }
            if run > 0 { result.runs.append(ContinuousClock.now - start) }
            first += count
        }
        let bytes = try await database.read { try $0.integer("SELECT avg(length(bytes)) FROM leaf") ?? 0 }
        let signer = try await EvidenceKey.signer(
            origin: "dunlin.invalid/bench", database: database, vault: vault, random: .system)
        let publisher = EvidencePublisher(database: database, directory: folder + "/evidence", signer: signer)
        let start = ContinuousClock.now
        let published = try await publisher.publish()
        let publishing = (ContinuousClock.now - start) / .seconds(1)
        result.outcome = [
            ("leaves_published_a_second", Int(Double(published.size) / max(publishing, 1e-9))),
            ("findings_each", verdict.findings.count), ("bytes_a_leaf", Int(bytes)),
        ]
        try database.close()
        return result
    }

    private func asked() throws -> Verdict {
        let context = sample.us.context
        var makers = SampleBorrowers(sample.us, isChinese: false, seed: 1)
        guard var borrower = makers.take(1).first, let point = borrower.borrower.contactPoints.first,
            let loan = borrower.loans.first, let at = Instant(iso: "2026-11-20T15:00:00Z")
        else { throw BenchFault(words: "there is no borrower to ask about") }
        (borrower.borrower.region, borrower.borrower.zone) = ("US-MA", "America/New_York")
        borrower.flags = []
        let contact = ProposedContact(
            purpose: .overdueNotice, channel: .sms, contactPoint: point, loan: loan.loan.id, daysPastDue: 7,
            text: Self.text, language: "en", isFirstCollectionContact: false)
        return permit(
            contact, borrower: borrower,
            packs: context.law.book.bound(region: "US-MA", role: context.portfolio.role), context: context.law, at: at)
    }

    private static let text =
        "Meadow: Ana Adams, 424.25 USD is 7 days overdue on loan 0001. This is a communication from a debt collector. "
        + "Help: 1-800-555-0142. Reply STOP to opt out."
    private static let version = String(repeating: "0123456789abcdef", count: 4)
    private static let at = Instant(milliseconds: 1_795_190_400_000)

    private static func borrower(_ number: Int) -> Int64 { Int64(number % borrowers + 1) }

    private static func attempt(_ number: Int, _ verdict: Verdict) -> LeafDraft {
        let claim = Claim(
            borrower: Borrower.ID(borrower(number)), subject: .instalment, subjectID: Int64(number), subjectPart: 4,
            step: "overdue.7", generation: 1)
        return LeafDraft(
            kind: .attempt, borrower: borrower(number), at: at,
            content: [
                ("allowed", .allowed(verdict)), ("alphabet", "gsm7"), ("attempt", .integer(Int64(number))),
                ("claim", .claim(claim)), ("clock", "system"), ("contact_point", .integer(Int64(number))),
                ("decision", "send"),
                ("findings", .findings(verdict)), ("language", "en"), ("message", .integer(Int64(number))),
                ("packs", .packs(verdict)), ("purpose", "overdue.notice"), ("route", "simulator"), ("segments", 2),
                ("strategy_version", .text(version)), ("template", "overdue.7"), ("templates_version", .text(version)),
                ("text", .text(text)), ("to", "+16175550142"),
            ])
    }

    private static func outcome(_ number: Int) -> LeafDraft {
        LeafDraft(
            kind: .outcome, borrower: borrower(number), at: at,
            content: [
                ("attempt", .integer(Int64(number))), ("carrier_id", .text("c\(number)")),
                ("message", .integer(Int64(number))), ("route", "simulator"), ("segment", 0), ("state", "accepted"),
            ])
    }

    private static func receipt(_ number: Int) -> LeafDraft {
        LeafDraft(
            kind: .receipt, borrower: borrower(number), at: at,
            content: [
                ("attempt", .integer(Int64(number))), ("carrier_id", .text("c\(number)")), ("code", "000"),
                ("receipt", .integer(Int64(number))), ("route", "simulator"), ("says", "delivered"), ("segment", 0),
                ("state", "delivered"),
            ])
    }
}
