import CivilTime
import Delivery
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// Receipts: early, late, twice, out of order, for nobody; and those that settle what was lost.
@Suite(.everyEngine) struct ReceiptTests {
    let phone = House.chenhe.phone(1)

    private func submitted(_ desk: Desk, _ lane: DeliveryLane, borrowers: Int64 = 1) async throws -> [Submission] {
        for borrower in 1...borrowers { try await desk.borrower(borrower) }
        try await desk.plan()
        _ = try await lane.turn([])
        try #require(desk.carrier.handed.count == Int(borrowers))
        return desk.carrier.handed
    }

    @Test func `a receipt before the answer is parked, and matched by the answer's id`() async throws {
        let desk = try await Desk()
        let lane = desk.lane()
        let sent = try await submitted(desk, lane)[0]
        let receipts = sent.text.segments.indices.map { desk.carrier.receipt(sent.carrierID($0), from: phone) }
        let report = try await lane.turn(receipts)
        #expect(report.counts.parkedReceipts == receipts.count)
        #expect(try await desk.states() == [.submitted])
        _ = try await lane.turn(sent.accepted)
        #expect(try await desk.states() == [.delivered])
        #expect(try await desk.count("receipt WHERE borrower IS NULL") == 0)
        #expect(try await desk.audit().isSound)
    }

    @Test(arguments: [
        ("3b9aca01", "1000000001", OtherReading.hexToDecimal), ("000000003B9ACA01", "1000000001", .hexToDecimal),
        ("1000000001", "3B9ACA01", .decimalToHex), ("0000abcd-e", "ABCD-E", .caseAndZeros),
    ])
    func `a receipt that would match in another form of its id is parked, and that is told`(
        _ answered: String, _ received: String, _ reading: OtherReading
    ) async throws {
        let desk = try await Desk()
        let lane = desk.lane()
        let sent = try await submitted(desk, lane)[0]
        _ = try await lane.turn(sent.all { .accepted($0, segment: $1, carrierID: $1 == 0 ? answered : "other\($1)") })
        // The same number by chance, of a text to somebody else.
        let strange = try await lane.turn([desk.carrier.receipt(received, from: "19995550100")])
        #expect(strange.counts.misreadReceipts == 0)
        let report = try await lane.turn([desk.carrier.receipt(received, from: phone)])
        #expect(report.counts.parkedReceipts == 1 && report.counts.misreadReceipts == 1)
        #expect(await lane.otherReading == reading)
        #expect(try await desk.states() == [.accepted], "nothing is matched by a guess")
        #expect(try await desk.audit().isSound)
    }

    @Test func `an id that a carrier begins anew is not settled by a receipt from before the attempt`() async throws {
        let desk = try await Desk()
        let lane = desk.lane()
        try await desk.borrower(1)
        // Attempts are numbered from 1: these are the ids that the first one will get, told of a stranger's number.
        _ = try await lane.turn((0..<3).map { desk.carrier.receipt("c1-\($0)", from: "19995550100") })
        desk.clock.advance(.seconds(1))
        try await desk.plan()
        _ = try await lane.turn([])
        let sent = try #require(desk.carrier.handed.first)
        _ = try await lane.turn(sent.accepted)
        #expect(try await desk.states() == [.accepted])
        #expect(try await desk.count("receipt WHERE borrower IS NULL") == 3)
    }

    @Test func `receipt and answer in one batch, in either order`() async throws {
        for receiptFirst in [true, false] {
            let desk = try await Desk()
            let lane = desk.lane()
            let sent = try await submitted(desk, lane)[0]
            let receipts = sent.text.segments.indices.map { desk.carrier.receipt(sent.carrierID($0)) }
            let report = try await lane.turn(receiptFirst ? receipts + sent.accepted : sent.accepted + receipts)
            #expect(try await desk.states() == [.delivered])
            #expect(report.counts.parkedReceipts == 0)
        }
    }

    @Test func `a receipt that comes twice changes nothing the second time`() async throws {
        let desk = try await Desk()
        let lane = desk.lane()
        let sent = try await submitted(desk, lane)[0]
        _ = try await lane.turn(sent.accepted)
        let receipts = sent.text.segments.indices.map { desk.carrier.receipt(sent.carrierID($0)) }
        _ = try await lane.turn(receipts + receipts)
        let before = try await desk.attempts()
        let failures = sent.text.segments.indices.map { desk.carrier.receipt(sent.carrierID($0), .undelivered) }
        _ = try await lane.turn(failures)
        #expect(try await desk.attempts() == before, "a final word is never unsaid")
        #expect(try await desk.states() == [.delivered])
        #expect(try await desk.count("receipt") == 3 * sent.segments, "every receipt is kept")
        #expect(await lane.counts.delivered == 1)
        #expect(try await desk.audit().isSound)
    }

