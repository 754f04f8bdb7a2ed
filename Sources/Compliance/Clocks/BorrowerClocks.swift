internal import CivilTime

/// Every clock the borrower may live by: the address's zone, the region's, and the area of every number of theirs. Where they conflict
/// all of them stand, and a window is their intersection (12 CFR 1006.6(b)(1)(i) and its comment; design §6).
enum BorrowerClocks {
    enum Answer: Sendable {
        case zones([Zone])
        case unknown(String)
    }

    static func of(_ key: ClockCache.Key, zones: Zones) -> Answer {
        var found: [Zone] = []
        if !key.zone.isEmpty {
            guard let zone = zones.zone(key.zone) else {
                return .unknown("the zone of the borrower's address is not in the time zone database")
            }
            found.append(zone)
        }
        guard add(RegionZones.zones(of: key.region), to: &found, zones) else {
            return .unknown("a zone of the borrower's region is not in the time zone database")
        }
        for area in [key.area] + key.others {
            switch area.zones {
            case .nowhere: break
            case .unknown: return .unknown("nothing is known of the clocks in the number's country")
            case .zones(let area):
                guard add(area, to: &found, zones) else {
                    return .unknown("a zone of the number's area is not in the time zone database")
                }
            }
        }
        if found.isEmpty { return .unknown("neither address, region nor number says where the borrower is") }
        return .zones(found)
    }

    /// A source that agrees with a clock already found adds nothing; one that contradicts adds all it allows.
    private static func add(_ ids: [String], to found: inout [Zone], _ zones: Zones) -> Bool {
        for zone in found where ids.contains(KnownClocks.canonical(zone.id)) { return true }
        for id in ids {
            guard let zone = zones.zone(id) else { return false }
            found.append(zone)
        }
        return true
    }
}
