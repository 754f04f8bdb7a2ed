import CivilTime
import Compliance
import Decisions
import Foundation
import LoanBook
import Messaging
import Planning
import Store
import StoreEngines
import Synchronization
import Testing

/// The turns of a broadcast.
struct BroadcastSlotsTests {
    private static let from = Instant(iso: "2026-11-21T02:00:00Z") ?? .distantPast

    private func slots(_ perHour: Int) throws -> BroadcastSlots {
        try #require(BroadcastSlots(from: Self.from, perHour: perHour))
    }

    @Test(arguments: [1, 7, 60, 3_600, 100_000, BroadcastSlots.mostPerHour])
    func `in no hour are there more turns than were set`(perHour: Int) throws {
        var slots = try slots(perHour)
        var moments: [Instant] = []
        for _ in 0..<5_000 {
            let (turn, at) = slots.next(from: Self.from)
            slots.take(turn)
            moments.append(at)
        }
        #expect(moments.first == Self.from && moments == moments.sorted())
        for (index, at) in moments.enumerated() where index >= perHour {
            #expect(at - moments[index - perHour] >= .hours(1))
        }
    }

    @Test func `a turn that is taken is given to nobody else, and gaps are filled`() throws {
        var slots = try slots(60)
        for minute in [10, 11, 12, 20] {
            let (turn, at) = slots.next(from: Self.from + .minutes(Int64(minute)))
            #expect(at == Self.from + .minutes(Int64(minute)))
            slots.take(turn)
        }
        #expect(slots.text == "10-12,20-20")
        #expect(slots.next(from: Self.from + .minutes(10)).at == Self.from + .minutes(13))
        #expect(slots.next(from: Self.from + .minutes(19) + .seconds(1)).at == Self.from + .minutes(21))
        #expect(slots.next(from: .distantPast).at == Self.from)
        let again = BroadcastSlots(from: Self.from, perHour: 60, text: slots.text)
        #expect(again == slots)
        for text in ["a", "3-1", "1-2,2-3", "5-6,1-2", "1"] {
            #expect(BroadcastSlots(from: Self.from, perHour: 60, text: text) == nil, "\(text)")
        }
    }

    @Test func `of very many runs the nearest become one, and no turn is given twice`() throws {
        var slots = try slots(3_600)
        var given: Set<Int64> = []
        var numbers = SeededNumbers(seed: 8)
        for _ in 0..<4_000 {
            let (turn, _) = slots.next(from: Self.from + .seconds(Int64(numbers.below(200_000))))
            #expect(given.insert(turn).inserted)
            slots.take(turn)
        }
        #expect(slots.text.split(separator: ",").count <= 1_000)
    }
}

/// Approved broadcasts over a real store.
@Suite(.everyEngine) struct BroadcastPlannerTests {
    private static let texts = [
        ("zh", "language: zh-Hans", "【{{signature}}】谨防诈骗：我们不会索要验证码。客服 {{hotline}}。"),
        (
            "en", "language: en",
            "{{signature}}: beware of fraud, we never ask for codes. Help: {{hotline}}. Reply STOP to opt out."
        ),
        (
            "es", "language: es",
            "{{signature}}: cuidado con el fraude. Ayuda: {{hotline}}. Responda STOP para no recibir mensajes."
        ),
    ]

    private func planner(_ book: Book) throws -> Planner {
        let files = Self.texts.map { name, language, text in
            (
                name: name + ".yaml",
                text:
                    "\(language)\ntemplates:\n  - {key: warning, purpose: fraud.warning, tone: neutral, version: 1, text: \"\(text)\"}\n"
            )
        }
        var planner = book.planner
        planner.context.templates = try TemplateSet.parse(files: files)
        return planner
    }

    /// Proposed and approved; returns its number.
    private func approved(
        _ book: Book, when condition: String = "", perHour: Int = 60, from: Instant = Book.now,
        until: Instant = Book.now + .days(2)
    ) async throws -> Int64 {
        let vault = book.vault
        return try await book.database.write { session in
            let record = try Broadcasts.propose(
                BroadcastRecord(
                    portfolio: House.portfolio.key, purpose: .fraudWarning, template: "warning", condition: condition,
                    perHour: perHour, from: from, until: until, audience: 1,
                    proposed: .init(by: "Ann", at: Book.now)), in: session, vault: vault, random: .seeded(1))
            return try Broadcasts.approve(
                record.id, .init(by: "Bo", at: Book.now), in: session, vault: vault, random: .seeded(2)
            ).id
        }
    }

    private func run(_ book: Book, _ id: Int64, now: Instant = Book.now) async throws -> PlanCounts {
        try await BroadcastPlanner(planner: planner(book), id: id).run { _ in now }
    }

    @Test func `everybody has a turn of their own at the rate, and once is once`() async throws {
        let book = try await Book()
        try await book.borrowers(1...300, due: ["2026-12-20"])
        let id = try await approved(book, perHour: 3_600)
        let counts = try await run(book, id)
        #expect(counts.planned == 300 && counts.borrowers == 300)
        let due = try await book.texts("SELECT due_ms FROM message ORDER BY due_ms").compactMap { Int64($0) }
        #expect(due == (0..<300).map { Book.now.milliseconds + $0 * 1_000 })
        #expect(try await book.count("message WHERE subject = 10 AND subject_id = \(id) AND step = 'broadcast'") == 300)
        #expect(try await run(book, id).borrowers == 0)
        #expect(try await book.count("leaf WHERE kind = 'decision'") == 300)
        #expect(try await book.count("broadcast WHERE is_planned = 1") == 1)
    }

