/// Schema version 8: ways that are chosen for each message, what a message costs, and what carriers say of numbers.
enum Migration8 {
    static let statements: [SchemaChange] = routes + costs + numbers
}
