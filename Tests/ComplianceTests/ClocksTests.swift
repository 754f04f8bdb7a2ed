import CivilTime
@testable import Compliance
import LoanBook
import Testing

@Suite struct ClocksTests {
    static func zones(region: String, zone: String = "", number: String) -> Set<String>? {
        let point = TestLaw.contactPoint(number)
        let key = ClockCache.Key(region: region, zone: zone, area: NumberArea(point))
        switch BorrowerClocks.of(key, zones: TestLaw.zones) {
        case .zones(let zones): return Set(zones.map(\.id))
        case .unknown: return nil
        }
    }

    @Test(arguments: [
        ("US-NY", "", "+12125550100", ["America/New_York"]),
        ("US-NY", "America/Detroit", "+12125550100", ["America/Detroit"]),
        ("US-NY", "US/Eastern", "+14155550100", ["US/Eastern", "America/Los_Angeles"]),
        ("US-FL", "America/Chicago", "+18505550100", ["America/Chicago"]),
        ("US-FL", "", "+18505550100", ["America/New_York", "America/Chicago"]),
        ("US-CA", "", "+18005550100", ["America/Los_Angeles"]),
        ("US-NY", "America/New_York", "+8613800138000", ["America/New_York", "Asia/Shanghai"]),
        ("CN-BJ", "", "+8613800138000", ["Asia/Shanghai"]),
        ("ID-PA", "", "+628111234567", ["Asia/Jayapura"]),
        ("ID-ZZ", "", "+628111234567", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
        ("US-NY", "America/New_York", "+16715550100", ["America/New_York", "Pacific/Guam"]),
        ("GB-SCT", "", "+447700900123", ["Europe/London"]),
        ("IN-MH", "Asia/Calcutta", "+919876543210", ["Asia/Calcutta"]),
        ("RU-PRI", "", "+79161234567", ["Asia/Vladivostok"]),
        ("RU-MOW", "Europe/Kirov", "+79161234567", ["Europe/Kirov"]),
        ("RU", "Asia/Novosibirsk", "+79161234567", ["Asia/Novosibirsk"]),
        ("BR-SP", "", "+5511987654321", ["America/Sao_Paulo"]),
        ("BR-SP", "", "+5568987654321", ["America/Sao_Paulo", "America/Rio_Branco"]),
        ("BR-PE", "America/Recife", "+5581987654321", ["America/Recife"]),
        ("MX-ROO", "", "+525512345678", ["America/Cancun"]),
        ("AU-WA", "", "+61412345678", ["Australia/Perth", "Australia/Eucla"]),
        ("AU-VIC", "", "+61732345678", ["Australia/Sydney", "Australia/Brisbane"]),
        ("KE", "", "+254712345678", ["Africa/Nairobi"]),
        ("NG", "", "+2348031234567", ["Africa/Lagos"]), ("HK", "", "+85291234567", ["Asia/Hong_Kong"]),
        ("SG", "", "+6591234567", ["Asia/Singapore"]), ("MY-13", "Asia/Kuching", "+60123456789", ["Asia/Kuching"]),
        ("PH", "", "+639171234567", ["Asia/Manila"]), ("TH", "", "+66812345678", ["Asia/Bangkok"]),
        ("VN", "", "+84912345678", ["Asia/Ho_Chi_Minh"]), ("DE", "", "+4915112345678", ["Europe/Berlin"]),
        ("ES", "", "+34612345678", ["Europe/Madrid", "Atlantic/Canary"]),
    ])
    func `clocks that contradict each other all stand`(region: String, zone: String, number: String, ids: [String]) {
        #expect(ClocksTests.zones(region: region, zone: zone, number: number) == Set(ids))
    }

    @Test func `a many-zoned country of which the part is not known has all its clocks`() {
        #expect(ClocksTests.zones(region: "RU", number: "+79161234567")?.count == 11)
        #expect(ClocksTests.zones(region: "AU", number: "+61412345678") == Set(RegionZones.australia))
        #expect(CallingCodes.zones(code: 61, area: 8).count == 4 && CallingCodes.zones(code: 61, area: 4).count == 7)
        #expect(ClocksTests.zones(region: "BR", number: "+5511987654321")?.count == 4)
        #expect(ClocksTests.zones(region: "MX", number: "+525512345678") == Set(RegionZones.mexico))
    }

    @Test func `every number of the borrower says something of where they are`() throws {
        let book = try LawBook.builtIn()
        var snapshot = TestLaw.snapshot(region: "US-NY", number: "+12125550100", consents: TestLaw.consents())
        snapshot.borrower.contactPoints.append(
            ContactPoint(
                id: ContactPoint.ID(2), channel: .voice, address: "+14155550100", owner: .borrower, standing: .usable))
        func outcome(_ snapshot: BorrowerSnapshot) throws -> Verdict.Outcome {
            permit(
                TestLaw.contact(snapshot), borrower: snapshot, packs: book.bound(region: "US-NY", role: .lender),
                context: LawContext(zones: TestLaw.zones, book: book),
                at: try #require(Instant(iso: "2026-06-15T09:00:00-04:00"))
            ).outcome
        }
        let opening = try #require(Instant(iso: "2026-06-15T08:00:00-07:00"))
        #expect(try outcome(snapshot) == .hold(until: opening))
        for change in [
            { (point: inout ContactPoint) in point.standing = .recycled }, { $0.owner = .guarantor },
            { $0.address = "+12125550111" }, { $0.address = "+18005550100" },
        ] as [(inout ContactPoint) -> Void] {
            var changed = snapshot
            change(&changed.borrower.contactPoints[1])
            guard case .allow = try outcome(changed) else {
                Issue.record("\(changed.borrower.contactPoints[1]) says nothing of where the borrower is")
                continue
            }
        }
    }

    @Test(arguments: ["+4741234567", "+77012345678", "+00", "12125550100", "", "+1", "+121"])
    func `a number that says nothing known is no clock`(number: String) {
        #expect(ClocksTests.zones(region: "US-NY", zone: "America/New_York", number: number) == nil)
    }

    @Test func `a new area code may lie anywhere in the States`() throws {
        let zones = try #require(ClocksTests.zones(region: "US-CA", number: "+19995550100"))
        #expect(zones.isSuperset(of: ["America/Los_Angeles"]))
        #expect(NumberArea(TestLaw.contactPoint("+19995550100")) == .northAmerica(code: 999))
    }

    @Test func `every zone of the tables is in the time zone database`() throws {
        var ids = Set(NumberingPlan.zonesByArea.values.joined())
        for state in ["AL", "AK", "AZ", "FL", "HI", "ID", "KY", "NY", "PR", "GU", "AS", "TX"] {
            ids.formUnion(RegionZones.zones(of: "US-\(state)"))
        }
        for country in Set(CallingCodes.countries.values) { ids.formUnion(RegionZones.zones(of: country)) }
        for table in [
            RegionZones.countries, RegionZones.territories, RegionZones.brazilian, RegionZones.mexican,
            RegionZones.subjects,
        ] { ids.formUnion(table.values.joined()) }
        for id in ids {
            _ = try TestLaw.zones.resolve(id)
            #expect(KnownClocks.canonical(id) == id, "\(id) is known by another name")
        }
        #expect(ids.count > 90)
    }

    @Test(arguments: [2016, 2023])
    func `zones under one name have shown one time since a year`(year: Int) throws {
        let january = try #require(Instant(iso: "\(year)-01-01T00:00:00Z"))
        for (name, others) in year == 2016 ? KnownClocks.groups : KnownClocks.recent {
            let zone = try TestLaw.zones.resolve(name)
            for other in others.split(separator: " ") {
                // Names of old that a slim database may lack have nothing to compare.
                guard let alias = TestLaw.zones.zone(String(other)) else { continue }
                for month in 0..<(12 * 30) {
                    let instant = Instant(seconds: january.seconds + Int64(month) * 2_629_746)
                    #expect(alias.offset_s(at: instant) == zone.offset_s(at: instant), "\(other) is not \(name)")
                }
            }
        }
    }

    @Test func `area codes and codes without an area are apart`() {
        #expect(NumberingPlan.nonGeographic.isDisjoint(with: NumberingPlan.zonesByArea.keys))
        #expect(NumberingPlan.zonesByArea.count > 430)
    }
}
