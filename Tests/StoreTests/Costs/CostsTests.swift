import CivilTime
import Foundation
import LoanBook
import Messaging
import StoreEngines
import Testing

@testable import Store

/// What messages cost, worked out from what is stored of them.
@Suite(.everyEngine) struct CostsTests {
    let folder: TemporaryFolder
    let now = Instant(milliseconds: SampleBook.march)
    static let november: Int64 = 56 * 12 + 10
    static let yuan = Currency(code: "CNY", decimals: 2)
    static let onDelivery = SegmentCost(millionths: 45_000, currency: yuan, billedOn: .delivery)
    static let onAcceptance = SegmentCost(millionths: 7_500, currency: Currency(code: "USD", decimals: 2))

    init() throws { folder = try TemporaryFolder() }

    /// A message of each borrower with an attempt whose segments stand as `states` says.
    static func tried(
        _ states: [Int64: [AttemptState]], route: String, price: Int64, month: Int64 = november, first: Int64 = 0,
        in book: SampleBook
    ) async throws {
        try await book.database.write { session in
            for (borrower, segments) in states {
                let id = SQLValue.integer(first + borrower)
                try session.run(
                    """
                    INSERT INTO message (borrower, id, portfolio, subject, subject_id, subject_part, step, generation, purpose,
                        strategy, planned_on, planned_ms, state, due_ms, changed_ms, segments, price)
                    VALUES (?, ?, 1, 1, ?, 1, 'overdue.1', 1, 'overdue.notice', 'standard@1f', 20768, 1, 5, 1, 1, ?, ?)
                    """, [.integer(borrower), id, id, .integer(segments.count), .integer(price)])
                try session.run(
                    """
                    INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms, price, month)
                    VALUES (?, ?, ?, ?, ?, ?, 1, 1, ?, ?)
                    """,
                    [
                        .integer(borrower), id, id, .text(route), .integer(AttemptState.fold(segments).rawValue),
                        .integer(segments.count), .integer(price), .integer(month),
                    ])
                for (number, state) in segments.enumerated() {
                    try session.run(
                        "INSERT INTO segment (borrower, attempt, number, state, carrier_id) VALUES (?, ?, ?, ?, 'c')",
                        [.integer(borrower), id, .integer(number), .integer(state.rawValue)])
                }
            }
        }
    }

