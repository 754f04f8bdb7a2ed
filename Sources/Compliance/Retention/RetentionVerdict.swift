package import CivilTime
internal import LoanBook

/// What the law says of destroying one part of what is known of a borrower, at one instant.
package struct RetentionVerdict: Sendable, Hashable {
    /// One rule that spoke.
    package struct Reason: Sendable, Hashable {
        package var rule: String
        package var citation: String
        package var grade: Grade
        /// Until when it keeps, or when it wants it gone; nil: as long as things stand as they do.
        package var until: Instant?
        /// In words: `the last collection act was on 2026-11-21`.
        package var detail: String
    }

    /// Rules that do not let it go yet.
    package var keeping: [Reason]
    /// Rules that want it gone, now or at their instant.
    package var ending: [Reason]

    package var mayGo: Bool { keeping.isEmpty }
    /// The first instant at which every rule lets it go, everything else being equal; nil where no instant can be named.
    package var until: Instant? {
        var latest: Instant?
        for reason in keeping {
            guard let until = reason.until else { return nil }
            latest = max(latest ?? until, until)
        }
        return latest
    }

    /// Whether a rule wants it gone by `now`, and none keeps it.
    package func mustGo(at now: Instant) -> Bool {
        mayGo && ending.contains { $0.until.map { $0 <= now } ?? false }
    }
}

/// Asks every rule of the packs about one part: what must be kept is never destroyed, whatever else wants it gone. In
/// doubt it is kept (promise P10): a country without a pack keeps its record.
package func retention(
    of kept: RetentionRule.Kept, facts: RetentionFacts, packs: BoundPacks, at now: Instant
) -> RetentionVerdict {
    var verdict = RetentionVerdict(keeping: [], ending: [])
    if packs.isUnknownCountry, kept == .record {
        verdict.keeping.append(
            .init(
                rule: "engine/region", citation: "Dunlin, promise P10: in doubt nothing is destroyed", grade: .primary,
                until: nil, detail: "no law pack speaks for the region \(packs.region)"))
    }
    let today = Zone.utc.civil(at: now).date
    for rule in packs.packs.flatMap(\.rules) where rule.binds(packs.role, in: packs.region) {
        guard case .retention(let limits) = rule.kind, limits.kept == kept, rule.isInForce(on: today) else { continue }
        rule.judge(limits, facts, at: now, into: &verdict)
    }
    return verdict
}

/// The age at which what belongs to nobody goes: the shortest that any pack names; nil where none does.
package func strayPeriod(_ book: LawBook) -> (period: RetentionRule.Period, rule: LawRule)? {
    var shortest: (period: RetentionRule.Period, rule: LawRule)?
    for rule in book.packs.flatMap(\.rules) {
        guard case .retention(let limits) = rule.kind, limits.kept == .stray, let period = limits.atMost else {
            continue
        }
        if shortest.map({ period.days_atMost < $0.period.days_atMost }) ?? true { shortest = (period, rule) }
    }
    return shortest
}

extension RetentionRule.Period {
    fileprivate var days_atMost: Int {
        switch self {
        case .days(let days): days
        case .years(let years): years * 366
        }
    }
}

extension LawRule {
    fileprivate func isInForce(on day: CivilDate) -> Bool {
        (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
    }

    fileprivate func judge(
        _ limits: RetentionRule, _ facts: RetentionFacts, at now: Instant, into verdict: inout RetentionVerdict
    ) {
        func reason(_ until: Instant?, _ detail: String) -> RetentionVerdict.Reason {
            .init(rule: id, citation: citation, grade: grade, until: until, detail: detail)
        }
        for flag in limits.whileFlags where facts.flags.contains(flag) {
            verdict.keeping.append(reason(nil, "the flag \(flag.rawValue) stands"))
        }
        let start = facts.instant(limits.from)
        if let period = limits.atLeast {
            if let start {
                if let end = RetentionRule.end(of: period, from: start), end > now {
                    verdict.keeping.append(reason(end, limits.from.words(start)))
                }
            } else if limits.from == .endOfBusiness {
                verdict.keeping.append(reason(nil, "a loan is open"))
            }
        }
        if let period = limits.atMost, let start, let end = RetentionRule.end(of: period, from: start) {
            verdict.ending.append(reason(end, limits.from.words(start)))
        }
    }
}

extension RetentionRule.Start {
    fileprivate func words(_ start: Instant) -> String {
        let day = Zone.utc.civil(at: start).date
        switch self {
        case .lastCollection: return "the last collection act was on \(day)"
        case .lastContact: return "the last contact was on \(day)"
        case .lastActivity: return "the last activity was on \(day)"
        case .endOfBusiness: return "business ended on \(day)"
        case .arrival: return "it came on \(day)"
        }
    }
}
