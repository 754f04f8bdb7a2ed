package import CivilTime

/// What one vector of a pack came to when its rule was asked.
package struct VectorResult: Sendable {
    package var rule: String
    package var name: String
    package var file: String
    /// From 1.
    package var line: Int
    package var column: Int
    package var at: Instant
    package var expected: String
    /// What the rule said instead; nil: the vector holds.
    package var objection: String?
}

extension LawPack {
    /// Every vector of the pack, asked of its rule alone.
    package func vectorResults(_ context: LawContext) -> [VectorResult] {
        vectors.map { rule, vector in
            VectorResult(
                rule: rule.id, name: vector.name, file: file, line: vector.line, column: vector.column, at: vector.at,
                expected: vector.expected.rawValue,
                objection: vector.objection(asking: rule, of: self, context: context))
        }
            + retentionVectors.map { rule, vector in
                VectorResult(
                    rule: rule.id, name: vector.name, file: file, line: vector.line, column: vector.column,
                    at: vector.at, expected: vector.expected.rawValue,
                    objection: vector.objection(asking: rule, of: self))
            }
    }
}
