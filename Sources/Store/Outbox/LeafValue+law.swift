package import CivilTime
package import Compliance
package import Evidence
package import Messaging

/// How decisions stand in evidence.
extension LeafValue {
    /// An instant as ISO 8601 in UTC: what a reader without Dunlin can read.
    package static func instant(_ instant: Instant) -> LeafValue { .text(instant.description) }

    /// Every rule that spoke, with its pack's version and hash, so that the decision can be gone over years later.
    package static func findings(_ verdict: Verdict?) -> LeafValue {
        .list(
            (verdict?.findings ?? []).map { finding in
                var fields: [(String, LeafValue)] = [
                    ("rule", .text(finding.rule)), ("pack_version", .text(finding.packVersion)),
                    ("pack_hash", .text(finding.packHash)), ("citation", .text(finding.citation)),
                    ("grade", .text(finding.grade.rawValue)), ("detail", .text(finding.detail)),
                ]
                switch finding.outcome {
                case .allow: fields.append(("says", "allow"))
                case .suppress: fields.append(("says", "suppress"))
                case .hold(let until):
                    fields.append(("says", "hold"))
                    fields.append(("until", .instant(until)))
                }
                return .object(fields)
            })
    }

    /// What a step is about, in the store's numbers.
    package static func claim(_ claim: Claim) -> LeafValue {
        .object([
            ("subject", .text("\(claim.subject)")), ("id", .integer(claim.subjectID)),
            ("part", .integer(Int64(claim.subjectPart))), ("step", .text(claim.step)),
            ("generation", .integer(Int64(claim.generation))),
        ])
    }
}
