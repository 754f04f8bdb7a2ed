/// Messages about several loans at once.
extension Migration7 {
    static let merged: [SchemaChange] = [
        // Further loans that the message named, beside `loan`: their numbers with blanks between them; null for nearly all.
        "ALTER TABLE contact ADD COLUMN loans TEXT"
    ]
}
