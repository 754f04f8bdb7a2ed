import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

@testable import Intake

/// Any exports in any order leave the newest word of each fact, and snapshots have exactly those. A failure prints its seed.
@Suite(.everyEngine) struct LendingPropertyTests {
    /// The rule, told once more without a store: a known fact changes by a word that is not older than what said it, and
    /// than the newest whole export.
    private struct Model {
        var facts: [String: (content: String, day: Int64)] = [:]
        var newest: Int64?

        mutating func take(_ rows: [(reference: String, content: String)], day: Int64) {
            for (reference, content) in rows {
                guard let known = facts[reference] else {
                    facts[reference] = (content, day)
                    continue
                }
                if known.content != content, known.day <= day, newest ?? day <= day {
                    facts[reference] = (content, day)
                }
            }
            newest = max(newest ?? day, day)
        }
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func `the newest word of each fact is what a snapshot has`(_ seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        let bench = try await ImportBench(seed: seed)
        var promises = Model()
        var failures = Model()
        var applications = Model()
        var arrangements = Model()
        for _ in 0..<8 {
            let day = Int64(numbers.below(6))
            var book = LendingBook()
            book.loans =
                "L1,B1,1000.00,2026-01-20,0.12,,,\nL2,B1,10.00,2026-01-20,0.1,,,\nL3,B2,10.00,2026-01-20,0.1,,,\n"
            book.payments = ""
            func rows(_ prefix: String, _ content: (inout SeededNumbers) -> String) -> [(String, String)] {
                (1...5).filter { _ in numbers.below(3) > 0 }.map { ("\(prefix)\($0)", content(&numbers)) }
            }
            func lines(_ rows: [(String, String)], _ owner: (Int) -> String) -> String {
                rows.map { "\($0.0),\(owner(Int($0.0.dropFirst()) ?? 0)),\($0.1)\n" }.joined()
            }
            func loan(_ number: Int) -> String { "L\(number % 3 + 1)" }
            let told = rows("R") {
                "2026-06-0\(1 + $0.below(9)),2026-07-0\(1 + $0.below(2)),\(1 + $0.below(3)).00,\($0.pick(["open", "kept", "broken"]))"
            }
            book.promises = lines(told, loan)
            let failed = rows("F") { "2026-06-0\(1 + $0.below(3)),\(1 + $0.below(2)).00" }
            book.failures = lines(failed, loan)
            let asked = rows("Q") {
                "\(1 + $0.below(2)).00,\($0.pick(["received", "approved"])),2026-06-01,\($0.pick(["", "id"]))"
            }
            book.applications = lines(asked) { "B\($0 % 2 + 1)" }
            let agreed = rows("A") { "\($0.pick(["offered", "agreed"])),2026-06-0\(1 + $0.below(2)),1,2026-08-01,9.00" }
            book.arrangements = lines(agreed, loan)
            let report = try await book.run(bench, day: day)
            #expect(report.rejected == 0, "seed \(seed)")
            promises.take(told, day: day)
            failures.take(failed, day: day)
            applications.take(asked, day: day)
            arrangements.take(agreed, day: day)
        }
        var found = (
            promises: [String: String](), failures: [String: String](), applications: [String: String](),
            arrangements: [String: String]()
        )
        for reference in ["B1", "B2"] {
            let snapshot = try #require(try await bench.snapshot(reference))
            for loan in snapshot.loans {
                for promise in loan.promises {
                    found.promises[promise.reference] =
                        "\(promise.madeOn),\(promise.dueOn),\(promise.amountMinor / 100).00,\(promise.status.word)"
                }
                for failure in loan.failedPayments {
                    found.failures[failure.reference] = "\(failure.failedOn),\(failure.amountMinor / 100).00"
                }
                for arrangement in loan.arrangements {
                    let first = try #require(arrangement.instalments.first)
                    found.arrangements[arrangement.reference] =
                        "\(arrangement.status.word),\(arrangement.statusOn),\(first.number),\(first.dueOn),\(first.amountMinor / 100).00"
                }
            }
            for application in snapshot.applications {
                found.applications[application.reference] =
                    "\(application.amountMinor / 100).00,\(application.status.word),\(application.statusOn),\(application.documents)"
            }
        }
        #expect(found.promises == promises.facts.mapValues(\.content), "seed \(seed)")
        #expect(found.failures == failures.facts.mapValues(\.content), "seed \(seed)")
        #expect(found.applications == applications.facts.mapValues(\.content), "seed \(seed)")
        #expect(found.arrangements == arrangements.facts.mapValues(\.content), "seed \(seed)")
        #expect(found.promises.count > 2, "the exports told something")
    }
}
