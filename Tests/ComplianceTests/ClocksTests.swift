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
    ])
    func `clocks that contradict each other all stand`(region: String, zone: String, number: String, ids: [String]) {
        #expect(ClocksTests.zones(region: region, zone: zone, number: number) == Set(ids))
    }

    @Test(arguments: ["+447700900123", "12125550100", "", "+1", "+121"])
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
        ids.formUnion(RegionZones.zones(of: "ID"))
        for id in ids {
            _ = try TestLaw.zones.resolve(id)
            #expect(KnownClocks.canonical(id) == id, "\(id) is known by another name")
        }
        #expect(ids.count > 30)
    }

    @Test func `zones under one name have shown one time since 2016`() throws {
        for (name, others) in KnownClocks.groups {
            let zone = try TestLaw.zones.resolve(name)
            for other in others.split(separator: " ") {
                // Names of old that a slim database may lack have nothing to compare.
                guard let alias = TestLaw.zones.zone(String(other)) else { continue }
                for month in 0..<(12 * 40) {
                    let instant = Instant(seconds: 1_451_606_400 + Int64(month) * 2_629_746)
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
