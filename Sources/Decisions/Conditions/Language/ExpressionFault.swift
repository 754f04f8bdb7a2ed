/// What is wrong with the text of an expression, and what would mend it. The words hold names and types of the
/// expression, never values of facts.
package struct ExpressionFault: Error, Sendable, Hashable {
    /// Where, in characters (Unicode scalars) of the expression, from 0.
    package var offset: Int
    package var what: String
    package var fix: String

    init(at offset: Int, _ what: String, _ fix: String) {
        self.offset = offset
        self.what = what
        self.fix = fix
    }
}

/// Limits on the text of one expression: more than a person would read, less than would harm.
package enum ExpressionLimits {
    package static let mostBytes = 8192
    package static let deepest = 96
    package static let mostNodes = 2000
}
