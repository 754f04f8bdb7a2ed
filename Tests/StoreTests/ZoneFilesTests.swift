import CivilTime
import Store
import Testing

struct ZoneFilesTests {
    @Test(arguments: ["America/New_York", "Asia/Shanghai", "Asia/Jakarta", "Pacific/Chatham", "UTC"])
    func `a zone of the machine is read`(_ id: String) throws {
        let zone = try #require(ZoneFiles.zones.zone(id))
        #expect(zone.id == id)
    }

    @Test func `an offset is the zone's own`() throws {
        let zone = try #require(ZoneFiles.zones.zone("Asia/Shanghai"))
        #expect(zone.offset_s(at: Instant(seconds: 1_772_323_200)) == 8 * 3600)
    }

    @Test(arguments: ["Mars/Olympus", "", "../etc/passwd", "/etc/passwd", "America", "tzdata.zi"])
    func `what is no zone is nil`(_ id: String) {
        #expect(ZoneFiles.zones.zone(id)?.id == nil)
    }
}
