internal import CLibPQ
internal import Store

/// One row of a result in binary form. Integers, booleans, text and bytes are read; other types are refused beforehand.
final class PostgresRow: SQLRow {
    private enum Kind {
        case integer
        case text
        case bytes
        /// A function that answers nothing.
        case nothing
    }

    private let result: PostgresResult
    private let kinds: [Kind]
    /// The row that is read now.
    var index: Int32 = 0
    let count: Int32

    /// Throws the words of an error for a column of a type that Dunlin does not read.
    init(_ result: PostgresResult) throws(UnreadableColumn) {
        self.result = result
        count = Int32(result.rowCount)
        var kinds: [Kind] = []
        for column in 0..<result.columnCount {
            switch result.type(column) {
            // bool, int8, int2, int4, oid.
            case 16, 20, 21, 23, 26: kinds.append(.integer)
            // text, name, varchar, bpchar, unknown.
            case 25, 19, 1043, 1042, 705: kinds.append(.text)
            case 17: kinds.append(.bytes)
            case 2278: kinds.append(.nothing)
            case 1700: throw UnreadableColumn(words: "column \(column + 1) is numeric: CAST(… AS BIGINT) it")
            case let type:
                throw UnreadableColumn(words: "column \(column + 1) is of PostgreSQL's type \(type): CAST it")
            }
        }
        self.kinds = kinds
    }

    struct UnreadableColumn: Error { let words: String }

    func integer(_ column: Int) -> Int64 {
        switch kinds[column] {
        case .integer:
            unsafe result.withBytes(index, column) { bytes in
                if bytes.count == 8 {
                    return Int64(bigEndian: unsafe bytes.loadUnaligned(as: Int64.self))
                }
                guard let first = unsafe bytes.first else { return 0 }
                // Two's complement of 1, 2 or 4 bytes. A boolean is 0 or 1; an oid has no sign.
                let isUnsigned = result.type(column) == 26
                let start: Int64 = !isUnsigned && first & 0x80 != 0 ? -1 : 0
                return unsafe bytes.reduce(start) { $0 << 8 | Int64($1) }
            }
        case .text: Int64(text(column)) ?? 0
        case .bytes, .nothing: 0
        }
    }

    func text(_ column: Int) -> String {
        switch kinds[column] {
        case .integer: result.isNull(index, column) ? "" : String(integer(column))
        case .text, .bytes: unsafe result.withBytes(index, column) { unsafe String(decoding: $0, as: UTF8.self) }
        case .nothing: ""
        }
    }

    func blob(_ column: Int) -> [UInt8] {
        switch kinds[column] {
        case .integer: Array(text(column).utf8)
        case .text, .bytes: unsafe result.withBytes(index, column) { unsafe [UInt8]($0) }
        case .nothing: []
        }
    }

    func isNull(_ column: Int) -> Bool { result.isNull(index, column) }
}