    @Test(arguments: [0, 1])
    func `a segment that failed is not hidden by the success of the others`(_ failing: Int) async throws {
        let desk = try await Desk(.meadow)
        let lane = desk.lane()
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let sent = try await desk.submitOne(lane)
        try #require(sent.segments == 2)
        _ = try await lane.turn(sent.accepted)
        _ = try await lane.turn([desk.carrier.receipt(sent.carrierID(failing), .undelivered, error: "034")])
        #expect(try await desk.states() == [.undelivered])
        for index in 0..<2 where index != failing {
            _ = try await lane.turn([desk.carrier.receipt(sent.carrierID(index))])
        }
        #expect(try await desk.states() == [.undelivered])
    }

    @Test func `the first final word about a message stands, also between two failures`() async throws {
        let desk = try await Desk(.meadow)
        let lane = desk.lane()
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let sent = try await desk.submitOne(lane)
        _ = try await lane.turn(sent.accepted)
        _ = try await lane.turn([desk.carrier.receipt(sent.carrierID(0), .expired)])
        #expect(try await desk.states() == [.expired])
        _ = try await lane.turn([desk.carrier.receipt(sent.carrierID(1), .undelivered)])
        #expect(try await desk.states() == [.expired])
        #expect(try await desk.attempts().map(\.segments) == [[.expired, .undelivered]])
    }

    @Test func `delivered only when the last segment is, in any order`() async throws {
        let desk = try await Desk(.meadow)
        let lane = desk.lane()
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let sent = try await desk.submitOne(lane)
        _ = try await lane.turn(sent.accepted)
        for index in sent.text.segments.indices.reversed() {
            #expect(try await desk.states() == [.accepted])
            _ = try await lane.turn([desk.carrier.receipt(sent.carrierID(index))])
        }
        #expect(try await desk.states() == [.delivered])
    }

    @Test func `receipts that came before the answer was given up settle it, all segments`() async throws {
        let desk = try await Desk(.meadow)
        let lane = desk.lane()
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let sent = try await desk.submitOne(lane)
        let phone = House.meadow.phone(1)
        // The carrier's numbers come without the plus.
        let receipts = sent.text.segments.indices.map {
            desk.carrier.receipt("x\($0)", from: String(phone.dropFirst()))
        }
        _ = try await lane.turn([desk.carrier.receipt("x0", .enroute, from: phone)] + receipts)
        #expect(try await desk.states() == [.submitted])
        desk.clock.advance(.minutes(1))
        _ = try await lane.turn(sent.all { .unanswered($0, segment: $1) })
        #expect(try await desk.states() == [.delivered])
        #expect(try await desk.count("receipt WHERE borrower IS NULL") == 0)
        #expect(try await desk.audit().isSound)
    }

    @Test func `late receipts settle a lost answer segment by segment, and later ones by their id`() async throws {
        let desk = try await Desk(.meadow)
        let lane = desk.lane()
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let sent = try await desk.submitOne(lane)
        let phone = House.meadow.phone(1)
        _ = try await lane.turn(sent.all { .unanswered($0, segment: $1) })
        for index in sent.text.segments.indices {
            _ = try await lane.turn([desk.carrier.receipt("x\(index)", .enroute, from: phone)])
        }
        #expect(try await desk.states() == [.accepted])
        for index in sent.text.segments.indices.reversed() {
            _ = try await lane.turn([desk.carrier.receipt("x\(index)", from: phone)])
        }
        #expect(try await desk.states() == [.delivered])
    }

    @Test func `a late receipt settles a lost answer whole where the text travelled as one`() async throws {
        let desk = try await Desk(.meadow)
        var context = desk.context
        context.wholeRoutes = [Desk.route]
        let lane = desk.lane(context: context)
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let sent = try await desk.submitOne(lane)
        #expect(sent.text.segments.count > 1)
        _ = try await lane.turn(sent.all { .unanswered($0, segment: $1) })
        _ = try await lane.turn([desk.carrier.receipt("x", .enroute, from: House.meadow.phone(1))])
        #expect(try await desk.states() == [.accepted])
        _ = try await lane.turn([desk.carrier.receipt("x", from: House.meadow.phone(1))])
        #expect(try await desk.states() == [.delivered])
    }

