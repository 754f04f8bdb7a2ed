import CivilTime
import Decisions
import LoanBook
import Messaging
import Testing

@Suite struct StrategyTests {
    @Test func `the standard strategy is the one the documentation tells of`() throws {
        let strategy = try Sample.strategy()
        #expect(strategy.key == "standard" && strategy.version.count == 64)
        #expect(
            strategy.steps.map(\.id) == [
                "upcoming.3", "due.today", "overdue.1", "overdue.7", "overdue.15", "overdue.30",
                "payment.received", "loan.settled", "opt_out.confirmation", "application.received",
                "application.documents_needed", "application.in_review", "application.approved",
                "application.declined", "loan.disbursed", "loan.schedule_changed", "loan.rate_changed",
                "payment.partial", "payment.failed", "overdue.60", "promise.confirmed", "promise.1",
                "arrangement.offered", "arrangement.confirmed", "arrangement.3", "arrangement.broken",
                "dispute.received", "birthday", "festival",
            ])
        #expect(strategy.step("overdue.7")?.at.description == "10:00")
        #expect(strategy.step("overdue.7")?.lateDays == 2)
        #expect(strategy.step("due.today")?.lateDays == 0)
        #expect(strategy.step("overdue.8") == nil)
    }

    static let good = """
        key: mine
        steps:
          - id: first
            purpose: overdue.notice
            template: overdue.1
            anchor: {days_past_due: 1}
            at: "10:00"
            late_days: 3
            channel: sms
        """

    @Test func `a good file is read, and every byte of it counts in its version`() throws {
        let templates = try Sample.templates()
        let strategy = try Strategy.parse(yaml: Self.good, file: "s.yaml", templates: templates)
        #expect(strategy.steps.first?.lateDays == 3 && strategy.steps.first?.channel == .sms)
        let other = try Strategy.parse(yaml: Self.good + " ", file: "s.yaml", templates: templates)
        #expect(other.version != strategy.version)
    }

    @Test(arguments: [
        ("key: mine", "kay: mine", 1, 1, "`kay` is not a field here"),
        ("id: first", "id: first step", 3, 9, "the id `first step` is not plain"),
        ("overdue.notice", "overdue.nottice", 4, 14, "`purpose` is `overdue.nottice`, which is not known"),
        ("overdue.notice", "reminder.upcoming", 3, 5, "cannot have the purpose `reminder.upcoming`"),
        ("overdue.notice", "overdue.formal", 5, 15, "has the purpose `overdue.notice` in zh-Hans"),
        ("template: overdue.1", "template: overdue.2", 5, 15, "there is no template `overdue.2`"),
        ("days_past_due: 1", "days_past_due: 0", 6, 29, "`days_past_due` must be a whole number"),
        ("days_past_due: 1", "days_past: 1", 6, 13, "the anchor is not known"),
        ("{days_past_due: 1}", "someday", 6, 13, "the anchor is not known"),
        ("\"10:00\"", "\"10 am\"", 7, 9, "`at` is `10 am`, which is not an hour of the day"),
        ("\"10:00\"", "\"24:00\"", 7, 9, "`at` is `24:00`, which is not an hour of the day"),
        ("\"10:00\"", "10:00:99", 7, 9, "which is not an hour of the day"),
        ("late_days: 3", "late_days: 15", 8, 16, "`late_days` must be a whole number"),
        ("late_days: 3", "lateness: 3", 8, 5, "`lateness` is not a field here"),
        ("late_days: 3", "late: 3", 8, 11, "`late` is `3`, which is not known"),
        ("channel: sms", "channel: fax", 9, 14, "`channel` is `fax`, which is not known"),
        ("    channel: sms", "", 3, 5, "`channel` is missing"),
        ("steps:", "steps: 3\nrest:", 2, 8, "`steps` must be a list"),
    ])
    func `a fault says where, what and how to mend it`(from: String, to: String, line: Int, column: Int, what: String) {
        SampleStrategy.expectFault(what, in: Self.good, replacing: (from, to), at: (line, column))
    }

    @Test func `an id twice and a day twice are faults`() throws {
        let templates = try Sample.templates()
        let more = Self.good + "\n" + Self.good.split(separator: "\n").dropFirst(2).joined(separator: "\n")
        let faults = #expect(throws: Faults.self) {
            try Strategy.parse(yaml: more, file: "s.yaml", templates: templates)
        }
        #expect(
            faults?.list.map(\.what) == [
                "a step at 1 days past due is already at line 3, and is for everybody",
                "the step id `first` is already at line 3",
            ])
        #expect(faults?.list.allSatisfy { $0.line == 10 } == true)
    }

    @Test func `a limit that is misspelt is answered with each that there is, once`() throws {
        let templates = try Sample.templates()
        let yaml = Self.good.replacing(
            "key: mine\n", with: "key: mine\nlimits: {messages_a_dya: 1, messages_a_week: 9}\n")
        let faults = #expect(throws: Faults.self) {
            try Strategy.parse(yaml: yaml, file: "s.yaml", templates: templates)
        }
        let fix = faults?.list.first { $0.what.contains("messages_a_dya") }?.fix
        #expect(fix?.ranges(of: "messages_a_week").count == 1, "\(fix ?? "")")
    }

    @Test func `too many steps are refused`() throws {
        let templates = try Sample.templates()
        var yaml = "key: k\nsteps:\n"
        for day in 1...65 {
            yaml +=
                "  - {id: s\(day), purpose: overdue.notice, template: overdue.1, anchor: {days_past_due: \(day)}, at: \"10:00\", channel: sms}\n"
        }
        let faults = #expect(throws: Faults.self) {
            try Strategy.parse(yaml: yaml, file: "s.yaml", templates: templates)
        }
        #expect(faults?.list.map(\.what) == ["the strategy has 65 steps, more than 64"])
    }
}
