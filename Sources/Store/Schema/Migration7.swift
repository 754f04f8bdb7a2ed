/// Schema version 7: what a book says beside loans and payments, messages to many and about several loans, what was not
/// delivered, scores, and how tasks ended.
enum Migration7 {
    static let statements: [SchemaChange] = lending + broadcasts + merged + ladders + scores + tasks
}