    @Test func `between two lost answers to one number nobody guesses`() async throws {
        let desk = try await Desk()
        let lane = desk.lane()
        try await desk.borrower(1, phone: phone)
        try await desk.borrower(2, phone: phone)
        try await desk.plan()
        _ = try await lane.turn([])
        let sent = desk.carrier.handed
        try #require(sent.count == 2)
        _ = try await lane.turn([desk.carrier.receipt("x0", from: phone)])
        _ = try await lane.turn(sent[0].all { .unanswered($0, segment: $1) })
        #expect(try await desk.states() == [.unknown, .submitted], "it may be the other's receipt")
        _ = try await lane.turn(sent[1].all { .unanswered($0, segment: $1) })
        _ = try await lane.turn([desk.carrier.receipt("x1", from: phone)])
        #expect(try await desk.states() == [.unknown, .unknown])
        #expect(try await desk.count("receipt WHERE borrower IS NULL") == 2)
    }

    @Test func `a receipt of the attempt in flight is not given to an older lost one`() async throws {
        let desk = try await Desk()
        let lane = desk.lane()
        try await desk.borrower(1, phone: phone)
        try await desk.borrower(2, phone: phone)
        try await desk.plan()
        _ = try await lane.turn([])
        let (lost, flying) = (desk.carrier.handed[0], desk.carrier.handed[1])
        let early = flying.text.segments.indices.map { desk.carrier.receipt(flying.carrierID($0), from: phone) }
        _ = try await lane.turn(early)
        _ = try await lane.turn(lost.all { .unanswered($0, segment: $1) })
        _ = try await lane.turn(flying.accepted)
        #expect(try await desk.states() == [.unknown, .delivered])
    }

    @Test func `a lost answer's receipt that waited for another attempt's answer settles it then`() async throws {
        let desk = try await Desk()
        let lane = desk.lane()
        try await desk.borrower(1, phone: phone)
        try await desk.borrower(2, phone: phone)
        try await desk.plan()
        _ = try await lane.turn([])
        let (lost, flying) = (desk.carrier.handed[0], desk.carrier.handed[1])
        _ = try await lane.turn(lost.all { .unanswered($0, segment: $1) })
        _ = try await lane.turn(lost.text.segments.indices.map { desk.carrier.receipt("x\($0)", from: phone) })
        #expect(try await desk.states() == [.unknown, .submitted])
        _ = try await lane.turn(flying.accepted)
        #expect(try await desk.states() == [.delivered, .accepted])
        #expect(try await desk.audit().isSound)
    }

    @Test func `a receipt older than the attempt cannot be its own`() async throws {
        let desk = try await Desk()
        let lane = desk.lane()
        try await desk.borrower(1)
        _ = try await lane.turn([desk.carrier.receipt("stray", from: phone)])
        desk.clock.advance(.minutes(1))
        try await desk.plan()
        let sent = try await desk.submitOne(lane)
        _ = try await lane.turn(sent.all { .unanswered($0, segment: $1) })
        #expect(try await desk.states() == [.unknown])
        #expect(try await desk.count("receipt WHERE borrower IS NULL") == 1)
    }

    @Test func `a receipt that matches nothing is kept, recorded, and answered`() async throws {
        let desk = try await Desk()
        let lane = desk.lane()
        _ = try await lane.turn([
            desk.carrier.receipt("nobody", from: "+8613999999999"), desk.carrier.receipt("no number"),
            desk.carrier.receipt("junk number", from: "???"), .unreadable([1, 2, 255], desk.carrier.token()),
        ])
        #expect(desk.carrier.acknowledged.count == 4)
        #expect(try await desk.count("receipt WHERE borrower IS NULL") == 3)
        #expect(try await desk.count("leaf WHERE kind = 'receipt'") == 4)
        #expect(await lane.counts.unreadable == 1)
        #expect(try await desk.audit().isSound)
    }

    @Test func `deliveries are answered only after the commit`() async throws {
        let faults = FaultyDatabase.Faults()
        let desk = try await Desk(wrapping: { FaultyDatabase($0, faults) })
        let lane = desk.lane()
        faults.fail(.beforeCommit)
        await #expect(throws: FaultyDatabase.Crash.self) {
            _ = try await lane.turn([desk.carrier.receipt("x", from: phone)])
        }
        #expect(desk.carrier.acknowledged.isEmpty)
        #expect(try await desk.count("receipt") == 0)
    }
}

/// A route that sends a long text as one PDU: one id for all segments.
@Suite(.everyEngine) struct SinglePDUTests {
    @Test(arguments: [true, false])
    func `one id and one receipt speak for every segment`(_ receiptFirst: Bool) async throws {
        let desk = try await Desk(.meadow)
        let lane = desk.lane()
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let sent = try await desk.submitOne(lane)
        let answers = sent.all { .accepted($0, segment: $1, carrierID: "one") }
        let receipt = [desk.carrier.receipt("one", from: sent.to)]
        _ = try await lane.turn(receiptFirst ? receipt : answers)
        _ = try await lane.turn(receiptFirst ? answers : receipt)
        #expect(try await desk.states() == [.delivered])
    }
}
