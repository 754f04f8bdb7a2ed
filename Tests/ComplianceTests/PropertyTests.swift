import CivilTime
import Compliance
import LoanBook
import Messaging
import Testing

/// What must hold whatever the facts are; a failure names the seed and case that show it.
@Suite struct PropertyTests {
    static let regions: [(region: String, zones: [String], numbers: [String])] = [
        ("US-NY", ["America/New_York", ""], ["+12125550100", "+14155550100", "+18085550100", "+18005550100"]),
        ("US-MA", ["America/New_York", "America/Chicago"], ["+16175550100", "+13125550100"]),
        ("US-AZ", ["", "America/Phoenix"], ["+16025550100", "+18505550100"]),
        ("US", ["", "America/Denver"], ["+18005550100", "+13035550100"]),
        ("CN-XJ", ["Asia/Shanghai", "Asia/Urumqi"], ["+8613800138000", "+12135550100"]),
        ("ID-PA", ["Asia/Jayapura", "Asia/Jakarta"], ["+628111234567"]),
        ("ID", [""], ["+628111234567"]),
    ]

    struct Case {
        var snapshot: BorrowerSnapshot
        var contact: ProposedContact
        var role: Portfolio.Role
        var at: Instant
    }

    static func make(_ numbers: inout SeededNumbers) -> Case {
        let place = numbers.pick(regions)
        // Around both changes of clocks and Indonesia's holidays, to the millisecond.
        let anchors: [Int64] = [1_772_928_000, 1_773_878_400, 1_793_491_200, 1_781_524_800, 1_798_200_000]
        let at = Instant(
            milliseconds: numbers.pick(anchors) * 1000 + Int64(numbers.below(6 * 86_400_000)) - 3 * 86_400_000)
        let kinds: [PastContact.Kind] = [.message, .message, .callAttempt, .conversation]
        var contacts: [PastContact] = []
        for _ in 0..<numbers.below(8) {
            let kind = numbers.pick(kinds)
            contacts.append(
                PastContact(
                    kind: kind, channel: kind == .message ? .sms : .voice,
                    messageClass: numbers.pick([.collection, .collection, .service]), contactPoint: TestLaw.point,
                    loan: numbers.pick([TestLaw.loan, Loan.ID(2), nil]),
                    at: at - .milliseconds(Int64(numbers.below(9 * 86_400_000)))))
        }
        contacts.sort { $0.at < $1.at }
        let snapshot = TestLaw.snapshot(
            region: place.region, zone: numbers.pick(place.zones), number: numbers.pick(place.numbers),
            consents: TestLaw.consents(), contacts: contacts)
        let purposes: [Purpose] = [.overdueNotice, .overdueNotice, .reminderUpcoming, .paymentReceived]
        var contact = TestLaw.contact(snapshot, numbers.pick(purposes))
        if numbers.below(3) == 0 {
            contact.channel = .voice
            contact.contactPoint?.channel = .voice
        }
        return Case(
            snapshot: snapshot, contact: contact, role: numbers.pick(Portfolio.Role.allCases), at: at)
    }

    static func outcome(_ item: Case, _ context: LawContext, at: Instant) -> Verdict.Outcome {
        let packs = context.book.bound(region: item.snapshot.borrower.region, role: item.role)
        return permit(item.contact, borrower: item.snapshot, packs: packs, context: context, at: at).outcome
    }

    static func allows(_ outcome: Verdict.Outcome) -> Bool { if case .allow = outcome { true } else { false } }

