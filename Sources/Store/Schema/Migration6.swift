/// Schema version 6: what a book says beside loans and payments, what is known of people, and what was proposed and approved.
enum Migration6 {
    static let statements: [SchemaChange] = lending + people + versions
}
