package import CivilTime

/// How well a rule's source is known: primary text seen, secondary source, from memory.
package enum Grade: String, Sendable, Codable { case primary = "P", secondary = "S", memory = "M" }

/// Where a finding comes from: one rule of one version of one pack. Shared by all its findings, since a decision makes a
/// dozen of them.
package final class RuleSource: Sendable, Hashable {
    /// `us-federal/regf.window`: pack and rule.
    package let rule: String
    /// Version of the pack, and SHA-256 of its file in lower-case hex.
    package let packVersion: String
    package let packHash: String
    package let citation: String
    package let grade: Grade
    /// The detail of a finding that allows.
    let noObjection: String

    package init(
        rule: String, packVersion: String, packHash: String, citation: String, grade: Grade, noObjection: String = ""
    ) {
        self.rule = rule
        self.packVersion = packVersion
        self.packHash = packHash
        self.citation = citation
        self.grade = grade
        self.noObjection = noObjection
    }

    package static func == (a: RuleSource, b: RuleSource) -> Bool {
        a === b
            || (a.rule == b.rule && a.packVersion == b.packVersion && a.packHash == b.packHash
                && a.citation == b.citation && a.grade == b.grade)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(rule)
        hasher.combine(packHash)
    }
}

/// What one rule said, with what a reader needs to check it.
package struct Finding: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case allow
        case hold(until: Instant)
        case suppress
    }

    package var source: RuleSource
    package var outcome: Outcome
    /// Nil for the words that all findings of the rule share which allow: a dozen of them are copied in every decision.
    private var own: String?

    /// In plain words, with the figures that decided; no personal data but times and counts.
    package var detail: String { own ?? source.noObjection }
    package var rule: String { source.rule }
    package var packVersion: String { source.packVersion }
    package var packHash: String { source.packHash }
    package var citation: String { source.citation }
    package var grade: Grade { source.grade }

    package init(source: RuleSource, outcome: Outcome, detail: String) {
        self.source = source
        self.outcome = outcome
        own = detail
    }

    /// The rule has no objection.
    init(allowing source: RuleSource) {
        self.source = source
        outcome = .allow
    }

    package init(
        rule: String, packVersion: String, packHash: String, citation: String, grade: Grade, outcome: Outcome,
        detail: String
    ) {
        self.init(
            source: RuleSource(
                rule: rule, packVersion: packVersion, packHash: packHash, citation: citation, grade: grade),
            outcome: outcome, detail: detail)
    }
}

/// What the law says to one proposed contact: the strictest of all findings.
package struct Verdict: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        /// Lawful from now until `until`, the end of the window at hand.
        case allow(until: Instant)
        /// Not now; `until` is the first instant at which it is lawful, everything else being equal.
        case hold(until: Instant)
        /// Not at all while these facts stand.
        case suppress
    }

    package var outcome: Outcome
    /// Every rule that spoke, those that allowed too.
    package var findings: [Finding]

    package init(outcome: Outcome, findings: [Finding]) {
        self.outcome = outcome
        self.findings = findings
    }
}
