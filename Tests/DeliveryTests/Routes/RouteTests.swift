import CivilTime
import Delivery
import Evidence
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// Which way messages take, through a real store.
@Suite(.everyEngine) struct RouteTests {
    @Test func `each number goes over the route that serves it, whichever lane looks first`() async throws {
        let two = try await TwoRoutes(
            { $0.prefixes = [House.chenhe.phone(1)] }, { $0.prefixes = [House.chenhe.phone(2), House.chenhe.phone(3)] })
        try await two.due(1...3)
        try await two.turn("a")
        #expect(two.handed("a").map(\.to) == [House.chenhe.phone(1)] && two.handed("b").isEmpty)
        #expect(try await two.waiting() == [nil, "b", "b"])
        // What waits for another is not looked at again.
        #expect(try await two.turn("a").counts.attempts == 0)
        try await two.turn("b")
        #expect(Set(two.handed("b").map(\.to)) == [House.chenhe.phone(2), House.chenhe.phone(3)])
        for name in ["a", "b"] { try await two.turn(name, two.handed(name).flatMap(\.accepted)) }
        #expect(try await two.desk.states() == [.accepted, .accepted, .accepted])
        #expect(try await two.desk.audit().isSound)
    }

    @Test func `the leaf of an attempt tells why it went this way`() async throws {
        let two = try await TwoRoutes({ $0.priority = 1 })
        try await two.due(1...1)
        try await two.turn("a")
        let leaf = try #require(try await two.desk.leaves(1).first { $0.kind == .attempt })
        guard case .list(let lines)? = leaf.record["routes"] else { throw StoreError(.unreadableRow, "no lines") }
        #expect(lines.map(\.text) == ["a: chosen, priority 1", "b: behind a, priority 100"])
        #expect(leaf.record["route"]?.text == "a")
    }

    @Test func `where there is one route that serves everybody nothing is chosen`() async throws {
        let two = try await TwoRoutes()
        try await two.desk.borrower(7, .meadow)
        two.desk.clock.set(Desk.morning(.meadow))
        try await two.desk.paymentsFeed(asOf: two.desk.clock.now)
        try await two.desk.plan()
        try await two.turn("a")
        let leaf = try #require(try await two.desk.leaves(7).first { $0.kind == .attempt })
        #expect(leaf.record["routes"] == nil && two.handed("a").count == 1)
        #expect(try await two.desk.count("route_day") == 0)
    }

    @Test func `a drained route gets nothing, gives back what waits for it, and is used again when resumed`()
        async throws
    {
        let two = try await TwoRoutes({ $0.priority = 1 })
        try await two.due(1...3)
        try await two.turn("b")
        #expect(try await two.waiting() == ["a", "a", "a"] && two.handed("b").isEmpty)
        #expect(try await two.set(drained: true, "a"))
        #expect(try await !two.set(drained: true, "a"), "it is so already")
        #expect(try await two.waiting() == [nil, nil, nil])
        try await two.lanes["a"]?.settleStanding()
        #expect(try await two.turn("a").counts.attempts == 0)
        try await two.turn("b")
        #expect(two.handed("b").count == 3 && two.handed("a").isEmpty)
        #expect(try await two.set(drained: false, "a"))
        try await two.desk.borrower(4)
        try await two.desk.plan()
        try await two.lanes["a"]?.settleStanding()
        try await two.turn("a")
        #expect(two.handed("a").map(\.to) == [House.chenhe.phone(4)])
        #expect(try await two.desk.audit().isSound)
    }

    @Test func `where every route is drained messages wait as they are, and go when one comes back`() async throws {
        let two = try await TwoRoutes()
        try await two.due(1...2)
        for name in ["a", "b"] { #expect(try await two.set(drained: true, name)) }
        for name in ["a", "b"] { try await two.turn(name) }
        #expect(try await two.desk.states() == [.planned, .planned])
        #expect(try await two.set(drained: false, "b"))
        try await two.turn("b")
        #expect(two.handed("b").count == 2)
    }

    @Test func `what only a drained route serves waits, and is looked at as soon as it is resumed`() async throws {
        let two = try await TwoRoutes({ $0.prefixes = [House.chenhe.phone(1)] }, { $0.prefixes = ["+44"] })
        try await two.due(1...1)
        #expect(try await two.set(drained: true, "a"))
        try await two.turn("b")
        let held = try #require(try await two.desk.messages().first)
        #expect(
            held.state == .held && held.reason.hasPrefix("no route takes it now (a: drained; b: "), "\(held.reason)")
        #expect(try await two.set(drained: false, "a"))
        try await two.turn("a")
        #expect(two.handed("a").count == 1)
    }

