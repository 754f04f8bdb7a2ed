/// Schema version 6: what is known of people, and what was proposed and approved.
enum Migration6 {
    static let statements: [SchemaChange] = people + versions
}
