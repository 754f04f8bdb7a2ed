import Foundation
import StoreEngines
import Testing

/// `dunlin explain`: one borrower, past and coming.
@Suite(.everyEngine) struct ExplainTests {
    @Test func `what was, what was said, and what comes stand in one line of time`() async throws {
        let lender = try await Lender.with()
        let sent = try await lender.withCarrier { _ in
            try await lender.dunlin("send", "--json", "--now", SmallBook.now)
        }
        #expect(sent.code == 0, "\(sent.err)")
        let now = "2026-11-21T19:00:00Z"
        let json = try await lender.dunlin("explain", "--borrower", "B1", "--json", "--now", now).json()
        #expect(json["loans"].list.map { $0["days_past_due"].int } == [1])
        let past = json["past"].list.map { "\($0["date"].text ?? "") \($0["kind"].text ?? "")" }
        #expect(past.first == "2025-05-20 loan")
        for entry in ["2026-11-20 instalment", "2026-11-21 decision", "2026-11-21 attempt", "2026-11-21 outcome"] {
            #expect(past.contains(entry), "\(entry): \(past)")
        }
        // The first was told; the next follow on their days, each once.
        let coming = json["coming"].list.map {
            "\($0["date"].text ?? "") \($0["kind"].text ?? "") \($0["words"].text ?? "")"
        }
        #expect(coming.count == 3, "\(coming)")
        for (entry, start) in zip(
            coming, ["2026-11-27 send overdue.7", "2026-12-05 send overdue.15", "2026-12-20 send overdue.30"])
        {
            #expect(entry.hasPrefix(start), "\(entry)")
        }
        let short = try await lender.dunlin("explain", "--borrower", "B1", "--days", "3", "--json", "--now", now).json()
        #expect(short["coming"].list.isEmpty)
    }

    @Test func `the silence is explained too, with its citation, in English and in Chinese`() async throws {
        let lender = try await Lender.with()
        _ = try await lender.dunlin("flag", "raise", "B1", "dispute", "--now", "2026-11-21T17:00:00Z")
        _ = try await lender.withCarrier { _ in
            try await lender.dunlin("send", "--json", "--now", SmallBook.now)
        }
        let english = try await lender.dunlin("explain", "--borrower", "B1", "--now", "2026-11-21T19:00:00Z")
        #expect(english.code == 0, "\(english.err)")
        for words in [
            "So far:", "loan …L1: instalment 1 due, 120.00 USD", "flag dispute raised by a person",
            "overdue.1: not sent",
            "house/collection.stops [", "In the next 30 days, if nothing else happens:", "overdue.7: will not be sent",
        ] {
            #expect(english.out.contains(words), "\(words): \(english.out)")
        }
        let chinese = try await lender.dunlin(
            "explain", "--borrower", "B1", "--language", "zh", "--now", "2026-11-21T19:00:00Z")
        for words in ["至今：", "第 1 期到期，120.00 USD", "人工标记：争议", "overdue.1：不发送", "今后 30 天", "overdue.7：不会发送"] {
            #expect(chinese.out.contains(words), "\(words): \(chinese.out)")
        }
        for run in [english, chinese] { #expect(!run.out.contains("Ann Archer") && !run.out.contains("5550101")) }
    }

    @Test func `nothing changes, and looking unmasked is recorded`() async throws {
        let lender = try await Lender.with()
        let before = try await lender.dunlin("evidence", "audit", "--json").out
        let masked = try await lender.dunlin("explain", "--borrower", "B2", "--now", "2026-11-21T06:00:00Z")
        #expect(masked.out.contains("B*** B***") && !masked.out.contains("Meadow"))
        #expect(masked.out.contains("due.today: will go out by SMS"), "\(masked.out)")
        #expect(try await lender.dunlin("evidence", "audit", "--json").out == before)
        let shown = try await lender.dunlin("explain", "--borrower", "B2", "--reveal", "--now", "2026-11-21T06:00:00Z")
        #expect(shown.out.contains("Bob Baker") && shown.out.contains("Meadow"))
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["kinds"]["reveal"].int == 1)
        let unknown = try await lender.dunlin("explain", "--borrower", "B99")
        #expect(unknown.code == 1 && unknown.err.contains("no borrower of that id"))
    }
}
