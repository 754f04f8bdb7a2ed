/// Schema version 7: what a book says beside loans and payments, messages to many and about several loans, and what was not
/// delivered.
enum Migration7 {
    static let statements: [SchemaChange] = lending + broadcasts + merged + ladders
}
