/// Schema version 8: what a message costs.
enum Migration8 {
    static let statements: [SchemaChange] = costs
}
