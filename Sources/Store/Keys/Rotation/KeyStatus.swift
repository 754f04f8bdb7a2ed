package import CivilTime
internal import Evidence

/// The master keys of a database and what is given of them, for people.
package struct KeyStatus: Sendable {
    package struct Generation: Sendable {
        package var record: MasterRecord
        /// Where the key was found; nil when it is not given.
        package var place: String?
    }

    package struct Step: Sendable {
        package var table: String
        package var position: Int64
        package var end: Int64
        package var isDone: Bool
    }

    package var state: KeyState
    package var generations: [Generation]
    /// Of the rotation that is under way; empty when none is.
    package var steps: [Step]
    /// Where keys were found that the database does not know: one of them is what the next rotation takes.
    package var unknown: [String]

    package static func read(in session: any SQLSession, given: MasterKeys) throws -> KeyStatus {
        guard let state = try KeyState.read(in: session) else {
            throw StoreError(.unreadableRow, "key_state is missing", at: "setting.key_state")
        }
        let records = try MasterRecord.all(in: session)
        let marks = given.given.map { (mark: $0.key.mark, place: $0.place) }
        let steps =
            !state.isRotating
            ? []
            : try session.rows("SELECT name, position, is_done FROM key_step") {
                (name: $0.text(0), position: $0.integer(1), isDone: $0.bool(2))
            }
        return KeyStatus(
            state: state,
            generations: records.map { record in
                Generation(record: record, place: marks.first { $0.mark == record.mark }?.place)
            },
            steps: try RotationStep.allCases.compactMap { step in
                try steps.first { $0.name == step.rawValue }.map {
                    Step(
                        table: $0.name, position: $0.position, end: try step.end(in: session), isDone: $0.isDone)
                }
            },
            unknown: marks.filter { mark in !records.contains { $0.mark == mark.mark } }.map(\.place))
    }
}

extension KeyRotation {
    /// Declares every generation but the current one out of use, after looking at every key of the database. Returns those
    /// that it retired now.
    package static func retire(
        _ database: any SQLDatabase, vault: Vault, at now: Instant
    ) async throws -> [UInt8] {
        let current = try await database.read { session -> UInt8 in
            guard let state = try KeyState.read(in: session), !state.isRotating else {
                throw StoreError(
                    .masterKeyInvalid, "a rotation is under way", at: "master key",
                    fix: "End it first: dunlin keys rotate")
            }
            for table in ["borrower_key", "store_key"] {
                let left =
                    try session.integer(
                        "SELECT count(*) FROM \(table) WHERE substr(wrapped, 1, 1) <> ?", [.blob([state.current])]) ?? 0
                guard left == 0 else {
                    throw StoreError(
                        .masterKeyInvalid, "\(left) keys are still wrapped with an older master key", at: table,
                        fix: "Run dunlin keys rotate again")
                }
            }
            return state.current
        }
        return try await database.write { session in
            let retired = try MasterRecord.retire(before: current, at: now, in: session)
            try EvidenceLog.append(
                retired.map { .keys("retired", generation: $0, at: now) }, in: session, vault: vault,
                random: vault.random)
            return retired
        }
    }
}
