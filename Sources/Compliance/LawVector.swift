package import CivilTime
package import LoanBook
internal import Messaging

/// A case beside a rule that shows what it says at an edge: the rule is asked alone.
package struct LawVector: Sendable {
    package enum Expected: String, Sendable, CaseIterable { case allow, hold, suppress, silent }

    package var name: String
    /// Where it stands in the pack's file.
    package var line: Int
    package var column: Int
    package var at: Instant
    package var region: String
    package var role: Portfolio.Role
    package var contact: ProposedContact
    package var snapshot: BorrowerSnapshot
    package var expected: Expected
    /// The instant of `allow(until:)` or `hold(until:)`, where the vector names it.
    package var until: Instant?
    /// Words that the finding's detail must hold, where the vector names them.
    package var finding: String?

    /// Nil when `rule` answers as expected, else what it said instead.
    package func objection(asking rule: LawRule, of pack: LawPack, context: LawContext) -> String? {
        let packs = BoundPacks(only: rule, of: pack, region: region, role: role)
        let verdict = permit(contact, borrower: snapshot, packs: packs, context: context, at: at)
        let spoke = verdict.findings.contains { $0.rule == rule.id }
        let said: (Expected, Instant?)
        switch verdict.outcome {
        case .allow(let until): said = (spoke ? .allow : .silent, until)
        case .hold(let until): said = (.hold, until)
        case .suppress: said = (.suppress, nil)
        }
        let details = verdict.findings.map(\.detail).joined(separator: "; ")
        if said.0 != expected { return "expected \(expected), said \(verdict.outcome): \(details)" }
        if let until, until != said.1 { return "expected until \(until), said \(verdict.outcome): \(details)" }
        if let finding, !details.contains(finding) { return "expected \"\(finding)\" in: \(details)" }
        return nil
    }
}
