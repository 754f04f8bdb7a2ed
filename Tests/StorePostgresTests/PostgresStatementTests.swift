import Store
import Testing

@testable import StorePostgres

struct PostgresStatementTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var dunlin: String
        var postgres: String
        var testDescription: String { dunlin }
    }

    @Test(arguments: [
        Case(dunlin: "SELECT 1", postgres: "SELECT 1"),
        Case(
            dunlin: "SELECT a FROM t WHERE b = ? AND c IN (?, ?)",
            postgres: "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3)"),
        Case(
            dunlin: "SELECT a FROM t INDEXED BY t_due\nWHERE due <= ?", postgres: "SELECT a FROM t\nWHERE due <= $1"),
        Case(dunlin: "SELECT '?', \"?\", 'it''s ?' -- ?\n, ?", postgres: "SELECT '?', \"?\", 'it''s ?' -- ?\n, $1"),
        Case(
            dunlin: "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT NOT NULL, body BLOB) WITHOUT ROWID",
            postgres: "CREATE TABLE t (id BIGINT PRIMARY KEY, text TEXT COLLATE \"C\" NOT NULL, body BYTEA)"),
        Case(
            dunlin: "ALTER TABLE t ADD COLUMN word TEXT NOT NULL DEFAULT ''",
            postgres: "ALTER TABLE t ADD COLUMN word TEXT COLLATE \"C\" NOT NULL DEFAULT ''"),
        Case(dunlin: "SELECT CAST(sum(a) AS INTEGER) FROM t", postgres: "SELECT CAST(sum(a) AS BIGINT) FROM t"),
        Case(dunlin: "SELECT CAST(a AS TEXT) FROM t", postgres: "SELECT CAST(a AS TEXT) FROM t"),
        Case(dunlin: "SELECT x'00ff', x FROM t", postgres: "SELECT '\\x00ff'::bytea, x FROM t"),
        Case(dunlin: "", postgres: ""),
    ])
    func `a statement is said in PostgreSQL's words`(_ example: Case) {
        #expect(PostgresStatement(example.dunlin).text == example.postgres)
    }

    @Test func `parameters are counted outside of quotes`() {
        #expect(PostgresStatement("SELECT ?, '?', ? -- ?").parameters == 2)
        #expect(PostgresStatement("CREATE TABLE t (a TEXT)").parameters == 0)
    }

    @Test(arguments: [
        Case(
            dunlin: "INSERT INTO t (a, b, c) VALUES (?, 1, ?)",
            postgres: "INSERT INTO t (a, b, c) SELECT r.p1, 1, r.p2 FROM unnest(?, ?) AS r(p1, p2)"),
        Case(
            dunlin: "INSERT INTO t (a, b) VALUES (?, coalesce(?, 0)) ON CONFLICT (a) DO NOTHING",
            postgres:
                "INSERT INTO t (a, b) SELECT r.p1, coalesce(r.p2, 0) FROM unnest(?, ?) AS r(p1, p2) ON CONFLICT (a) DO NOTHING"
        ),
        Case(
            dunlin: "UPDATE t SET a = ?, n = n + 1 WHERE b = ? AND c = 2",
            postgres: "UPDATE t SET a = r.p1, n = n + 1  FROM unnest(?, ?) AS r(p1, p2) WHERE b = r.p2 AND c = 2"),
    ])
    func `a plain insert or update takes many rows as arrays`(_ example: Case) {
        let bulk = BulkStatement(example.dunlin)
        #expect(bulk?.statement([.int8, .text]) == example.postgres)
    }

    @Test func `updates of one row do not come together`() {
        let bulk = BulkStatement("UPDATE t SET a = ? WHERE b = ? AND c = ?")
        #expect(bulk?.fits([[.text("x"), .integer(1), .integer(1)], [.text("x"), .integer(1), .integer(2)]]) == true)
        #expect(
            bulk?.fits([[.text("x"), .integer(1), .integer(1)], [.text("y"), .integer(1), .integer(1)]]) == false)
        #expect(BulkStatement("INSERT INTO t (a) VALUES (?)")?.fits([[.integer(1)], [.integer(1)]]) == true)
    }

    @Test func `a column that is null in every row needs no array`() {
        let bulk = BulkStatement("INSERT INTO t (a, b) VALUES (?, ?)")
        #expect(bulk?.statement([.int8, nil]) == "INSERT INTO t (a, b) SELECT r.p1, NULL FROM unnest(?) AS r(p1)")
        #expect(bulk?.statement([nil, nil]) == nil)
    }

    @Test(arguments: [
        "UPDATE t SET a = ?", "UPDATE t SET a = ? FROM u WHERE t.b = u.b AND u.c = ?",
        "UPDATE t SET a = ? WHERE b = ? RETURNING a", "UPDATE t SET a = ? WHERE b > ?",
        "UPDATE t SET a = ? WHERE b = ? OR c = 1",
        "UPDATE t SET a = ? WHERE b IN (?)", "UPDATE t SET a = (SELECT c FROM u) WHERE b = ?",
        "INSERT INTO t (a) SELECT ?", "INSERT INTO t (a) VALUES (?) RETURNING a",
        "INSERT INTO t (a) VALUES (?) ON CONFLICT (a) DO UPDATE SET a = excluded.a",
        "INSERT INTO t (a) VALUES (?), (?)", "DELETE FROM t WHERE a = ?",
    ])
    func `another statement is run row by row`(_ sql: String) {
        #expect(BulkStatement(sql) == nil)
    }
}
