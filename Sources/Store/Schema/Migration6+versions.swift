extension Migration6 {
    // Proposals, approvals, and broadcasts.
    static let versions: [SchemaChange] = []
}
