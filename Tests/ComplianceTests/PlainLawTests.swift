import CivilTime
import Compliance
import Foundation
import LoanBook
import Messaging
import Testing

/// Random facts in every country, at any millisecond of three years, against `PlainLaw`.
@Suite struct PlainLawTests {
    struct Place {
        var region: String
        var zone = ""
        var number: String
        /// Every clock the borrower may live by, worked out by hand.
        var clocks: [String]
        /// The same without the number, for e-mail.
        var withoutNumber: [String]?
    }

    static let russia = [
        "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk",
        "Asia/Irkutsk", "Asia/Chita", "Asia/Vladivostok", "Asia/Sakhalin", "Asia/Anadyr",
    ]
    static let australia = [
        "Australia/Melbourne", "Australia/Brisbane", "Australia/Broken_Hill", "Australia/Darwin", "Australia/Perth",
        "Australia/Eucla", "Australia/Lord_Howe",
    ]
    static let places: [Place] = [
        Place(region: "US-NY", number: "+12125550100", clocks: ["America/New_York"]),
        Place(
            region: "US-NY", zone: "America/New_York", number: "+14155550100",
            clocks: ["America/New_York", "America/Los_Angeles"], withoutNumber: ["America/New_York"]),
        Place(
            region: "US-MA", number: "+13125550100", clocks: ["America/New_York", "America/Chicago"],
            withoutNumber: ["America/New_York"]),
        Place(region: "US", zone: "America/Denver", number: "+18005550100", clocks: ["America/Denver"]),
        Place(
            region: "CN-XJ", zone: "Asia/Urumqi", number: "+8613800138000", clocks: ["Asia/Urumqi", "Asia/Shanghai"]),
        Place(region: "ID-PA", number: "+628111234567", clocks: ["Asia/Jayapura"]),
        Place(region: "ID", number: "+628111234567", clocks: ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
        Place(region: "IN-MH", number: "+919876543210", clocks: ["Asia/Kolkata"]),
        Place(region: "VN", number: "+84912345678", clocks: ["Asia/Ho_Chi_Minh"]),
        Place(region: "TH", number: "+66812345678", clocks: ["Asia/Bangkok"]),
        Place(region: "PH", number: "+639171234567", clocks: ["Asia/Manila"]),
        Place(region: "AU-QLD", number: "+61412345678", clocks: ["Australia/Brisbane"]),
        Place(region: "AU", number: "+61412345678", clocks: australia),
        Place(region: "RU-MOW", number: "+79161234567", clocks: ["Europe/Moscow"]),
        Place(region: "RU-PRI", number: "+79161234567", clocks: ["Asia/Vladivostok"]),
        Place(region: "RU", number: "+79161234567", clocks: russia),
        Place(region: "MX-CMX", number: "+525512345678", clocks: ["America/Mexico_City"]),
        Place(region: "MX-ROO", number: "+525512345678", clocks: ["America/Cancun"]),
        Place(region: "BR-SP", number: "+5511987654321", clocks: ["America/Sao_Paulo"]),
        Place(region: "BR-RJ", number: "+5521987654321", clocks: ["America/Sao_Paulo"]),
        Place(region: "BR-AL", number: "+5582987654321", clocks: ["America/Maceio"]),
        Place(region: "BR-ES", number: "+5527987654321", clocks: ["America/Sao_Paulo"]),
        Place(region: "BR-AM", zone: "America/Manaus", number: "+5592987654321", clocks: ["America/Manaus"]),
        Place(region: "BR", zone: "America/Bahia", number: "+5571987654321", clocks: ["America/Bahia"]),
        Place(region: "GB-SCT", number: "+447700900123", clocks: ["Europe/London"]),
        Place(region: "KE", number: "+254712345678", clocks: ["Africa/Nairobi"]),
        Place(region: "NG", number: "+2348031234567", clocks: ["Africa/Lagos"]),
        Place(region: "HK", number: "+85291234567", clocks: ["Asia/Hong_Kong"]),
        Place(region: "SG", number: "+6591234567", clocks: ["Asia/Singapore"]),
        Place(region: "MY-13", number: "+60123456789", clocks: ["Asia/Kuching"]),
    ]

    struct Case {
        var snapshot: BorrowerSnapshot
        var contact: ProposedContact
        var packs: BoundPacks
        var law: PlainLaw
        var clocks: [Zone]
        var at: Instant

        /// What a person with a calendar and a watch on every clock would say.
        func objection(at: Instant) -> String? {
            for zone in clocks {
                let (date, time) = zone.civil(at: at)
                if let objection = law.objection(date, time.seconds, past: { zone.civil(at: $0.at).date }) {
                    return "\(objection) (\(date) \(time) in \(zone.id))"
                }
            }
            return nil
        }
    }

    static func make(
        _ numbers: inout SeededNumbers, _ context: LawContext, _ calendars: [String: HolidayCalendar]
    ) throws -> Case {
        let place = numbers.pick(places)
        let start = Instant(seconds: 1_735_689_600)
        // 2025-01-01 to 2027-12-31: 1095 days, to the millisecond.
        let at = start + .milliseconds(Int64(numbers.below(1095)) * 86_400_000 + Int64(numbers.below(86_400_000)))
        let channel: Channel = numbers.pick([.sms, .sms, .voice, .voice, .email])
        let kinds: [PastContact.Kind] = [.message, .message, .callAttempt, .conversation]
        let reach_d = numbers.pick([1, 3, 8, 33])
        let contacts = (0..<numbers.below(numbers.pick([1, 4, 12, 20]))).map { _ in
            let kind = numbers.pick(kinds)
            return PastContact(
                kind: kind, channel: kind == .message ? numbers.pick([.sms, .email]) : .voice,
                messageClass: numbers.pick([.collection, .collection, .service]), contactPoint: TestLaw.point,
                loan: numbers.pick([TestLaw.loan, TestLaw.loan, Loan.ID(2), nil]),
                at: at - .milliseconds(Int64(numbers.below(reach_d)) * 86_400_000 + Int64(numbers.below(86_400_000))))
        }.sorted { $0.at < $1.at }
        let agreed = numbers.below(5) == 0
        var snapshot = TestLaw.snapshot(
            region: place.region, zone: place.zone, number: channel == .email ? "b@example.org" : place.number,
            consents: TestLaw.consents(), flags: agreed ? [.hoursAgreed] : [], contacts: contacts)
        snapshot.borrower.contactPoints[0].channel = channel
        var contact = TestLaw.contact(
            snapshot,
            numbers.pick([.overdueNotice, .overdueNotice, .overdueFormal, .reminderUpcoming, .paymentReceived]))
        contact.channel = channel
        contact.daysPastDue = numbers.pick([1, 15, 16, 40])
        let role = numbers.pick(Portfolio.Role.allCases)
        return Case(
            snapshot: snapshot, contact: contact,
            packs: context.book.bound(region: place.region, role: role),
            law: PlainLaw(
                region: place.region, role: role, purpose: contact.purpose, channel: channel,
                daysPastDue: contact.daysPastDue, agreed: agreed, contacts: contacts, loan: TestLaw.loan,
                calendars: calendars),
            clocks: try (channel == .email ? place.withoutNumber ?? place.clocks : place.clocks).map {
                try TestLaw.zones.resolve($0)
            },
            at: at)
    }

    @Test(arguments: [UInt64(11), 12, 13, 14])
    func `a contact is allowed exactly where nothing speaks against it, and a hold ends at the first such instant`(
        seed: UInt64
    ) throws {
        let context = try TestLaw.context()
        let calendars = try CalendarTests.calendars()
        var numbers = SeededNumbers(seed: seed)
        var (allowed, held, silent) = (0, 0, 0)
        for number in 0..<800 {
            let item = try PlainLawTests.make(&numbers, context, calendars)
            func outcome(_ at: Instant) -> Verdict {
                permit(item.contact, borrower: item.snapshot, packs: item.packs, context: context, at: at)
            }
            let verdict = outcome(item.at)
            let place = "seed \(seed), case \(number), \(item.law.region) \(item.law.role) \(item.law.channel)"
            let comment = Comment(rawValue: "\(place) at \(item.at): \(verdict.outcome)")
            switch verdict.outcome {
            case .allow(let until):
                allowed += 1
                #expect(item.objection(at: item.at) == nil, comment)
                #expect(item.objection(at: until - .milliseconds(1)) == nil, comment)
            case .hold(let until):
                held += 1
                #expect(item.objection(at: item.at) != nil, comment)
                #expect(item.objection(at: until) == nil, comment)
                #expect(item.objection(at: until - .milliseconds(1)) != nil, comment)
                if case .allow = outcome(until).outcome {} else { Issue.record("\(comment): not lawful at its end") }
                let length = (until - item.at).milliseconds
                for _ in 0..<4 {
                    let between = item.at + .milliseconds(Int64(numbers.below(Int(length))))
                    #expect(item.objection(at: between) != nil, comment)
                }
            case .suppress:
                // A hold that would end in a year of which nobody knows the holidays.
                silent += 1
                #expect(item.objection(at: item.at) != nil && item.at.description >= "2027-12-2", comment)
            }
        }
        #expect(allowed > 100 && held > 200 && silent < 12)
    }
}