    private func book() async throws -> (SampleBook, prices: [String: Int64]) {
        let book = try await SampleBook.make(Engine.current, in: folder)
        try await book.portfolio(1, "north")
        try await book.borrowers(1...5)
        let now = now
        let prices = try await book.database.write { session in
            try Prices.keep(
                [("cn", Self.onDelivery), ("us", Self.onAcceptance), ("free", nil)], at: now, in: session)
        }
        let cn = try #require(prices["cn"])
        try await Self.tried(
            [
                1: [.delivered, .delivered], 2: [.delivered, .undelivered, .expired], 3: [.accepted], 4: [.refused],
                5: [.unknown, .accepted],
            ], route: "cn", price: cn, in: book)
        try await Self.tried(
            [1: [.delivered], 2: [.undelivered]], route: "us", price: try #require(prices["us"]), first: 10, in: book)
        return (book, prices)
    }

    private func amounts(_ book: SampleBook) async throws -> [String: CostAmounts] {
        let (costs, prices) = try await book.database.read { (try Costs.all(in: $0), try Prices.all(in: $0)) }
        return costs.reduce(into: [:]) { sums, cost in
            guard let price = prices.first(where: { $0.number == cost.key.price })?.cost else { return }
            sums[cost.key.route] = (sums[cost.key.route] ?? CostAmounts()) + CostAmounts(cost.value, at: price)
        }
    }

    @Test func `what was taken is incurred, and what a carrier of deliveries did not deliver is taken off again`()
        async throws
    {
        let (book, prices) = try await book()
        let costs = try await book.database.read { try Costs.all(in: $0) }
        let cn = costs.first { $0.key.route == "cn" }
        #expect(cn?.key.month == Self.november && cn?.key.strategy == "standard" && cn?.key.step == "overdue.1")
        #expect(cn?.key.price == prices["cn"])
        // 9 planned; 2 + 3 + 1 + 0 + 1 taken, 2 of them failed, 1 unknown.
        #expect(cn?.value.planned == 5 && cn?.value.plannedSegments == 9)
        #expect(cn?.value.taken == 7 && cn?.value.failed == 2 && cn?.value.unknown == 1)
        #expect(cn?.value.messages == 3 && cn?.value.delivered == 1)
        let amounts = try await amounts(book)
        #expect(amounts["cn"]?.estimated == 405_000 && amounts["cn"]?.incurred == 315_000)
        #expect(amounts["cn"]?.correction == -90_000 && amounts["cn"]?.cost == 225_000)
        #expect(amounts["us"]?.cost == 15_000 && amounts["us"]?.correction == 0)
    }

    @Test func `sums stay when a person goes`() async throws {
        let (book, _) = try await book()
        let before = try await book.database.read { try Costs.all(in: $0) }
        let (vault, now) = (book.vault, now)
        for id in Int64(1)...3 {
            _ = try await book.database.write { session in
                try Erasure.run(Borrower.ID(id), record: .goes, by: .operator, at: now, in: session, vault: vault)
            }
            #expect(try await book.database.read { try Costs.all(in: $0) } == before, "borrower \(id)")
        }
        let left = try await book.database.read { try $0.integer("SELECT count(*) FROM attempt") }
        #expect(left == 2)
        let columns = try SchemaTable.all().first { $0.name == "cost_sum" }?.columns.map(\.name)
        #expect(columns?.contains("borrower") == false)
    }

    @Test func `a price has one number, and another price another`() async throws {
        let (book, prices) = try await book()
        let now = now
        let again = try await book.database.write { session in
            try Prices.keep([("cn", Self.onDelivery), ("free", nil)], at: now, in: session)
        }
        #expect(again == prices.filter { $0.key != "us" })
        var dearer = Self.onDelivery
        dearer.millionths = 50_000
        let later = try await book.database.write { [dearer] session in
            try Prices.keep([("cn", dearer), ("us", Self.onAcceptance)], at: now, in: session)
        }
        #expect(later["us"] == prices["us"] && later["cn"] != prices["cn"])
        let all = try await book.database.read { try Prices.all(in: $0) }
        #expect(all.map(\.cost) == [Self.onDelivery, Self.onAcceptance, nil, dearer])
        // What was sent at the old price keeps it.
        #expect(try await amounts(book)["cn"]?.cost == 225_000)
    }
}

/// What Documentation/databases.md says of an old month.
@Suite struct CostsOfOldMonthTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `costs stay when a month is taken away as the documentation says`() async throws {
        let book = try await SampleBook.make(.postgres, in: folder)
        try await book.portfolio(1, "north")
        try await book.borrowers(1...2)
        let prices = try await book.database.write { session in
            try Prices.keep([("cn", CostsTests.onDelivery)], at: .distantPast, in: session)
        }
        let price = try #require(prices["cn"])
        try await CostsTests.tried(
            [1: [.delivered, .expired], 2: [.unknown]], route: "cn", price: price, in: book)
        try await CostsTests.tried(
            [1: [.accepted]], route: "cn", price: price, month: CostsTests.november + 1, first: 1_500_000, in: book)
        let before = try await book.database.read { try Costs.all(in: $0) }
        #expect(before.count == 2)
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Documentation/databases.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let start = try #require(text.range(of: "    BEGIN;\n"))
        let end = try #require(text.range(of: "    COMMIT;", range: start.upperBound..<text.endIndex))
        let statements = text[start.upperBound..<end.lowerBound].split(separator: "\n")
            .map { $0.split(separator: "--", omittingEmptySubsequences: false)[0] }.joined(separator: "\n")
            .replacing("attempt_3", with: "attempt_1").replacing("segment_3", with: "segment_1")
            .split(separator: ";").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        #expect(statements.count { !$0.isEmpty } == 3)
        try await book.database.write { session in
            for statement in statements where !statement.isEmpty { try session.run(statement) }
        }
        #expect(try await book.database.read { try $0.integer("SELECT count(*) FROM attempt") } == 1)
        #expect(try await book.database.read { try Costs.all(in: $0) } == before)
    }
}
