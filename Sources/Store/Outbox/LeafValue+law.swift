package import CivilTime
package import Compliance
package import Evidence
package import Messaging

/// How decisions stand in evidence. Fields come in the order in which they are written.
extension LeafValue {
    /// An instant as ISO 8601 in UTC: what a reader without Dunlin can read.
    package static func instant(_ instant: Instant) -> LeafValue { .text(instant.description) }

    /// Every rule that spoke. With `packs` beside it, the decision can be gone over years later.
    package static func findings(_ verdict: Verdict?) -> LeafValue {
        .list((verdict?.findings ?? []).map(finding))
    }

    /// The packs of the rules that spoke, each once: a dozen findings name two or three. A rule's name begins with its
    /// pack's key.
    package static func packs(_ verdict: Verdict?) -> LeafValue {
        var packs: [(hash: String, value: LeafValue)] = []
        for finding in verdict?.findings ?? [] where !packs.contains(where: { $0.hash == finding.packHash }) {
            let key = finding.rule.prefix { $0 != "/" }
            packs.append(
                (
                    finding.packHash,
                    .object([
                        ("hash", .text(finding.packHash)), ("key", .text(String(key))),
                        ("version", .text(finding.packVersion)),
                    ])
                ))
        }
        return .list(packs.map(\.value))
    }

    private static func finding(_ finding: Finding) -> LeafValue {
        let says: LeafValue
        var until: Instant?
        switch finding.outcome {
        case .allow: says = "allow"
        case .suppress: says = "suppress"
        case .hold(let end): (says, until) = ("hold", end)
        }
        var fields: [(String, LeafValue)] = [
            ("citation", .text(finding.citation)), ("detail", .text(finding.detail)),
            ("grade", .text(finding.grade.rawValue)), ("rule", .text(finding.rule)), ("says", says),
        ]
        if let until { fields.append(("until", .instant(until))) }
        return .object(fields)
    }

    /// What a step is about, in the store's numbers.
    package static func claim(_ claim: Claim) -> LeafValue {
        .object([
            ("generation", .integer(Int64(claim.generation))), ("id", .integer(claim.subjectID)),
            ("part", .integer(Int64(claim.subjectPart))), ("step", .text(claim.step)),
            ("subject", .text(claim.subject.word)),
        ])
    }
}

/// The words of cases in evidence stand here, not with the runtime: a case may be renamed and a leaf may not, and asking
/// for a case's name is slow.
extension Claim.Subject {
    fileprivate var word: String {
        switch self {
        case .instalment: "instalment"
        case .payment: "payment"
        case .loan: "loan"
        case .reply: "reply"
        }
    }
}
