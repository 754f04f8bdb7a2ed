import CivilTime
import Compliance
import Foundation
import LoanBook
import Store

/// Applies the limits of the law packs to everybody: who must go goes, what must be kept stays, whatever else wants it
/// gone. It may end anywhere and be run again: who is erased is not met again.
struct RetentionRun: Sendable {
    struct Counts: Sendable, Hashable {
        /// Borrowers looked at.
        var borrowers = 0
        /// Those whose profile goes, and of them those whose record goes too.
        var profiles = 0
        var records = 0
        /// Records of borrowers erased before that go now.
        var endedRecords = 0
        /// Records that stay, by the rule that keeps them longest.
        var kept: [String: Int] = [:]
        /// Borrowers whose portfolio is in no settings.
        var unknownPortfolio = 0
        var strays = Strays.Counts()
        var rejectedFolders = 0

        var isNothing: Bool {
            profiles == 0 && endedRecords == 0 && strays == Strays.Counts() && rejectedFolders == 0
        }
    }

    /// Borrowers erased in one transaction: tens of milliseconds, for which others wait.
    static let batch = 50

    let desk: ErasureDesk
    let now: Instant
    let progress: @Sendable (_ what: String, _ position: Int64, _ end: Int64) -> Void

    /// What a run would do; with `isReal`, does it.
    func run(isReal: Bool) async throws -> Counts {
        var counts = Counts()
        try await records(isReal, &counts)
        try await people(isReal, &counts)
        try await strays(isReal, &counts)
        if isReal {
            _ = try await desk.store.erased.settle(
                desk.store.database, vault: desk.store.vault, clock: desk.workplace.clock)
        }
        return counts
    }

    private func people(_ isReal: Bool, _ counts: inout Counts) async throws {
        let (database, now) = (desk.store.database, now)
        let what = isReal ? "erasing" : "looking at borrowers"
        let end = try await database.read { try $0.integer("SELECT max(id) FROM borrower") ?? 0 }
        var last: Int64 = 0
        while true {
            let after = last
            guard let page = try await database.read({ try RetentionPage.page(after: after, at: now, in: $0) }) else {
                return
            }
            var due: [Borrower.ID] = []
            for entry in page.entries {
                counts.borrowers += 1
                guard let judgement = judge(entry, &counts), judgement.profile.mustGo(at: now) else { continue }
                counts.profiles += 1
                note(judgement, &counts)
                due.append(entry.borrower)
            }
            if isReal {
                try await erase(due) {
                    $0.profile.mustGo(at: now)
                } tell: {
                    progress(what, $0, end)
                }
            }
            last = page.last
            progress(what, last, end)
        }
    }

    /// Facts may have changed since the page was read: they are asked again where they are acted on.
    private func erase(
        _ borrowers: [Borrower.ID], where isDue: @escaping @Sendable (ErasureDesk.Judgement) -> Bool,
        tell: (_ position: Int64) -> Void
    ) async throws {
        var rest = borrowers[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.batch))
            try await desk.erase(batch, by: .retention, at: now, where: isDue)
            rest = rest.dropFirst(Self.batch)
            if let last = batch.last { tell(last.number) }
        }
    }

    private func records(_ isReal: Bool, _ counts: inout Counts) async throws {
        let (database, now, vault) = (desk.store.database, now, desk.store.vault)
        let what = isReal ? "erasing kept records" : "looking at kept records"
        let end = try await database.read { try $0.integer("SELECT max(borrower) FROM erasure") ?? 0 }
        var last: Int64 = 0
        while true {
            let after = last
            let page = try await database.read {
                try RetentionPage.keptPage(after: after, at: now, in: $0, vault: vault)
            }
            guard let page else { return }
            var due: [Borrower.ID] = []
            for entry in page.entries {
                guard let judgement = judge(entry, &counts) else { continue }
                guard judgement.record.mayGo else {
                    note(judgement, &counts)
                    continue
                }
                counts.endedRecords += 1
                due.append(entry.borrower)
            }
            if isReal {
                try await erase(due) {
                    $0.record.mayGo
                } tell: {
                    progress(what, $0, end)
                }
            }
            last = page.last
            progress(what, last, end)
        }
    }

    private func judge(_ entry: RetentionPage.Entry, _ counts: inout Counts) -> ErasureDesk.Judgement? {
        do {
            return try desk.judge(entry, at: now)
        } catch {
            counts.unknownPortfolio += 1
            return nil
        }
    }

    private func note(_ judgement: ErasureDesk.Judgement, _ counts: inout Counts) {
        guard !judgement.record.mayGo else {
            counts.records += 1
            return
        }
        let longest = judgement.record.keeping.max { ($0.until ?? .distantFuture) < ($1.until ?? .distantFuture) }
        if let longest { counts.kept[longest.rule, default: 0] += 1 }
    }

    private func strays(_ isReal: Bool, _ counts: inout Counts) async throws {
        guard let (period, _) = strayPeriod(desk.lender.law) else { return }
        let limit = RetentionRule.start(of: period, before: now)
        if isReal {
            counts.strays = try await Strays.remove(before: limit, from: desk.store.database)
        } else {
            counts.strays = try await desk.store.database.read { try Strays.count(before: limit, in: $0) }
        }
        for folder in desk.workplace.home.rejectedFolders(before: limit) {
            counts.rejectedFolders += 1
            if isReal { try FileManager.default.removeItem(atPath: folder) }
        }
    }
}

extension Home {
    /// Folders of rejected rows whose import was before an instant: their names begin with it.
    func rejectedFolders(before limit: Instant) -> [String] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: rejected) } catch { return [] }
        return names.sorted().compactMap { name in
            // 20261121T180000.000Z, and -2 for the second of one instant.
            let digits = name.prefix { $0 != "-" }.filter(\.isNumber)
            guard digits.count >= 14, let stamp = Self.instant(Array(digits)), stamp < limit else { return nil }
            return rejected + "/" + name
        }
    }

    private static func instant(_ digits: [Character]) -> Instant? {
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return Instant(
            iso: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z")
    }
}
