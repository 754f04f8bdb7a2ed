package import CivilTime
package import LoanBook

/// Whether the law lets this contact be made at `at`: every rule that binds is asked, the strictest answer stands, and
/// all that spoke are named.
///
/// - `allow(until:)`: lawful from `at` up to and without `until`, everything else being equal; at most a day ahead.
/// - `hold(until:)`: the first instant at which every rule allows, everything else being equal.
/// - `suppress`: not while these facts stand, or a rule could not be evaluated (promise P10).
package func permit(
    _ contact: ProposedContact, borrower snapshot: BorrowerSnapshot, packs: BoundPacks, context: LawContext,
    at: Instant
) -> Verdict {
    guard !packs.isUnknownCountry else {
        return .silent("region", "no law pack speaks for the region \(packs.region); \(packs.silence)")
    }
    guard let point = contact.contactPoint else { return .silent("contact-point", "no usable contact point") }
    guard point.standing == .usable, point.channel == contact.channel else {
        return .silent("contact-point", "no usable contact point: it is \(point.standing), of channel \(point.channel)")
    }
    let clocks: [Zone]
    let area = NumberArea(point)
    let key = ClockCache.Key(
        region: packs.region, zone: snapshot.borrower.zone, area: area,
        others: NumberArea.others(than: area, of: point, among: snapshot.borrower.contactPoints))
    switch context.clocks.clocks(key, zones: context.zones) {
    case .zones(let zones): clocks = zones
    case .unknown(let why): return .silent("zone", why)
    }
    let history = History.of(snapshot, about: contact.loan, clocks: clocks)
    return Question(contact: contact, history: history, packs: packs, clocks: clocks).verdict(at: at)
}

extension Verdict {
    /// In doubt, silent: the engine itself could not ask the rules.
    fileprivate static func silent(_ rule: String, _ detail: String) -> Verdict {
        Verdict(outcome: .suppress, findings: [.engine(rule, detail)])
    }
}

extension Finding {
    static func engine(_ rule: String, _ detail: String) -> Finding {
        Finding(
            rule: "engine/\(rule)", packVersion: "1", packHash: "", citation: "Dunlin, promise P10: in doubt, silent",
            grade: .primary, outcome: .suppress, detail: detail)
    }
}
