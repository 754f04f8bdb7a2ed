/// Schema version 7: what a book says beside loans and payments, and messages to many.
enum Migration7 {
    static let statements: [SchemaChange] = lending + broadcasts
}
