import CivilTime
import Compliance
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

@testable import Intake

/// Calls of a collector, from a call centre's file to the law's answer about the next one.
@Suite(.everyEngine) struct OutsideContactTests {
    private static let mapping = """
        mapping: calls
        portfolio: p
        currency: USD
        defaults: {region: US, language: en, zone: UTC}
        files:
          contacts:
            file: calls.csv
            columns: {reference: id, borrower: b, loan: l, contact: k, at: t}
        """

    private func answer(
        _ calls: [String], region: String, role: Portfolio.Role, zone: String
    ) async throws -> Verdict {
        let bench = try await ImportBench()
        try await bench.run()
        let rows = calls.enumerated().map { "K\($0.offset),B1,L1,\($0.element)" }
        try bench.folder.write("calls.csv", (["id,b,l,k,t"] + rows).joined(separator: "\n") + "\n")
        let report = try await bench.run(mapping: Self.mapping)
        #expect(report.files[.contacts]?.new == calls.count)
        let vault = bench.vault
        var borrower = try #require(
            await bench.database.read {
                try Snapshots.load(
                    Borrower.ID(1), in: $0, vault: vault, contactsSince: ImportBench.now - .days(40),
                    now: ImportBench.now)
            })
        (borrower.borrower.region, borrower.borrower.zone) = (region, zone)
        var phone = try #require(borrower.borrower.contactPoints.first { $0.channel == .sms })
        phone.channel = .voice
        borrower.borrower.contactPoints = [phone]
        let law = LawContext(zones: ZoneFiles.zones, book: try LawBook.builtIn())
        return permit(
            ProposedContact(
                purpose: .overdueNotice, channel: .voice, contactPoint: phone,
                loan: borrower.loans.first?.loan.id, daysPastDue: 7, text: nil, language: "en",
                isFirstCollectionContact: false),
            borrower: borrower, packs: law.book.bound(region: region, role: role), context: law,
            at: ImportBench.now)
    }

    /// Those that do not allow it.
    private func rules(_ verdict: Verdict) -> [String] {
        verdict.findings.filter { $0.outcome != .allow }.map(\.rule)
    }

    // 2026-11-21 12:00 UTC: seven in the morning in New York, eight in the evening in Shanghai.
    @Test(arguments: [6, 7]) func `the eighth call about a debt within seven days waits in the United States`(
        made: Int
    ) async throws {
        let calls = (0..<made).map { "call_attempt,2026-11-1\($0 < 4 ? 8 : 9)T1\($0):30:00Z" }
        let verdict = try await answer(calls, region: "US-NY", role: .thirdPartyCollector, zone: "America/New_York")
        #expect(rules(verdict).contains("us-federal/regf.call-cap") == (made == 7), "\(rules(verdict))")
    }

    @Test(arguments: [2, 3]) func `the fourth talk of a day waits in China`(made: Int) async throws {
        let calls = (0..<made).map { "conversation,2026-11-21T0\(2 + $0):15:00Z" }
        let verdict = try await answer(calls, region: "CN-BJ", role: .digitalLender, zone: "Asia/Shanghai")
        #expect(rules(verdict).contains("cn/gbt.calls") == (made == 3), "\(rules(verdict))")
        guard made == 3 else { return }
        guard case .hold(let until) = verdict.outcome else {
            Issue.record("\(verdict.outcome)")
            return
        }
        #expect(until > (Instant(iso: "2026-11-22T00:00:00+08:00") ?? .distantPast) - .milliseconds(1))
    }
}
