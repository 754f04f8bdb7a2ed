import Foundation
import Store
import StoreEngines
import Testing

/// `dunlin move` killed (SIGKILL) at moments all over its run, and simply run again.
struct KilledMoveTests {
    struct Direction: Sendable, CustomTestStringConvertible {
        var from: Engine
        var to: Engine
        var testDescription: String { "\(from) to \(to)" }
    }

    static let directions = [Direction(from: .sqlite, to: .postgres), Direction(from: .postgres, to: .sqlite)]

    @Test(arguments: directions)
    func `a move that is killed is run again and arrives whole, and never may both stores be worked with`(
        _ direction: Direction
    ) async throws {
        try await Engine.$current.withValue(direction.from) { try await killMoving(to: direction.to) }
    }

    private func killMoving(to engine: Engine) async throws {
        let lender = try await Lender.with(.overdue(300))
        try await lender.withCarrier([]) { _ in
            let run = try await lender.dunlin("send", "--now", SmallBook.now)
            guard run.code == 0 else { throw Unexpected(run: run) }
        }
        let arrears = try await lender.dunlin("arrears", "--date", "2026-11-21", "--csv").out
        let before = try await lender.dunlin("evidence", "audit", "--json").json()
        let target = try engine.address(in: lender.folder.path, name: "target")
        let killed = try await lender.killingOften(["move", "--to", target, "--yes", "--json"]) {
            let (old, new) = (try await opens(lender), try await arrived(engine, lender))
            #expect(!(old && new.isFree), "both may be worked with")
            return new.isFree ? nil : "\(old) \(new.rows)"
        }
        #expect(killed.kills >= 4 && killed.states >= 3, "\(killed.seen)")
        #expect(killed.last == nil || killed.last?.code == 0, "\(killed.last?.err ?? "")")

        let stale = try await lender.dunlin("plan")
        #expect(stale.code == 1 && stale.err.contains("was moved to"), "\(stale.err)")
        func there(_ arguments: String...) async throws -> Run {
            try await lender.run(arguments + ["--database", target])
        }
        #expect(try await there("arrears", "--date", "2026-11-21", "--csv").out == arrears)
        let after = try await there("evidence", "audit", "--json").json()
        #expect(after["valid"].bool == true)
        for figure in ["leaves", "root", "attempts", "receipts"] {
            #expect(after[figure].text == before[figure].text && after[figure].int == before[figure].int, "\(figure)")
        }
        #expect(try await there("keys", "rotate", "--batch", "1").code == (engine == .sqlite ? 0 : 1))
        // Nobody is told again from there.
        try await lender.withCarrier([]) { carrier in
            let again = try await there("send", "--json", "--now", SmallBook.now)
            #expect(again.code == 0, "\(again.err)")
            #expect(try await lender.counts(of: carrier)["accepted"].int == 0)
        }
    }

    /// Whether the old store may be worked with.
    private func opens(_ lender: Lender) async throws -> Bool {
        let run = try await lender.dunlin("keys", "status")
        #expect(run.code == 0 || run.err.contains("was moved to"), "\(run.err)")
        return run.code == 0
    }

    /// How many rows have arrived, and whether somebody may work with them.
    private func arrived(_ engine: Engine, _ lender: Lender) async throws -> (rows: Int64, isFree: Bool) {
        let target = try engine.open(in: lender.folder.path, name: "target")
        defer { #expect(throws: Never.self) { try target.close() } }
        return try await target.read { session in
            var rows: Int64 = 0
            for table in ["borrower", "instalment", "attempt", "segment", "leaf"] where try session.has(table) {
                rows += try session.integer("SELECT count(*) FROM \(table)") ?? 0
            }
            guard rows > 0 else { return (0, false) }
            do { try StoreMark.refuse(in: session) } catch let error as StoreError where error.code == .unfinished {
                return (rows, false)
            }
            return (rows, true)
        }
    }
}

extension SQLSession {
    /// Whether a table is there.
    func has(_ table: String) throws -> Bool {
        switch engine {
        case .sqlite:
            try integer("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", [.text(table)]) == 1
        case .postgres: try integer("SELECT count(*) FROM pg_class WHERE relname = ?", [.text(table)]) == 1
        }
    }
}
