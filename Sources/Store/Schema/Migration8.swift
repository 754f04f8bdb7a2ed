/// Schema version 8: ways that are chosen for each message, and what a message costs.
enum Migration8 {
    static let statements: [SchemaChange] = routes + costs
}
