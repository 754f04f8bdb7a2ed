internal import LoanBook

/// What a telephone number says about where it is carried: its country, and its area where numbers have one.
enum NumberArea: Hashable, Sendable {
    /// No number at all: an e-mail address.
    case none
    case northAmerica(code: Int)
    case country(code: Int, area: Int)
    case elsewhere

    enum Answer {
        case nowhere
        case zones([String])
        case unknown
    }

    init(_ point: ContactPoint) {
        guard point.channel != .email else {
            self = .none
            return
        }
        let address = point.address.utf8
        self = .elsewhere
        guard address.first == UInt8(ascii: "+") else { return }
        let digits = address.dropFirst()
        guard digits.first == UInt8(ascii: "1") else {
            if let (code, area) = CallingCodes.read(digits) { self = .country(code: code, area: area) }
            return
        }
        let area = digits.dropFirst().prefix(3)
        guard area.count == 3 else { return }
        self = .northAmerica(code: area.reduce(0) { $0 * 10 + Int($1) - 48 })
    }

    /// Areas of the other usable numbers of whoever has `point`, where they say anything else (12 CFR 1006.6(b)(1)(i),
    /// comment 2.ii).
    static func others(than area: NumberArea, of point: ContactPoint, among points: [ContactPoint]) -> [NumberArea] {
        var others: [NumberArea] = []
        for other in points
        where other.id != point.id && other.owner == point.owner && other.standing == .usable
            && other.channel != .email
        {
            let found = NumberArea(other)
            if found != area, !others.contains(found) { others.append(found) }
        }
        return others
    }

    var zones: Answer {
        switch self {
        case .none: return .nowhere
        case .northAmerica(let code):
            if let zones = NumberingPlan.zonesByArea[code] { return .zones(zones) }
            // A code newer than the table may lie anywhere in the States.
            return NumberingPlan.nonGeographic.contains(code) ? .nowhere : .zones(RegionZones.unitedStates)
        case .country(let code, let area): return .zones(CallingCodes.zones(code: code, area: area))
        case .elsewhere: return .unknown
        }
    }
}
