internal import GRDBSQLite

/// A prepared statement of a connection, and the row on which it stands: the C seam. Valid while its session is.
@safe struct SQLiteStatement {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// Stepped and not yet reset.
    var isBusy: Bool { unsafe sqlite3_stmt_busy(pointer) != 0 }

    @inline(__always)
    func step() -> Int32 { unsafe sqlite3_step(pointer) }

    func reset() { unsafe sqlite3_reset(pointer) }

    /// The same as `bind`, for a statement that is run to its end before `bytes` are asked for again: SQLite reads texts
    /// and blobs where they were put, instead of allocating a copy of each.
    func bind(_ values: [SQLValue], keeping bytes: BoundBytes) -> Int32 {
        guard unsafe Int(sqlite3_bind_parameter_count(pointer)) == values.count else { return SQLITE_RANGE }
        var left = unsafe bytes.room(for: values)
        var index: Int32 = 0
        for value in values {
            index += 1
            let code: Int32
            switch value {
            case .null: code = unsafe sqlite3_bind_null(pointer, index)
            case .integer(let integer): code = unsafe sqlite3_bind_int64(pointer, index, integer)
            case .text(var text):
                let start = unsafe left
                let count = text.withUTF8 { unsafe BoundBytes.put($0, &left) }
                code = unsafe sqlite3_bind_text64(
                    pointer, index, start.assumingMemoryBound(to: CChar.self), UInt64(count), nil, UInt8(SQLITE_UTF8))
            case .blob(let blob):
                let start = unsafe left
                let count = unsafe blob.withUnsafeBufferPointer { unsafe BoundBytes.put($0, &left) }
                code = unsafe sqlite3_bind_blob64(pointer, index, start, UInt64(count), nil)
            case .list: code = SQLITE_MISMATCH
            }
            if code != SQLITE_OK { return code }
        }
        return SQLITE_OK
    }

    /// Binds values to the parameters, and returns the first result code that is not `SQLITE_OK`.
    func bind(_ values: [SQLValue]) -> Int32 {
        guard unsafe Int(sqlite3_bind_parameter_count(pointer)) == values.count else { return SQLITE_RANGE }
        var index: Int32 = 0
        for value in values {
            index += 1
            let code = bind(value, at: index)
            if code != SQLITE_OK { return code }
        }
        return SQLITE_OK
    }

    @inline(__always)
    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        // SQLite's own `SQLITE_TRANSIENT`, a C macro that Swift does not import: SQLite copies the bytes.
        let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null:
            return unsafe sqlite3_bind_null(pointer, index)
        case .integer(let integer):
            return unsafe sqlite3_bind_int64(pointer, index, integer)
        case .text(var text):
            // A null pointer would bind NULL, and an empty text may have one.
            guard !text.isEmpty else { return unsafe sqlite3_bind_text(pointer, index, "", 0, copied) }
            return text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) {
                    unsafe sqlite3_bind_text64(
                        pointer, index, $0.baseAddress, UInt64($0.count), copied, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let blob):
            guard !blob.isEmpty else { return unsafe sqlite3_bind_zeroblob(pointer, index, 0) }
            return unsafe blob.withUnsafeBytes {
                unsafe sqlite3_bind_blob64(pointer, index, $0.baseAddress, UInt64($0.count), copied)
            }
        case .list: return SQLITE_MISMATCH
        }
    }
}

/// SQLite converts between types as it reads.
extension SQLiteStatement: SQLRow {
    func integer(_ column: Int) -> Int64 { unsafe sqlite3_column_int64(pointer, Int32(column)) }

    func text(_ column: Int) -> String {
        guard let bytes = unsafe sqlite3_column_text(pointer, Int32(column)) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(pointer, Int32(column)))
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func blob(_ column: Int) -> [UInt8] {
        guard let bytes = unsafe sqlite3_column_blob(pointer, Int32(column)) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(pointer, Int32(column)))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    func isNull(_ column: Int) -> Bool { unsafe sqlite3_column_type(pointer, Int32(column)) == SQLITE_NULL }
}