    @Test func `what finds no lawful moment tonight has its turn in the morning, at the same rate`() async throws {
        let book = try await Book()
        try await book.borrowers(1...30, due: ["2026-12-20"])
        let evening = Instant(iso: "2026-11-21T20:50:00+08:00") ?? .distantPast
        let id = try await approved(book, perHour: 60, from: evening, until: evening + .days(2))
        let counts = try await run(book, id, now: evening)
        #expect(counts.planned == 30)
        let due = try await book.texts("SELECT due_ms FROM message ORDER BY due_ms").compactMap { Int64($0) }
        let hours = Set(due.map { Zone.utc.civil(at: Instant(milliseconds: $0) + .hours(8)).time.seconds / 3600 })
        #expect(hours.isSubset(of: [20, 8, 9]) && hours.count > 1, "\(hours)")
        for (one, next) in zip(due, due.dropFirst()) { #expect(next - one >= 60_000) }
    }

    @Test func `only whom the condition names is told; who cannot be judged is not, and that is said`() async throws {
        let book = try await Book()
        try await book.borrowers(1...3, due: ["2026-11-10"])
        try await book.borrowers(4...6, due: ["2026-12-20"])
        try await book.write("UPDATE loan SET rating = '' WHERE borrower = 2")
        let id = try await approved(book, when: "arrears.days_past_due > 5 && loan.rating == 'A'")
        let counts = try await run(book, id)
        #expect(counts.planned == 2 && counts.suppressed == 1)
        #expect(try await book.texts("SELECT borrower FROM message ORDER BY borrower") == ["1", "3"])
        let word = try await book.texts("SELECT reason FROM decision")
        #expect(word.count == 1 && word[0].contains("the book has no `loan.rating`"))
    }

    @Test func `a day's part of a broadcast is the same before its turns are given, halfway, and when all are`()
        async throws
    {
        let book = try await Book()
        try await book.borrowers(1...600, due: ["2026-12-20"])
        let evening = Instant(iso: "2026-11-21T20:30:00+08:00") ?? .distantPast
        let id = try await approved(book, perHour: 300, from: evening, until: evening + .days(2))
        let planner = try planner(book)
        func days() async throws -> [[Int: Int]?] {
            var days: [[Int: Int]?] = []
            for date in ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"] {
                let found = try await planner.broadcasts(on: try #require(CivilDate(iso: date)), now: evening)
                days.append(found.first?.hours)
            }
            return days
        }
        let before = try await days()
        let morning = before[2] ?? [:]
        let all: Int = before.reduce(0) { sum, day in sum + (day ?? [:]).values.reduce(0, +) }
        #expect(before[0] == nil)
        #expect(before[1]?[20] == 150)
        #expect(before[3]?.isEmpty == true)
        #expect(all == 600, "\(before)")
        #expect(morning[8] == 300)
        #expect(morning.keys.sorted() == [8, 9])
        #expect(try await book.count("message") == 0)
        // One page of borrowers has its turns, and the others have none yet.
        let pages = Mutex(0)
        await #expect(throws: CancellationError.self) {
            try await BroadcastPlanner(planner: planner, id: id).run { _ in
                let page = pages.withLock { page in
                    page += 1
                    return page
                }
                if page > 1 { throw CancellationError() }
                return evening
            }
        }
        #expect(try await book.count("message") == 256)
        #expect(try await days() == before)
        #expect(try await run(book, id, now: evening).planned == 600 - 256)
        #expect(try await days() == before)
        let noon = Instant(iso: "2026-11-22T12:00:00+08:00") ?? .distantPast
        // What waited since yesterday goes today.
        let today = try await planner.broadcasts(on: try #require(CivilDate(iso: "2026-11-22")), now: noon)
        #expect(today.first?.messages == 600)
    }

    @Test func `one that is stopped, not approved, or out of time plans nothing`() async throws {
        let book = try await Book()
        try await book.borrowers(1...5, due: ["2026-12-20"])
        let vault = book.vault
        let stopped = try await approved(book)
        try await book.database.write {
            _ = try Broadcasts.stop(
                stopped, .init(by: "Cy", at: Book.now), in: $0, vault: vault, random: .seeded(3))
        }
        #expect(try await run(book, stopped).borrowers == 0)
        let short = try await approved(book, perHour: 1, until: Book.now + .minutes(90))
        let counts = try await run(book, short)
        #expect(counts.planned == 2 && counts.suppressed == 3)
        #expect(
            try await book.texts("SELECT DISTINCT reason FROM decision") == [
                "no lawful moment is left before the end of the broadcast"
            ])
    }

    @Test func `who proposes does not approve, and nothing is approved or stopped twice`() async throws {
        let book = try await Book()
        let vault = book.vault
        let id = try await approved(book)
        func fault(_ body: @escaping @Sendable (any SQLSession) throws -> Void) async -> BroadcastFault? {
            await #expect(throws: BroadcastFault.self) { try await book.database.write { try body($0) } }
        }
        let again = await fault {
            _ = try Broadcasts.approve(id, .init(by: "Bo", at: Book.now), in: $0, vault: vault, random: .seeded(3))
        }
        guard case .state(let record)? = again else {
            Issue.record("\(String(describing: again))")
            return
        }
        #expect(record.state == .approved && record.approved?.by == "Bo")
        let none = await fault {
            _ = try Broadcasts.stop(99, .init(by: "Bo", at: Book.now), in: $0, vault: vault, random: .seeded(3))
        }
        #expect(none == .unknown(99))
    }
}