    @Test(arguments: [UInt64(1), 2, 3])
    func `a hold ends at the first lawful instant and an allowance nowhere in between`(seed: UInt64) throws {
        let context = try TestLaw.context()
        var numbers = SeededNumbers(seed: seed)
        var held = 0
        var allowed = 0
        for number in 0..<400 {
            let item = PropertyTests.make(&numbers)
            switch PropertyTests.outcome(item, context, at: item.at) {
            case .suppress:
                Issue.record("seed \(seed), case \(number): nothing here suppresses")
            case .hold(let until):
                held += 1
                #expect(until > item.at)
                #expect(
                    PropertyTests.allows(PropertyTests.outcome(item, context, at: until)),
                    "seed \(seed), case \(number): the hold's end is not lawful")
                let length = until - item.at
                for _ in 0..<6 {
                    let before = item.at + .milliseconds(Int64.random(in: 0..<length.milliseconds, using: &numbers))
                    #expect(
                        !PropertyTests.allows(PropertyTests.outcome(item, context, at: before)),
                        "seed \(seed), case \(number): lawful before the hold ends, at \(before)")
                }
                #expect(!PropertyTests.allows(PropertyTests.outcome(item, context, at: until - .milliseconds(1))))
            case .allow(let until):
                allowed += 1
                #expect(until > item.at && until <= item.at + .days(1))
                let length = (until - item.at).milliseconds
                for _ in 0..<6 {
                    let within = item.at + .milliseconds(Int64.random(in: 0..<length, using: &numbers))
                    #expect(
                        PropertyTests.allows(PropertyTests.outcome(item, context, at: within)),
                        "seed \(seed), case \(number): not lawful inside what was allowed, at \(within)")
                }
            }
        }
        #expect(held > 50 && allowed > 50)
    }

    /// Every clock a case's borrower may live by, worked out by hand for the regions above.
    static func clocks(_ item: Case) throws -> [Zone] {
        let borrower = item.snapshot.borrower
        let areas = [
            "+1212": "America/New_York", "+1415": "America/Los_Angeles", "+1808": "Pacific/Honolulu",
            "+1617": "America/New_York", "+1312": "America/Chicago", "+1602": "America/Phoenix",
            "+1303": "America/Denver", "+1213": "America/Los_Angeles",
        ]
        var ids: Set<String> = borrower.zone.isEmpty ? [] : [borrower.zone]
        switch borrower.region {
        case "US-NY", "US-MA": ids.insert("America/New_York")
        case "CN-XJ": ids.insert("Asia/Shanghai")
        case "ID-PA": ids.insert("Asia/Jayapura")
        default: break
        }
        if let number = item.contact.contactPoint?.address, let area = areas[String(number.prefix(5))] {
            ids.insert(area)
        }
        return try ids.map { try TestLaw.zones.resolve($0) }
    }

    @Test(arguments: [UInt64(4), 5])
    func `no allowance lies outside a binding window on any clock`(seed: UInt64) throws {
        let context = try TestLaw.context()
        var numbers = SeededNumbers(seed: seed)
        var allowed = 0
        for number in 0..<1500 {
            let item = PropertyTests.make(&numbers)
            guard PropertyTests.allows(PropertyTests.outcome(item, context, at: item.at)) else { continue }
            allowed += 1
            let collection = item.contact.purpose.messageClass == .collection
            for zone in try PropertyTests.clocks(item) {
                let (date, time) = zone.civil(at: item.at)
                let comment = Comment(rawValue: "seed \(seed), case \(number): \(time) on \(date) in \(zone)")
                #expect(time.seconds >= 28_800, comment)
                switch item.snapshot.borrower.region.prefix(2) {
                case "US":
                    #expect(time.seconds < 75_600, comment)
                    if item.role == .thirdPartyCollector { #expect(time.seconds > 28_800, comment) }
                case "CN": #expect(time.seconds < (collection ? 79_200 : 75_600), comment)
                default:
                    if collection {
                        #expect(time.seconds <= 72_000 && date.weekday != .sunday, comment)
                        #expect(!["2026-03-19", "2026-03-21", "2026-12-25"].contains(date.description), comment)
                    } else {
                        #expect(time.seconds < 75_600, comment)
                    }
                }
            }
        }
        #expect(allowed > 200)
    }

    @Test func `the same question has the same answer`() throws {
        let first = try TestLaw.context()
        let second = try TestLaw.context()
        var numbers = SeededNumbers(seed: 9)
        for _ in 0..<200 {
            let item = PropertyTests.make(&numbers)
            #expect(
                PropertyTests.outcome(item, first, at: item.at) == PropertyTests.outcome(item, second, at: item.at))
        }
    }
}
