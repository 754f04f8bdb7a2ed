internal import GRDB

/// The prepared statements that one transaction has met, by where their text stands in memory.
///
/// A turn of delivery runs two dozen texts some thousand times; finding each by its hash costs more than binding its
/// values. Texts are kept here, so that nothing else can come to stand where they do.
@safe struct MetStatements {
    private struct Met {
        let text: String
        let statement: Statement
    }

    /// More texts than any transaction has that does not make them up.
    private static let limit = 256
    /// Up to so many bytes a string has no place of its own: they stand in the value itself.
    private static let smallText_bytes = 15

    private var byPlace: [UInt: Met] = [:]

    func statement(_ sql: String) -> Statement? {
        guard let place = Self.place(of: sql), let met = byPlace[place], met.text.utf8.count == sql.utf8.count else {
            return nil
        }
        return met.statement
    }

    mutating func keep(_ statement: Statement, of sql: String) {
        guard byPlace.count < Self.limit, let place = Self.place(of: sql), byPlace[place] == nil else { return }
        byPlace[place] = Met(text: sql, statement: statement)
    }

    @inline(__always)
    private static func place(of sql: String) -> UInt? {
        guard sql.utf8.count > smallText_bytes else { return nil }
        return unsafe sql.utf8.withContiguousStorageIfAvailable { UInt(bitPattern: $0.baseAddress) }
    }
}
