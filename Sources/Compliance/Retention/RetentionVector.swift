package import CivilTime
package import LoanBook

/// A case beside a retention rule that shows where it begins and ends: the rule is asked alone.
package struct RetentionVector: Sendable {
    package enum Expected: String, Sendable, CaseIterable {
        /// It may not be destroyed.
        case keep
        /// It may be destroyed, and need not.
        case free
        /// It must be destroyed.
        case gone
    }

    package var name: String
    /// Where it stands in the pack's file.
    package var line: Int
    package var column: Int
    package var at: Instant
    package var role: Portfolio.Role
    package var facts: RetentionFacts
    package var expected: Expected
    /// The instant at which the keeping or the waiting ends, where the vector names it.
    package var until: Instant?

    /// Nil when `rule` answers as expected, else what it said instead.
    package func objection(asking rule: LawRule, of pack: LawPack) -> String? {
        guard case .retention(let limits) = rule.kind else { return "it is no retention rule" }
        let region = pack.jurisdiction == "*" ? "US" : pack.jurisdiction
        var alone = pack
        alone.rules = [rule]
        let packs = BoundPacks(packs: [alone], region: region, role: role)
        var verdict = retention(of: limits.kept, facts: facts, packs: packs, at: at)
        // A pack of every country speaks for no country of its own.
        verdict.keeping.removeAll { $0.rule.hasPrefix("engine/") }
        let said: Expected = verdict.mayGo ? (verdict.mustGo(at: at) ? .gone : .free) : .keep
        if said != expected { return "expected \(expected), said \(said)" }
        let end = said == .keep ? verdict.until : verdict.ending.compactMap(\.until).min()
        if let until, until != end { return "expected until \(until), said \(end?.description ?? "no instant")" }
        return nil
    }
}

extension RetentionVector {
    static let keys = [
        "name", "at", "role", "last_collection", "last_contact", "last_activity", "end_of_business", "flags", "expect",
        "until",
    ]

    static func read(_ node: PackNode, _ role: Portfolio.Role) throws(LawPackError) -> RetentionVector {
        let fields = try node.fields(keys)
        func instant(_ key: String) throws(LawPackError) -> Instant? {
            try fields[key].map { n throws(LawPackError) in try n.instant() }
        }
        return RetentionVector(
            name: try fields.required("name", in: node).text(), line: node.line, column: node.column,
            at: try fields.required("at", in: node).instant(),
            role: try fields["role"].map { n throws(LawPackError) in try n.one(of: PackWords.roles) } ?? role,
            facts: RetentionFacts(
                lastCollection: try instant("last_collection"), lastContact: try instant("last_contact"),
                lastActivity: try instant("last_activity"), endOfBusiness: try instant("end_of_business"),
                flags: try fields["flags"].map { n throws(LawPackError) in try n.set(of: BorrowerFlag.self) } ?? []),
            expected: try fields.required("expect", in: node).one(of: Expected.self), until: try instant("until"))
    }
}

extension RetentionRule {
    static func read(_ node: PackNode) throws(LawPackError) -> RetentionRule {
        let fields = try node.fields([
            "class", "keep_y", "keep_d", "at_most_y", "at_most_d", "counted_from", "while_flags",
        ])
        let atLeast = try period("keep", fields, node)
        let atMost = try period("at_most", fields, node)
        let flags = try fields["while_flags"].map { n throws(LawPackError) in try n.set(of: BorrowerFlag.self) } ?? []
        let start = try fields["counted_from"].map { n throws(LawPackError) in try n.one(of: Start.self) }
        guard atLeast != nil || atMost != nil || !flags.isEmpty else {
            throw node.fault("a retention rule names no limit", fix: "write keep_y, at_most_y or while_flags")
        }
        guard start != nil || atLeast == nil && atMost == nil else {
            throw node.fault(
                "counted_from is missing", fix: "known: \(Start.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return RetentionRule(
            kept: try fields["class"].map { n throws(LawPackError) in try n.one(of: Kept.self) } ?? .record,
            atLeast: atLeast, atMost: atMost, from: start ?? .lastActivity,
            whileFlags: flags.sorted { $0.rawValue < $1.rawValue })
    }

    private static func period(
        _ name: String, _ fields: [String: PackNode], _ node: PackNode
    ) throws(LawPackError) -> Period? {
        switch (fields[name + "_y"], fields[name + "_d"]) {
        case (nil, nil): return nil
        case (let years?, nil): return .years(try years.number(1...100))
        case (nil, let days?): return .days(try days.number(1...36_500))
        default: throw node.fault("one period is written twice", fix: "write \(name)_y or \(name)_d")
        }
    }
}
