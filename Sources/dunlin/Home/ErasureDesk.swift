import CivilTime
import Compliance
import LoanBook
import SettingsFiles
import Store

/// What commands do to erase: the law is asked, and what it lets go is destroyed.
struct ErasureDesk: Sendable {
    var workplace: Workplace
    var lender: Lender
    var store: OpenStore

    /// What the law says of one borrower at one instant.
    struct Judgement: Sendable {
        var borrower: Borrower.ID
        var profile: RetentionVerdict
        var record: RetentionVerdict

        /// The record never goes before the profile: it is what the lender answers with while there is business.
        var fate: Erasure.Record {
            guard record.mayGo else {
                return .stays(until: record.until, rules: record.keeping.map(\.rule))
            }
            return .goes
        }
    }

    /// Erasing asks both parts. A portfolio that the settings do not name has no role that a pack could bind: then nobody
    /// can say what has to be kept, and nothing is destroyed (promise P10).
    func judge(_ entry: RetentionPage.Entry, at now: Instant) throws -> Judgement {
        guard let portfolio = lender.portfolios.first(where: { $0.portfolio.key == entry.portfolio })?.portfolio else {
            throw Failure(
                "the portfolio \(entry.portfolio) is not one of \(lender.source), so that nobody can say which law binds",
                fix: "add it to dunlin.yaml")
        }
        let region = entry.region.isEmpty ? portfolio.region : entry.region
        let packs = lender.law.bound(region: region, role: portfolio.role)
        func verdict(_ kept: RetentionRule.Kept) -> RetentionVerdict {
            retention(of: kept, facts: entry.facts, packs: packs, at: now)
        }
        return Judgement(borrower: entry.borrower, profile: verdict(.profile), record: verdict(.record))
    }

    func judge(_ borrower: Borrower.ID, at now: Instant) async throws -> Judgement? {
        let vault = store.vault
        let entry = try await store.database.read { session in
            try RetentionPage.load(borrower, at: now, in: session, vault: vault)
        }
        return try entry.map { try judge($0, at: now) }
    }

    /// Takes a borrower out of the book. The list outside of the database follows at once.
    func erase(_ judgement: Judgement, by asker: Erasure.Asker, at now: Instant) async throws -> Erasure.Done {
        let vault = store.vault
        let done = try await store.database.write(repeatable: true) { session in
            try Erasure.run(
                judgement.borrower, record: judgement.fate, by: asker, at: now, in: session, vault: vault)
        }
        try await store.erased.add(done, store.database, vault: vault, clock: workplace.clock)
        return done
    }

    /// Erases those of some borrowers whom `isDue` says, in one transaction; facts are asked again inside it. The list
    /// outside of the database is settled by whoever calls, or by the next command.
    func erase(
        _ borrowers: [Borrower.ID], by asker: Erasure.Asker, at now: Instant,
        where isDue: @escaping @Sendable (Judgement) -> Bool
    ) async throws {
        let (vault, desk) = (store.vault, self)
        try await store.database.write(repeatable: true) { session in
            for borrower in borrowers {
                let entry = try RetentionPage.load(borrower, at: now, in: session, vault: vault)
                guard let judgement = try entry.map({ try desk.judge($0, at: now) }), isDue(judgement) else { continue }
                if try session.integer("SELECT 1 FROM borrower WHERE id = ?", [.integer(borrower.number)]) == nil {
                    _ = try Erasure.endRecord(of: borrower.number, by: asker, at: now, in: session, vault: vault)
                } else {
                    _ = try Erasure.run(
                        borrower, record: judgement.fate, by: asker, at: now, in: session, vault: vault)
                }
            }
        }
    }

    /// Destroys the record of somebody who left the book before.
    func endRecord(_ borrower: Borrower.ID, by asker: Erasure.Asker, at now: Instant) async throws -> Bool {
        let vault = store.vault
        let done = try await store.database.write(repeatable: true) { session in
            try Erasure.endRecord(of: borrower.number, by: asker, at: now, in: session, vault: vault)
        }
        guard let done else { return false }
        if done.to > 0 { try await store.erased.add(done, store.database, vault: vault, clock: workplace.clock) }
        return true
    }

    /// Receipts that nothing leads to, and bytes that the engine's files still hold.
    func cleanUp() async throws -> (receipts: Int, isClean: Bool) {
        let receipts = try await ErasedSweep.run(store.database)
        return (receipts, try await store.database.forgetDeleted())
    }
}

extension OpenStore {
    /// Somebody who was erased, by the lender's words.
    struct ErasedPerson: Sendable {
        var at: Instant
        /// The number under which a record is kept; nil when nothing is kept.
        var record: Borrower.ID?
        var isReadmitted: Bool
        var portfolio: Portfolio.Key
    }

    /// Nil when nobody of that reference was erased.
    func findErased(_ reference: Reference, portfolio: String?) async throws -> ErasedPerson? {
        let vault = vault
        return try await database.read { session in
            guard try Tombstones.isAny(in: session) else { return nil }
            let keys = try session.rows("SELECT key FROM portfolio ORDER BY id") { $0.text(0) }
            for key in keys where portfolio == nil || portfolio == key {
                let mark = vault.lookup(ErasedMark.reference(reference).text(portfolio: key))
                if let found = try Tombstones.find(mark, in: session, vault: vault) {
                    return ErasedPerson(
                        at: found.tombstone.at, record: found.borrower.map { Borrower.ID($0) },
                        isReadmitted: found.tombstone.readmittedAt != nil, portfolio: key)
                }
            }
            return nil
        }
    }
}