    @Test func `what no route serves is not sent, and says so`() async throws {
        let two = try await TwoRoutes({ $0.classes = [.service] }, { $0.carriers = [.chinaTelecom] })
        try await two.due(1...1)
        try await two.turn("b")
        let message = try #require(try await two.desk.messages().first)
        #expect(message.state == .suppressed)
        #expect(
            message.reason == "no route serves it (a: takes no collection messages; b: serves numbers given out by "
                + "china_telecom)")
        #expect(two.handed("a").isEmpty && two.handed("b").isEmpty)
        #expect(try await two.desk.audit().isSound)
    }

    @Test func `a route that is shut holds until it opens`() async throws {
        // 10:30 of a Saturday in Shanghai is 02:30 in UTC, the zone of a route that names none.
        let noon = TimeOfDay(seconds: 12 * 3600)
        let two = try await TwoRoutes(
            { $0.hours = [RouteHours(from: .midnight, to: TimeOfDay(seconds: 3600))] },
            { $0.hours = [RouteHours(from: TimeOfDay(seconds: 4 * 3600), to: noon)] })
        try await two.due(1...1)
        try await two.turn("a")
        let message = try #require(try await two.desk.messages().first)
        #expect(message.state == .held && message.due == Desk.instant("2026-11-21T04:00:00Z"))
        two.desk.clock.set(message.due)
        try await two.turn("a")
        try await two.turn("b")
        #expect(two.handed("b").count == 1)
    }

    @Test func `the budget of a day is kept to, over all nodes, and begins anew at the route's midnight`() async throws
    {
        let two = try await TwoRoutes({
            $0.priority = 1
            $0.segmentsADay = 3
        })
        try await two.due(1...5)
        // Every text has one segment or more: as many as fit.
        try await two.turn("a")
        let given = two.handed("a").reduce(0) { $0 + $1.segments }
        #expect((1...3).contains(given))
        let counted = try await two.desk.database.read { try $0.integer("SELECT segments FROM route_day") }
        #expect(counted == Int64(given))
        // Another node's lane of the same route.
        let other = ScriptedCarrier(window: 20, route: "a")
        _ = try await two.desk.lane(other).turn([])
        #expect(other.handed.isEmpty)
        try await two.turn("b")
        #expect(two.handed("a").count + two.handed("b").count == 5)
        #expect(try await two.desk.audit().isSound)
    }

    @Test func `what waits for a route that the files no longer name finds another`() async throws {
        let two = try await TwoRoutes({ $0.priority = 1 })
        try await two.due(1...2)
        try await two.turn("b")
        #expect(try await two.waiting() == ["a", "a"])
        let given = try await two.desk.database.write {
            try Outbox.giveBackStrays(routes: [House.chenhe.rawValue: ["b"]], in: $0)
        }
        #expect(given == 2)
        #expect(try await two.waiting() == [nil, nil])
    }

    @Test func `an attempt in flight keeps its answer and receipt though its route is drained`() async throws {
        let two = try await TwoRoutes({ $0.priority = 1 })
        try await two.due(1...1)
        try await two.turn("a")
        #expect(try await two.set(drained: true, "a"))
        try await two.lanes["a"]?.settleStanding()
        let submission = try #require(two.handed("a").first)
        try await two.turn("a", submission.accepted)
        let carrier = try #require(two.carriers["a"])
        try await two.turn("a", submission.text.segments.indices.map { carrier.receipt(submission.carrierID($0)) })
        #expect(try await two.desk.states() == [.delivered])
    }

    @Test func `a circuit that opens gives back what waits, and is recorded`() async throws {
        let two = try await TwoRoutes(window: 40, { $0.priority = 1 })
        try await two.due(1...12)
        try await two.turn("a")
        #expect(two.handed("a").count == 12)
        try await two.turn("a", two.handed("a").flatMap { $0.all { .unanswered($0, segment: $1) } })
        for borrower in 13...14 as ClosedRange<Int64> { try await two.desk.borrower(borrower) }
        try await two.desk.plan()
        try await two.turn("b")
        #expect(try await two.waiting().suffix(2) == ["a", "a"])
        try await two.lanes["a"]?.settleStanding()
        #expect(await two.lanes["a"]?.standing.level == .open)
        #expect(try await two.waiting().suffix(2) == [nil, nil])
        try await two.turn("a")
        try await two.turn("b")
        #expect(two.handed("a").count == 12 && two.handed("b").count == 2)
        // Nothing that may have gone out is said again (promise P2).
        #expect(try await two.desk.states().prefix(12).allSatisfy { $0 == .unknown })
        let judged = try await two.desk.count("leaf WHERE borrower IS NULL AND kind = 'change'")
        #expect(judged == 1)
        #expect(try await two.desk.audit().isSound)
    }
}
