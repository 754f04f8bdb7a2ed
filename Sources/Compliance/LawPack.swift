package import CivilTime

/// The versioned rules of one jurisdiction, read from one YAML file.
package struct LawPack: Sendable {
    /// What names a pack in every finding and in evidence.
    package struct Identity: Sendable, Hashable {
        /// `us-federal`.
        package var key: String
        package var version: String
        /// SHA-256 of the file in lower-case hex.
        package var hash: String
    }

    package var identity: Identity
    package var title: String
    /// ISO 3166-1 or 3166-2 of whom it binds (`US`, `US-MA`), `EU` for the member states, or `*` for every country.
    package var jurisdiction: String
    /// What a reader has to know of the whole pack: what it leaves out, and why.
    package var note: String?
    /// Counsel who signed it off, and when; nil: nobody has.
    package var reviewedBy: String?
    package var reviewedOn: CivilDate?
    package var calendars: [HolidayCalendar]
    /// Words that revoke consent, by language.
    package var optOutWords: [String: [String]]
    package var rules: [LawRule]
    /// Where it was read from: a path of the lender's, or the name of a built-in file.
    package var file: String
    /// The file as it was read: kept by the store once the pack is used, so that a hash can be looked up years later.
    package var text: String

    package var key: String { identity.key }
    package var version: String { identity.version }
    package var hash: String { identity.hash }

    /// Rules that nobody has checked against a source; `dunlin check` prints them.
    package var unverifiedRules: [String] { rules.filter(\.isUnverified).map(\.id) }

    /// Rules that can hold or stop a contact; none: the pack only lists duties, and the house rules bind.
    package var judgedRules: [LawRule] { rules.filter { !$0.kind.isDataOnly } }

    /// All vectors, each with the rule it shows.
    package var vectors: [(rule: LawRule, vector: LawVector)] {
        rules.flatMap { rule in rule.vectors.map { (rule, $0) } }
    }

    /// The vectors of retention rules, each with its rule.
    package var retentionVectors: [(rule: LawRule, vector: RetentionVector)] {
        rules.flatMap { rule in rule.retentionVectors.map { (rule, $0) } }
    }
}

/// One pack in a list for a compliance officer.
package struct LawPackSummary: Sendable, Hashable {
    package var key: String
    package var title: String
    package var version: String
    package var hash: String
    package var jurisdiction: String
    package var reviewedBy: String?
    package var reviewedOn: CivilDate?
    package var ruleCount: Int
    package var unverifiedRules: [String]
}
