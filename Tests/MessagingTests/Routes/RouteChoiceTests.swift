import CivilTime
import LoanBook
import Testing

@testable import Messaging

/// One way for each message, and a word about every other.
struct RouteChoiceTests {
    private let now = Instant(iso: "2026-11-21T02:30:00Z") ?? .distantPast

    private func card(_ name: String, _ change: (inout RouteCard) -> Void = { _ in }) -> RouteCard {
        var card = RouteCard(name: name)
        change(&card)
        return card
    }

    private func standing(_ change: (inout RouteStanding) -> Void) -> RouteStanding {
        var standing = RouteStanding()
        change(&standing)
        return standing
    }

    private func question(
        _ number: String = "+8613800138000", _ messageClass: MessageClass = .service, segments: Int = 2,
        refusedBy: Set<String> = [], among cards: [RouteCard]
    ) throws -> RouteQuestion {
        RouteMap(prefixes: try MobilePrefixes.china()).question(
            to: number, messageClass, segments: segments, refusedBy: refusedBy, among: cards)
    }

    private func choose(
        _ candidates: [RouteChoice.Candidate], _ number: String = "+8613800138000",
        _ messageClass: MessageClass = .service, refusedBy: Set<String> = []
    ) throws -> RouteChoice {
        let asked = try question(number, messageClass, refusedBy: refusedBy, among: candidates.map(\.card))
        return RouteChoice.choose(for: asked, among: candidates, at: now)
    }

    private func words(_ choice: RouteChoice) -> [String] { choice.findings.map { "\($0.route) \($0.word.rawValue)" } }

    @Test func `each carrier's numbers go over its own route`() throws {
        let cards = [
            card("mobile") { $0.carriers = [.chinaMobile] }, card("telecom") { $0.carriers = [.chinaTelecom] },
            card("unicom") { $0.carriers = [.chinaUnicom] },
        ]
        for (number, route) in [
            ("+8613800138000", "mobile"), ("+8613490000000", "telecom"), ("+8613480000000", "mobile"),
            ("+8617080000000", "unicom"), ("+8617050000000", "mobile"), ("+8618912345678", "telecom"),
        ] {
            #expect(try choose(cards.map { .init($0) }, number).outcome == .route(route), "\(number)")
        }
        let nobody = try choose(cards.map { .init($0) }, "+8619200000000")
        #expect(nobody.outcome == .nobody)
        #expect(words(nobody) == ["mobile carrier", "telecom carrier", "unicom carrier"])
        #expect(nobody.words.hasPrefix("no route serves it (mobile: serves numbers given out by china_mobile; "))
    }

    @Test func `countries that share a calling code are told apart`() throws {
        let cards = [card("canada") { $0.countries = ["CA"] }, card("states") { $0.countries = ["US"] }]
        #expect(try choose(cards.map { .init($0) }, "+14165550123").outcome == .route("canada"))
        #expect(try choose(cards.map { .init($0) }, "+12125550123").outcome == .route("states"))
        #expect(try choose(cards.map { .init($0) }, "+8613800138000").outcome == .nobody)
    }

    @Test func `beginnings of numbers and classes keep a message from a route`() throws {
        let cards = [
            card("shanghai") { $0.prefixes = ["+86138001"] },
            card("rest") {
                $0.priority = 200
                $0.classes = [.service]
            },
        ]
        #expect(try choose(cards.map { .init($0) }).outcome == .route("shanghai"))
        #expect(try choose(cards.map { .init($0) }, "+8613900000000").outcome == .route("rest"))
        let collection = try choose(cards.map { .init($0) }, "+8613900000000", .collection)
        #expect(words(collection) == ["shanghai prefix", "rest class"])
    }

