import CivilTime
import Decisions
import LoanBook
import Messaging
import Testing

/// Steps that follow the borrower's own hours.
@Suite struct PreferredHourTests {
    private static let yaml = """
        key: hours
        steps:
          - id: overdue.7
            purpose: overdue.notice
            template: overdue.7
            anchor: {days_past_due: 7}
            at: {preferred: "10:00", from: "09:00", until: "19:00"}
            channel: sms
        """

    /// Answers at hours of Shanghai's clock on days of November.
    private static func answers(_ moments: [String]) -> [Instant] {
        moments.map { Sample.instant("2026-11-\($0):00+08:00") }.sorted()
    }

    private func decision(_ borrower: BorrowerSnapshot) throws -> Decision {
        let context = try SampleStrategy.context(Self.yaml)
        return try #require(try SampleStrategy.decisions(borrower, on: "2026-11-28", context).first)
    }

    @Test(
        arguments: [
            (["20T14:05", "21T14:59", "22T18:00"], "14:00 answers", "14:00"),
            // Too few.
            (["20T14:05", "21T14:59"], "10:00 strategy", "10:00"),
            ([], "10:00 strategy", "10:00"),
            // As many in each: the one answered in last.
            (["20T11:00", "21T17:30", "22T15:00"], "15:00 answers", "15:00"),
            (["20T11:00", "21T11:30", "22T15:00", "23T15:59"], "15:00 answers", "15:00"),
            // Within the hours of the step.
            (["20T06:00", "21T06:10", "22T06:20"], "09:00 answers", "09:00"),
            (["20T22:00", "21T22:10", "22T22:20"], "18:00 answers", "18:00"),
        ] as [([String], String, String)])
    func `a step goes out in the hour in which the borrower mostly answers`(
        answers: [String], hour: String, due: String
    ) throws {
        var borrower = Sample.borrower()
        borrower.answers = Self.answers(answers)
        let decision = try decision(borrower)
        #expect(decision.planned.hour?.words == hour)
        #expect(decision.planned.dueAt == Sample.instant("2026-11-28T\(due):00+08:00"))
        #expect(Explanation(zone: .utc).lines(for: decision).contains { $0.hasPrefix("  hour: \(due), ") })
    }

    @Test func `answers of longer ago than 180 days do not count, nor those that are yet to come`() throws {
        var borrower = Sample.borrower()
        let midnight = Sample.instant("2026-11-28T00:00:00+08:00")
        borrower.answers = [midnight - .days(180) - .hours(10), midnight - .hours(10), midnight - .hours(34)]
        #expect(try decision(borrower).planned.hour?.source == .strategy)
        borrower.answers[0] = midnight - .days(180)
        #expect(try decision(borrower).planned.hour?.words == "14:00 answers")
        borrower.answers[0] = midnight + .hours(14)
        #expect(try decision(borrower).planned.hour?.source == .strategy)
    }

    @Test func `the hour is the borrower's own, on the other side of the world too`() throws {
        var borrower = Sample.borrower()
        borrower.borrower.zone = "America/New_York"
        // Two in the afternoon in New York.
        borrower.answers = ["20", "21", "22"].map { Sample.instant("2026-11-\($0)T19:20:00Z") }
        let decision = try decision(borrower)
        #expect(decision.planned.hour?.words == "14:00 answers")
        #expect(decision.planned.dueAt == Sample.instant("2026-11-28T19:00:00Z"))
    }

    @Test(arguments: [("08:00-12:00", "10:00"), ("18:00-20:00", "18:00"), ("06:00-08:00", "06:00")])
    func `what the borrower has asked for wins`(wish: String, at: String) throws {
        var borrower = Sample.borrower()
        borrower.answers = Self.answers(["20T14:05", "21T14:59", "22T14:00"])
        borrower.preference = Preference(hours: Preference.Hours(text: wish))
        #expect(try decision(borrower).planned.hour?.words == "\(at) preference")
    }

