import LoanBook

/// Rows of a portfolio by the lender's own references, many at once.
///
/// A server that plans such a statement while the table is empty takes every row of the portfolio and looks into the list for
/// each; an import, which is one transaction, would keep that plan to its end. Behind `OFFSET 0` it seeks by both columns.
struct ReferenceList: Sendable {
    private let sqlite: String
    private let postgres: String

    /// `table`: name and the alias `f`. `more`: a further condition, with `AND` behind it.
    init(_ columns: String, from table: String, such more: String = "") {
        sqlite = "SELECT \(columns) FROM \(table) WHERE \(more) f.portfolio = ? AND f.ref IN (\(KeyList.parameters))"
        let list = Array(repeating: "(CAST(? AS TEXT))", count: KeyList.width).joined(separator: ", ")
        postgres = """
            SELECT \(columns) FROM (SELECT CAST(? AS BIGINT)) l(portfolio) CROSS JOIN (VALUES \(list)) v(ref)
            CROSS JOIN LATERAL (SELECT * FROM \(table) WHERE \(more) f.portfolio = l.portfolio AND f.ref = v.ref OFFSET 0) f
            """
    }

    func query(
        _ references: [Reference], portfolio: Int64, in session: any SQLSession, _ row: (any SQLRow) throws -> Void
    ) throws {
        var rest = Set(references).sorted()[...]
        while !rest.isEmpty {
            let piece = rest.prefix(KeyList.width)
            let padding = Array(repeating: SQLValue.null, count: KeyList.width - piece.count)
            try session.query(
                session.engine == .postgres ? postgres : sqlite,
                [.integer(portfolio)] + piece.map { .text($0) } + padding, row)
            rest = rest.dropFirst(KeyList.width)
        }
    }
}
