package import CivilTime
package import Evidence

/// What is to be recorded, before the log gives it an index.
package struct LeafDraft: Sendable {
    package var kind: LeafKind
    /// The borrower's number in the store; nil for what concerns no borrower (yet).
    package var borrower: Int64?
    package var at: Instant
    /// The record's own fields, all of them sealed. `LeafKind` says which fields the audit looks for.
    package var content: [(String, LeafValue)]

    package init(kind: LeafKind, borrower: Int64?, at: Instant, content: [(String, LeafValue)]) {
        self.kind = kind
        self.borrower = borrower
        self.at = at
        self.content = content
    }
}
