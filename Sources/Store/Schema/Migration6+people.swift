extension Migration6 {
    // What is known of people and of contacts outside Dunlin.
    static let people: [SchemaChange] = []
}
