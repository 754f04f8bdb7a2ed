import CLibPQ
import Foundation
import Synchronization

/// Statements outside Dunlin's own driver: what makes databases, looks at them from outside, and disturbs them.
extension PostgresServer {
    /// Runs statements one by one as the server's superuser, and returns the last one's rows.
    @discardableResult
    package func execute(_ statements: String..., database: String = "postgres") throws -> [[String?]] {
        let connection = unsafe PQconnectdb(url(database))
        defer { unsafe PQfinish(connection) }
        guard unsafe PQstatus(connection) == CONNECTION_OK else {
            throw Failure(description: unsafe String(cString: PQerrorMessage(connection)))
        }
        var rows: [[String?]] = []
        for statement in statements {
            let result = unsafe PQexec(connection, statement)
            defer { unsafe PQclear(result) }
            let status = unsafe PQresultStatus(result)
            guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
                throw Failure(description: unsafe String(cString: PQresultErrorMessage(result)))
            }
            let columns = unsafe PQnfields(result)
            rows = unsafe (0..<PQntuples(result)).map { row in
                (0..<columns).map { column in
                    unsafe PQgetisnull(result, row, column) == 1
                        ? nil : unsafe String(cString: PQgetvalue(result, row, column))
                }
            }
        }
        return rows
    }

    /// Makes a database, empty or as a copy of `template`; nothing when it is there.
    package func create(_ database: String, template: String = "template0") throws {
        try making.withLock {
            guard $0.insert(database).inserted else { return }
            try execute("CREATE DATABASE \"\(database)\" TEMPLATE \"\(template)\" STRATEGY file_copy")
        }
    }

    /// The same, not waited for: the server may have to wait for a connection whose reader waits for a thread.
    package func dropSoon(_ database: String) {
        Self.dropping.async {
            do { try self.drop(database) } catch {
                FileHandle.standardError.write(Data("a test's database stays behind: \(error)\n".utf8))
            }
        }
    }

    private static let dropping = DispatchQueue(label: "dropped databases")

    package func drop(_ database: String) throws {
        making.withLock { _ = $0.remove(database) }
        try execute("DROP DATABASE IF EXISTS \"\(database)\" WITH (FORCE)")
    }
}