    @Test func `priority goes before cost, cost before the name, and what stands worse goes last`() throws {
        let (cheap, dear) = (
            card("z") { $0.cost = .init(millionths: 30_000, currency: "CNY") },
            card("a") { $0.cost = .init(millionths: 45_000, currency: "CNY") }
        )
        let first = try choose([.init(dear), .init(cheap)])
        #expect(first.outcome == .route("z"))
        #expect(
            first.findings.map(\.words) == [
                "chosen, priority 100, 0.06 CNY for 2", "behind z, priority 100, 0.09 CNY for 2",
            ])
        var preferred = dear
        preferred.priority = 1
        #expect(try choose([.init(preferred), .init(cheap)]).outcome == .route("a"))
        let lowered = standing {
            $0.level = .lowered
            $0.why = "slow"
        }
        #expect(try choose([.init(preferred, lowered), .init(cheap)]).outcome == .route("z"))
        #expect(try choose([.init(preferred, lowered)]).outcome == .route("a"), "the only one there is")
        // Two currencies cannot be compared.
        let dollars = card("b") { $0.cost = .init(millionths: 1, currency: "USD") }
        #expect(try choose([.init(dollars), .init(dear)]).outcome == .route("a"))
    }

    @Test func `what is shut for now holds until it opens`() throws {
        let zone = Zone.utc
        let eight = TimeOfDay(seconds: 8 * 3600)
        let ten = TimeOfDay(seconds: 10 * 3600)
        let early = card("early") {
            $0.hours = [RouteHours(from: eight, to: ten)]
            $0.zone = zone
        }
        let shut = try choose([.init(early)])
        #expect(shut.outcome == .hold(until: Instant(iso: "2026-11-21T08:00:00Z") ?? .distantPast))
        #expect(shut.words == "no route takes it now (early: shut until 2026-11-21T08:00:00Z)")
        // 2026-11-21 is a Saturday.
        let weekdays = card("weekdays") {
            $0.hours = [RouteHours(weekdays: [.monday], from: .midnight, to: .endOfDay)]
        }
        #expect(
            try choose([.init(weekdays)]).outcome == .hold(until: Instant(iso: "2026-11-23T00:00:00Z") ?? .distantPast))
        let full = card("full") { $0.segmentsADay = 10 }
        #expect(try choose([.init(full, standing { $0.segmentsToday = 8 })]).outcome == .route("full"))
        let spent = try choose([.init(full, standing { $0.segmentsToday = 9 })])
        #expect(spent.outcome == .hold(until: Instant(iso: "2026-11-22T00:00:00Z") ?? .distantPast))
        #expect(words(spent) == ["full budget"])
        // The first that opens.
        let both = try choose([.init(early), .init(full, standing { $0.segmentsToday = 9 })])
        #expect(both.outcome == shut.outcome)
    }

    @Test func `what is drained, refused or has an open circuit gets nothing`() throws {
        let (a, b) = (card("a"), card("b"))
        let drained = standing { $0.drained = .init(by: "Li", at: now) }
        #expect(try choose([.init(a, drained), .init(b)]).outcome == .route("b"))
        #expect(try choose([.init(a), .init(b)], refusedBy: ["a"]).outcome == .route("b"))
        #expect(try choose([.init(a), .init(b)], refusedBy: ["a", "b"]).outcome == .nobody)
        let open = standing {
            $0.level = .open
            $0.until = now + .minutes(3)
            $0.why = "no link"
        }
        #expect(try choose([.init(a, open), .init(b)]).outcome == .route("b"))
        #expect(try choose([.init(a, open)]).outcome == .hold(until: now + .minutes(3)))
        let trying = standing {
            $0.level = .trying
            $0.trials = 1
        }
        #expect(try choose([.init(a, trying), .init(b)]).outcome == .route("a"), "that is how it is tried")
        var tried = trying
        tried.trials = 0
        #expect(try choose([.init(a, tried), .init(b)]).outcome == .route("b"))
    }

    @Test func `one route that serves everybody leaves nothing to choose`() {
        let map = RouteMap(
            cards: [card("a"), card("b"), card("c") { $0.classes = [.service] }],
            candidates: [1: ["a"], 2: ["a", "b"], 3: ["c"]])
        #expect(map.choosing(1) == nil && map.choosing(4) == nil)
        #expect(map.choosing(2)?.map(\.name) == ["a", "b"] && map.choosing(3)?.map(\.name) == ["c"])
        #expect(map.chooses(any: [1, 2]) && !map.chooses(any: [1]))
    }

    @Test func `findings hold no number`() throws {
        let cards = [card("a") { $0.prefixes = ["+44"] }, card("b") { $0.carriers = [.chinaTelecom] }, card("c")]
        let choice = try choose(cards.map { .init($0) })
        #expect(!choice.words.contains("138"))
    }

    @Test(arguments: [
        ("calling_code: \"86\"\ncarriers: {china_mobile: [134]}", "`version` is missing"),
        (
            "version: 1\nsource: s\ncalling_code: \"86\"\ncarriers: {china_mobile: [134], china_unicom: [134], china_telecom: [1], china_broadcast: [2]}",
            "the prefix 134 stands twice"
        ),
        (
            "version: 1\nsource: s\ncalling_code: \"86\"\ncarriers: {china_mobile: [x], china_unicom: [3], china_telecom: [1], china_broadcast: [2]}",
            "a prefix is digits"
        ),
    ])
    func `a table of prefixes says where it is wrong`(_ yaml: String, _ fault: String) {
        do throws(Faults) {
            _ = try MobilePrefixes.parse(yaml: yaml, file: "p.yaml")
            Issue.record("it was read")
        } catch { #expect(error.list.contains { $0.what == fault }, "\(error.list)") }
    }
}
