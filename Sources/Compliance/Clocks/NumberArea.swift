internal import LoanBook

/// What a telephone number says about where it is carried: its country and, in North America, its area code.
enum NumberArea: Hashable, Sendable {
    /// No number at all: an e-mail address.
    case none
    case northAmerica(code: Int)
    case china
    case indonesia
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
        var digits = point.address.utf8.makeIterator()
        guard digits.next() == UInt8(ascii: "+") else {
            self = .elsewhere
            return
        }
        switch (digits.next(), digits.next()) {
        case (UInt8(ascii: "1"), let first?):
            guard let second = digits.next(), let third = digits.next() else {
                self = .elsewhere
                return
            }
            let code = [first, second, third].reduce(0) { $0 * 10 + Int($1) - 48 }
            self = .northAmerica(code: code)
        case (UInt8(ascii: "8"), UInt8(ascii: "6")): self = .china
        case (UInt8(ascii: "6"), UInt8(ascii: "2")): self = .indonesia
        default: self = .elsewhere
        }
    }

    var zones: Answer {
        switch self {
        case .none: return .nowhere
        case .northAmerica(let code):
            if let zones = NumberingPlan.zonesByArea[code] { return .zones(zones) }
            // A code newer than the table may lie anywhere in the States.
            return NumberingPlan.nonGeographic.contains(code) ? .nowhere : .zones(RegionZones.unitedStates)
        case .china: return .zones(RegionZones.china)
        case .indonesia: return .zones(RegionZones.indonesia)
        case .elsewhere: return .unknown
        }
    }
}
