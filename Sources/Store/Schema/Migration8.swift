/// Schema version 8: what a message costs, and what carriers say of numbers.
enum Migration8 {
    static let statements: [SchemaChange] = costs + numbers
}
