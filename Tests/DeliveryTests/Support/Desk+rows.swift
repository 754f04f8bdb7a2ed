import CivilTime
import Evidence
import LoanBook
import Messaging
import Store
import Testing

/// What the store says afterwards.
struct MessageRow: Sendable, Hashable {
    var id: Int64
    var borrower: Int64
    var step: String
    var state: MessageState
    var reason: String
    var due: Instant
    var attempts: Int
}

struct AttemptLine: Sendable, Hashable {
    var id: Int64
    var borrower: Int64
    var message: Int64
    var state: AttemptState
    var isFinal: Bool
    var segments: [AttemptState]
}

extension Desk {
    /// Every message, or those of one borrower, in the order of their numbers.
    func messages(_ borrower: Int64? = nil) async throws -> [MessageRow] {
        try await database.read { session in
            try session.rows("SELECT id, borrower, step, state, reason, due_ms, attempts FROM message ORDER BY id") {
                MessageRow(
                    id: $0.integer(0), borrower: $0.integer(1), step: $0.text(2),
                    state: try #require(MessageState(rawValue: Int($0.integer(3)))), reason: $0.text(4),
                    due: $0.instant(5),
                    attempts: Int($0.integer(6)))
            }.filter { borrower == nil || $0.borrower == borrower }
        }
    }

    func states(_ borrower: Int64? = nil) async throws -> [MessageState] { try await messages(borrower).map(\.state) }

    func attempts() async throws -> [AttemptLine] {
        try await database.read { session in
            let rows = try session.rows(
                "SELECT borrower, id, message, segments, state, final_ms FROM attempt ORDER BY id"
            ) { row in
                (
                    AttemptRow(
                        borrower: Borrower.ID(row.integer(0)), id: Attempt.ID(row.integer(1)),
                        message: OutboxMessage.ID(row.integer(2)), route: Self.route, segments: Int(row.integer(3)),
                        state: try #require(AttemptState(rawValue: Int(row.integer(4))))), !row.isNull(5)
                )
            }
            return try rows.map { row, isFinal in
                AttemptLine(
                    id: row.id.number, borrower: row.borrower.number, message: row.message.number, state: row.state,
                    isFinal: isFinal,
                    segments: try Attempts.segments(of: row, in: session))
            }
        }
    }

    func count(_ sql: String) async throws -> Int {
        Int(try await database.read { try $0.integer("SELECT count(*) FROM \(sql)") ?? 0 })
    }

    /// Contents of a borrower's leaves, oldest first.
    func leaves(_ borrower: Int64) async throws -> [LeafContent] {
        let vault = vault
        return try await database.read { session in
            try BorrowerLeaves.read(Borrower.ID(borrower), in: session, vault: vault).map(\.content)
        }
    }

    /// The whole log against the store, published to a folder of this test.
    func audit() async throws -> AuditReport {
        let signer = try await EvidenceKey.signer(
            origin: "dunlin.example/test", database: database, vault: vault, random: random)
        let directory = folder.path("evidence")
        _ = try await EvidencePublisher(database: database, directory: directory, signer: signer).publish()
        return try await EvidenceAudit.run(
            database: database, directory: directory, key: signer.key, vault: vault)
    }
}
