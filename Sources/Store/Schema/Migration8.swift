/// Schema version 8: ways that are chosen for each message.
enum Migration8 {
    static let statements: [SchemaChange] = routes
}
