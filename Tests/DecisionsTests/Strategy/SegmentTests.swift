import CivilTime
import Decisions
import LoanBook
import Messaging
import Testing

@Suite struct SegmentTests {
    static let yaml = """
        key: mine
        segments:
          - key: large
            when: loan.principal > 50000.0
          - key: rated
            when: loan.rating == 'B'
        steps:
        \(SampleStrategy.overdue("large.7", "segment: large"))
        \(SampleStrategy.overdue("rated.7", template: "overdue.1", "segment: rated\nwhen: arrears.amount > 10.0"))
        \(SampleStrategy.overdue("others.7"))
        """

    static func borrower(principal: Int64, rating: String) -> BorrowerSnapshot {
        var borrower = Sample.borrower()
        borrower.loans[0].loan.principalMinor = principal
        borrower.loans[0].loan.rating = rating
        return borrower
    }

    @Test(
        arguments: [
            (6_000_000, "B", "large.7", "large"), (1_000_000, "B", "rated.7", "rated"),
            (1_000_000, "A", "others.7", ""),
        ] as [(Int64, String, String, String)])
    func `the first step that is meant speaks`(principal: Int64, rating: String, step: String, segment: String) throws {
        let context = try SampleStrategy.context(Self.yaml)
        let decisions = try SampleStrategy.decisions(
            Self.borrower(principal: principal, rating: rating), on: "2026-11-28", context)
        #expect(decisions.map(\.planned.step.id) == [step] && decisions.map(\.kind) == ["send"])
        #expect(decisions.first?.planned.step.segment ?? "" == segment)
        #expect(decisions.first?.planned.claims.map(\.step) == ["large.7", "rated.7", "others.7"])
    }

    @Test func `what one of the steps told is not told by another`() throws {
        let context = try SampleStrategy.context(Self.yaml)
        let told = try #require(
            try SampleStrategy.decisions(Self.borrower(principal: 6_000_000, rating: "B"), on: "2026-11-28", context)
                .first?.planned.claim)
        for rating in ["A", "B"] {
            let moved = Self.borrower(principal: 1_000_000, rating: rating)
            #expect(try SampleStrategy.decisions(moved, on: "2026-11-29", context, claimed: [told]).isEmpty)
        }
    }

    @Test func `a borrower who has moved to another segment hears that one's step`() throws {
        let context = try SampleStrategy.context(Self.yaml)
        let claim = try #require(
            try SampleStrategy.decisions(Self.borrower(principal: 6_000_000, rating: "B"), on: "2026-11-28", context)
                .first?.planned.claim)
        let moved = Self.borrower(principal: 1_000_000, rating: "B")
        #expect(
            SampleStrategy.recheck(claim, moved, on: "2026-11-28", context).words
                == "superseded: the step `rated.7` speaks in its place")
        var other = claim
        other.step = "rated.7"
        guard case .send(let step, _, _, _, _) = SampleStrategy.recheck(other, moved, on: "2026-11-28", context)
        else {
            Issue.record("not sent")
            return
        }
        #expect(Set(step.claims.map(\.step)) == ["large.7", "rated.7", "others.7"])
    }

    @Test func `a doubt about an earlier step silences those behind it`() throws {
        let context = try SampleStrategy.context(Self.yaml)
        let decision = try #require(
            try SampleStrategy.decisions(Self.borrower(principal: 100, rating: ""), on: "2026-11-28", context).first)
        #expect(decision.kind == "suppress" && decision.planned.step.id == "rated.7")
        #expect(decision.reason.contains("the book has no `loan.rating`"))
    }

    @Test(arguments: [
        ("segment: large", "segment: lager", 14, 14, "there is no segment `lager`"),
        ("    when: loan.rating == 'B'", "    when: loan.ratting == 'B'", 6, 11, "there is no `loan.ratting`"),
        ("    when: loan.rating == 'B'\n", "", 5, 5, "`when` is missing"),
        ("key: rated", "key: large", 5, 10, "there is a segment `large` already"),
        ("key: rated", "key: very rated", 5, 10, "the key of the segment `very rated` is not plain"),
        ("segment: large", "late: sometimes", 14, 11, "`late` is `sometimes`, which is not known"),
    ])
    func `a fault of segments has its place`(from: String, to: String, line: Int, column: Int, what: String) {
        SampleStrategy.expectFault(what, in: Self.yaml, replacing: (from, to), at: (line, column))
    }

    @Test func `a step behind one that is for everybody is a fault`() throws {
        let yaml = """
            key: mine
            when: loan.principal > 1.0
            steps:
            \(SampleStrategy.overdue("first"))
            \(SampleStrategy.overdue("second", "when: arrears.amount > 1.0"))
            """
        let faults = #expect(throws: Faults.self) { try SampleStrategy.parse(yaml) }
        #expect(faults?.list.map(\.what) == ["a step at 7 days past due is already at line 4, and is for everybody"])
    }
}