    @Test func `submission holds what comes before the hour, and knows what has been answered since`() throws {
        let context = try SampleStrategy.context(Self.yaml)
        var borrower = Sample.borrower()
        let claim = try decision(borrower).planned.claim
        func recheck() -> String {
            SampleStrategy.recheck(claim, borrower, on: "2026-11-28", context, hour: 11).words
        }
        #expect(recheck() == "send")
        borrower.answers = Self.answers(["20T14:05", "21T14:59", "22T14:00"])
        #expect(recheck() == "hold: before the step's hour, 14:00")
    }

    /// In China a collector may write from 08:00 until 22:00; the borrower answers at half past nine in the evening, when
    /// an hour before the end of the lawful window is past.
    @Test func `an hour for which the law leaves no room gives way to the step's own`() throws {
        let late = Self.yaml.replacing("until: \"19:00\"", with: "until: \"23:59\"")
        let context = try SampleStrategy.context(late)
        var borrower = Sample.borrower()
        borrower.answers = Self.answers(["20T22:05", "21T22:10", "22T22:20"])
        let planned = try #require(try SampleStrategy.decisions(borrower, on: "2026-11-28", context).first)
        #expect(planned.kind == "send", "\(planned.reason)")
        #expect(planned.planned.hour?.words == "10:00 strategy" && planned.planned.step.at.description == "10:00")
        #expect(planned.planned.dueAt == Sample.instant("2026-11-28T10:00:00+08:00"))
        let claim = planned.planned.claim
        #expect(
            SampleStrategy.recheck(claim, borrower, on: "2026-11-28", context, hour: 9).words
                == "hold: before the step's hour, 10:00")
        #expect(SampleStrategy.recheck(claim, borrower, on: "2026-11-28", context, hour: 10).words == "send")
        // Too late for either: the next day it is told.
        #expect(
            SampleStrategy.recheck(claim, borrower, on: "2026-11-28", context, hour: 23).words.hasPrefix("hold: "))
        #expect(SampleStrategy.recheck(claim, borrower, on: "2026-11-29", context, hour: 10).words == "send")
        // An hour that is lawful on that day is kept.
        borrower.answers = Self.answers(["20T19:05", "21T19:10", "22T19:20"])
        let kept = try #require(try SampleStrategy.decisions(borrower, on: "2026-11-28", context).first)
        #expect(kept.planned.hour?.words == "19:00 answers" && kept.kind == "send")
    }

    @Test func `a condition may ask for the hour, and only who asks has answers read`() throws {
        let asking = """
            key: k
            when: has(history.preferred_hour) && history.preferred_hour >= 12
            steps:
            \(SampleStrategy.overdue("overdue.7"))
            """
        let context = try SampleStrategy.context(asking)
        var borrower = Sample.borrower()
        #expect(try SampleStrategy.decisions(borrower, on: "2026-11-28", context).isEmpty)
        borrower.answers = Self.answers(["20T14:05", "21T14:59", "22T14:00"])
        #expect(try SampleStrategy.decisions(borrower, on: "2026-11-28", context).map(\.kind) == ["send"])
        let now = Sample.instant("2026-11-28T12:00:00+08:00")
        #expect(context.needsOfBook(at: now).answersSince == now - .days(180))
        #expect(try SampleStrategy.context(Self.yaml).needsOfBook(at: now).answersSince == now - .days(180))
        #expect(try Sample.context().needsOfBook(at: now) == .none)
    }

    @Test(arguments: [
        ("until: \"19:00\"", "until: \"09:00\"", 7, 9, "`until` is not later than `from`"),
        (
            "preferred: \"10:00\"", "preferred: \"19:00\"", 7, 9,
            "`preferred` is 19:00, which is not from 09:00 until 19:00"
        ),
        ("from: \"09:00\"", "from: \"9am\"", 7, 36, "`from` is `9am`, which is not an hour of the day"),
        (", from: \"09:00\"", "", 7, 9, "`from` is missing"),
        ("{preferred: \"10:00\"", "{usual: \"10:00\"", 7, 10, "`usual` is not a field here"),
    ])
    func `a fault of the hours has its place`(from: String, to: String, line: Int, column: Int, what: String) {
        SampleStrategy.expectFault(what, in: Self.yaml, replacing: (from, to), at: (line, column))
    }
}
