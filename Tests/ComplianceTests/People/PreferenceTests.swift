import CivilTime
import Compliance
import LoanBook
import Messaging
import Testing

/// What a borrower asked for makes contact stricter than the law, never freer.
@Suite struct PreferenceTests {
    private let context: LawContext
    private static let noon = Instant(seconds: 1_781_496_000)  // 2026-06-15T12:00:00+08:00

    init() throws { context = try TestLaw.context() }

    private func ask(
        _ preference: Preference?, _ purpose: Purpose = .overdueNotice, at: Instant = noon, told: [Instant] = []
    ) -> Verdict {
        var snapshot = TestLaw.snapshot(
            region: "MY", number: "+60123456789", consents: TestLaw.consents(),
            contacts: told.map { TestLaw.message($0) })
        snapshot.preference = preference
        return permit(
            TestLaw.contact(snapshot, purpose), borrower: snapshot,
            packs: context.book.bound(region: "MY", role: .lender), context: context, at: at)
    }

    @Test func `not more than once a week holds the second message until seven days have passed`() throws {
        let wish = Preference(mostInWeek: 1)
        let told = [Self.noon - .days(2)]
        let held = ask(wish, told: told)
        #expect(try held.outcome == .hold(until: #require(Instant(iso: "2026-06-20T08:00:00+08:00"))))
        #expect(held.findings.contains { $0.rule == "borrower/preference.week" })
        #expect(try ask(nil, told: told).outcome == .allow(until: #require(Instant(iso: "2026-06-15T22:00:00+08:00"))))
        // What the borrower did is answered.
        if case .allow = ask(wish, .paymentReceived, told: told).outcome {} else { Issue.record("a receipt") }
        if case .allow = ask(wish).outcome {} else { Issue.record("the first") }
    }

    @Test func `a class that is not wanted is not sent`() {
        let wish = Preference(unwanted: [.marketing, .education])
        #expect(ask(wish, .greetingFestival).outcome == .suppress)
        #expect(ask(wish, .education).findings.contains { $0.rule == "borrower/preference.classes" })
        if case .allow = ask(wish, .reminderUpcoming).outcome {} else { Issue.record("a reminder") }
    }

    @Test func `hours that are wanted narrow those of the law and never widen them`() throws {
        let evening = Preference(hours: Preference.Hours(text: "18:00-23:30"))
        #expect(try ask(evening).outcome == .hold(until: #require(Instant(iso: "2026-06-15T18:00:00+08:00"))))
        let seven = try #require(Instant(iso: "2026-06-15T19:00:00+08:00"))
        // The house's hours end before the borrower's.
        #expect(
            try ask(evening, at: seven).outcome == .allow(until: #require(Instant(iso: "2026-06-15T22:00:00+08:00"))))
        let late = try #require(Instant(iso: "2026-06-15T22:30:00+08:00"))
        #expect(try ask(evening, at: late).outcome == .hold(until: #require(Instant(iso: "2026-06-16T18:00:00+08:00"))))
        // Hours in which the law never allows anything: nothing is sent.
        let night = Preference(hours: Preference.Hours(text: "23:00-23:30"))
        #expect(night.hours != nil && ask(night).outcome == .suppress)
    }

    @Test func `nothing that is wanted lifts what the law forbids`() {
        var random = SeededNumbers(seed: 7)
        for _ in 0..<2_000 {
            let at = Self.noon + .minutes(Int64(random.next() % 20_000))
            let told = (0..<Int(random.next() % 9)).map { _ in at - .hours(Int64(random.next() % 400)) }.sorted()
            let first = Int(random.next() % 20)
            let hours = Preference.Hours(
                from: TimeOfDay(seconds: Int32(first * 3600)),
                until: TimeOfDay(seconds: Int32((first + 1 + Int(random.next() % 4)) * 3600)))
            let wish = Preference(
                mostInWeek: random.next() % 2 == 0 ? nil : Int(random.next() % 5) + 1,
                unwanted: random.next() % 4 == 0 ? [.collection] : [], hours: random.next() % 2 == 0 ? nil : hours)
            let (free, wished) = (ask(nil, at: at, told: told), ask(wish, at: at, told: told))
            switch (free.outcome, wished.outcome) {
            case (.suppress, let outcome): #expect(outcome == .suppress)
            case (.hold(let until), .hold(let later)): #expect(later >= until)
            case (.hold, .allow): Issue.record("a wish lifted a hold: \(wish)")
            case (.allow(let until), .allow(let sooner)): #expect(sooner <= until)
            case (_, .hold), (_, .suppress): break
            }
        }
    }
}
