internal import CLibPQ
internal import Store

/// What the server answered to one statement; freed with the last reference.
@safe final class PostgresResult {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe PQclear(pointer) }

    var status: ExecStatusType { unsafe PQresultStatus(pointer) }
    var rowCount: Int { unsafe Int(PQntuples(pointer)) }
    var columnCount: Int { unsafe Int(PQnfields(pointer)) }
    var byteCount: Int { unsafe Int(PQresultMemorySize(pointer)) }
    /// `COMMIT`, `ROLLBACK`, `INSERT 0 3` …
    var command: String { unsafe String(cString: PQcmdStatus(pointer)) }
    /// Rows that the statement changed.
    var changedRows: Int { unsafe Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    func type(_ column: Int) -> UInt32 { unsafe PQftype(pointer, Int32(column)) }

    /// A field of an error; see `PG_DIAG_…`. Names and codes only are asked for, never the detail, which holds values.
    func errorField(_ field: CChar) -> String? {
        unsafe PQresultErrorField(pointer, Int32(field)).map { unsafe String(cString: $0) }
    }

    @inline(__always)
    func isNull(_ row: Int32, _ column: Int) -> Bool { unsafe PQgetisnull(pointer, row, Int32(column)) != 0 }

    /// The bytes of one value; empty for null.
    @inline(__always)
    func withBytes<Value>(_ row: Int32, _ column: Int, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        let count = unsafe Int(PQgetlength(pointer, row, Int32(column)))
        let start = unsafe PQgetvalue(pointer, row, Int32(column))
        return unsafe body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }
}
