import CivilTime
import Decisions
import Delivery
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// What carriers say of numbers: learned, told, and over in its time.
@Suite(.everyEngine) struct NumberTests {
    private func desk(_ task: String? = nil) async throws -> (Desk, DeliveryLane) {
        let desk = try await Desk()
        var context = desk.context
        context.numberCodes = [
            Desk.route: NumberCodes(
                refused: [88: .invalid], receipts: ["MK:0001": .invalid, "24": .unreachable, "9": .ported])
        ]
        if let task {
            let portfolios = try House.contexts.get().mapValues { decides in
                var decides = decides
                let old = decides.strategy
                decides.strategy = Strategy(
                    key: old.key, version: old.version, steps: old.steps, taskWithoutNumber: task)
                return decides
            }
            var other = LaneContext(
                database: desk.database, vault: desk.vault, random: desk.random, clock: desk.clock.law,
                settings: DeliverySettings(), portfolios: portfolios)
            other.numberCodes = context.numberCodes
            context = other
        }
        return (desk, desk.lane(context: context))
    }

    private func sent(_ desk: Desk, _ lane: DeliveryLane) async throws -> Submission {
        try await desk.borrower(1)
        try await desk.plan()
        _ = try await lane.turn([])
        return try #require(desk.carrier.handed.first)
    }

    private func words(_ desk: Desk) async throws -> [LearnedNumbers.Word] {
        let now = desk.clock.now
        return try await desk.database.read {
            Array(try LearnedNumbers.of(Borrower.ID(1), at: now, in: $0).values)
        }
    }

    private func standing(_ desk: Desk) async throws -> [ContactPoint.Standing] {
        let (vault, now) = (desk.vault, desk.clock.now)
        return try await desk.database.read {
            try Snapshots.load(Borrower.ID(1), in: $0, vault: vault, contactsSince: now, now: now)?
                .borrower.contactPoints.map(\.standing) ?? []
        }
    }

    @Test func `a receipt that nobody has the number stops it for good, and a person takes it back`() async throws {
        let (desk, lane) = try await desk("find_number")
        let sent = try await sent(desk, lane)
        _ = try await lane.turn(sent.accepted)
        _ = try await lane.turn(
            sent.text.segments.indices.map {
                desk.carrier.receipt(sent.carrierID($0), .undelivered, error: "mk:0001")
            })
        #expect(
            try await words(desk) == [
                LearnedNumbers.Word(trouble: .invalid, until: nil, source: "\(Desk.route) mk:0001")
            ])
        #expect(try await standing(desk) == [.invalid])
        // Whose only number it was: work for a person, once for all segments.
        #expect(try await desk.count("task WHERE borrower = 1 AND kind = 'find_number'") == 1)
        desk.clock.advance(.days(400))
        #expect(try await standing(desk) == [.invalid])
        try await desk.database.write { session in
            let point = try #require(try session.integer("SELECT id FROM contact_point WHERE borrower = 1"))
            try ContactPoints.mark(ContactPoint.ID(point), of: Borrower.ID(1), .usable, in: session)
        }
        #expect(try await standing(desk) == [.usable])
        #expect(try await words(desk) == [])
        #expect(try await desk.audit().isSound)
    }

    @Test func `one that is out of service is let be for some days, and then tried again`() async throws {
        let (desk, lane) = try await desk()
        let sent = try await sent(desk, lane)
        // The receipt is there before the answer.
        _ = try await lane.turn(
            sent.text.segments.indices.map {
                desk.carrier.receipt(sent.carrierID($0), .undelivered, from: House.chenhe.phone(1), error: "024")
            })
        _ = try await lane.turn(sent.accepted)
        #expect(try await standing(desk) == [.unreachable])
        desk.clock.advance(.days(2))
        #expect(try await standing(desk) == [.unreachable])
        desk.clock.advance(.days(1))
        #expect(try await standing(desk) == [.usable])
        #expect(try await desk.count("task WHERE borrower = 1") == 0)
    }

    @Test func `a refusal for good stands for a month, one that may pass says nothing`() async throws {
        let (desk, lane) = try await desk()
        let sent = try await sent(desk, lane)
        _ = try await lane.turn(sent.refused(.retry))
        #expect(try await standing(desk) == [.usable])
        desk.clock.advance(.minutes(2))
        _ = try await lane.turn([])
        let again = try #require(desk.carrier.handed.last)
        _ = try await lane.turn(again.refused(.permanent))
        #expect(try await standing(desk) == [.invalid])
        desk.clock.advance(.days(30))
        #expect(try await standing(desk) == [.usable])
    }

    @Test func `a ported number and a code that says nothing of numbers leave it as it is`() async throws {
        let (desk, lane) = try await desk()
        let sent = try await sent(desk, lane)
        _ = try await lane.turn(sent.accepted)
        _ = try await lane.turn([desk.carrier.receipt(sent.carrierID(0), .undelivered, error: "DB:0141")])
        #expect(try await words(desk).isEmpty)
        if sent.segments > 1 {
            _ = try await lane.turn([desk.carrier.receipt(sent.carrierID(1), .undelivered, error: "9")])
            #expect(try await words(desk).map(\.trouble) == [.ported])
        }
        #expect(try await standing(desk) == [.usable])
    }

    @Test func `what the lender says of a number is not overruled, and a stricter word stands`() async throws {
        let (desk, _) = try await desk()
        try await desk.borrower(1)
        let now = desk.clock.now
        func note(_ trouble: NumberTrouble, until: Instant?) async throws -> Bool {
            try await desk.database.write { session in
                let point = try #require(try session.integer("SELECT id FROM contact_point WHERE borrower = 1"))
                return try LearnedNumbers.note(
                    LearnedNumbers.Word(trouble: trouble, until: until, source: "r 1"), of: ContactPoint.ID(point),
                    Borrower.ID(1), at: now, in: session)
            }
        }
        #expect(try await note(.ported, until: now + .days(180)))
        #expect(try await standing(desk) == [.usable])
        #expect(try await note(.unreachable, until: now + .days(3)))
        #expect(try await !note(.ported, until: now + .days(180)))
        #expect(try await !note(.unreachable, until: now + .days(3)))
        #expect(try await note(.invalid, until: now + .days(30)))
        #expect(try await !note(.unreachable, until: now + .days(3)))
        #expect(try await note(.invalid, until: nil))
        #expect(try await standing(desk) == [.invalid])
        try await desk.database.write { session in
            let point = try #require(try session.integer("SELECT id FROM contact_point WHERE borrower = 1"))
            try ContactPoints.mark(ContactPoint.ID(point), of: Borrower.ID(1), .wrongPerson, in: session)
        }
        #expect(try await !note(.invalid, until: nil))
        #expect(try await standing(desk) == [.wrongPerson])
    }
}
