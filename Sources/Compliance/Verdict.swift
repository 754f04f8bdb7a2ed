package import CivilTime
internal import Synchronization

/// How well a rule's source is known: primary text seen, secondary source, from memory.
package enum Grade: String, Sendable, Codable { case primary = "P", secondary = "S", memory = "M" }

/// Where a finding comes from: one rule of one version of one pack. A decision makes a dozen findings and every core makes
/// them of the same rules, so sources are kept for the life of the program, and copying one counts nothing. There are as
/// many as rules in the packs that were ever read.
@safe package struct RuleSource: Sendable, Hashable {
    private final class Words: Sendable {
        let key: Key
        let noObjection: String

        init(_ key: Key, _ noObjection: String) {
            self.key = key
            self.noObjection = noObjection
        }
    }

    private struct Key: Sendable, Hashable {
        var rule: String
        var packVersion: String
        var packHash: String
        var citation: String
        var grade: Grade
    }

    private static let kept = Mutex<[Key: Words]>([:])
    /// Of `kept`, which nothing leaves.
    private let words: Unmanaged<Words>

    package init(
        rule: String, packVersion: String, packHash: String, citation: String, grade: Grade, noObjection: String = ""
    ) {
        let key = Key(rule: rule, packVersion: packVersion, packHash: packHash, citation: citation, grade: grade)
        let words = Self.kept.withLock { kept in
            if let known = kept[key] { return known }
            let new = Words(key, noObjection)
            kept[key] = new
            return new
        }
        unsafe self.words = Unmanaged.passUnretained(words)
    }

    /// `us-federal/regf.window`: pack and rule.
    package var rule: String { unsafe words._withUnsafeGuaranteedRef { $0.key.rule } }
    /// Version of the pack, and SHA-256 of its file in lower-case hex.
    package var packVersion: String { unsafe words._withUnsafeGuaranteedRef { $0.key.packVersion } }
    package var packHash: String { unsafe words._withUnsafeGuaranteedRef { $0.key.packHash } }
    package var citation: String { unsafe words._withUnsafeGuaranteedRef { $0.key.citation } }
    package var grade: Grade { unsafe words._withUnsafeGuaranteedRef { $0.key.grade } }
    /// The detail of a finding that allows.
    var noObjection: String { unsafe words._withUnsafeGuaranteedRef { $0.noObjection } }

    package static func == (a: RuleSource, b: RuleSource) -> Bool { unsafe a.words.toOpaque() == b.words.toOpaque() }

    package func hash(into hasher: inout Hasher) { unsafe hasher.combine(words.toOpaque()) }
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
