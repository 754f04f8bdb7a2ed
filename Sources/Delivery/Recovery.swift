import CivilTime
import LoanBook
import Messaging
import Store

/// What a process does about the attempts that an earlier one left behind.
package enum Recovery {
    /// Every attempt that was written and never answered may have gone out: it becomes `unknown`, and is never sent
    /// again; a late receipt settles it. Returns how many there were.
    ///
    /// One transaction, so that a process that ends in it has recovered nothing: the windows bound what it finds. Only
    /// the process that holds the home's delivery lock may call this: nobody else has attempts in flight then.
    package static func run(_ context: LaneContext) async throws -> Int {
        let now = context.clock.now()
        return try await context.database.write { session in
            let rows = try Attempts.open(.written, before: .distantFuture, limit: .max, in: session)
            var leaves: [LeafDraft] = []
            for row in rows {
                try giveUp(row, at: now, in: session)
                leaves.append(.recovered(row, at: now))
            }
            try EvidenceLog.append(leaves, in: session, vault: context.vault, random: context.random)
            // Receipts that had come before the answers were lost settle them, now that all that is lost is known.
            for row in rows {
                var turn = Turn(context: context, route: row.route, now: now, session: session)
                try turn.settleFromParked(row.borrower)
                try turn.appendLeaves()
            }
            return rows.count
        }
    }

    /// No answer will come to what has none yet.
    private static func giveUp(_ row: AttemptRow, at now: Instant, in session: any SQLSession) throws {
        var segments = try Attempts.segments(of: row, in: session)
        for number in segments.indices where segments[number] == .written {
            segments[number] = .unknown
            try Attempts.setSegment(
                number, of: row, to: .unknown, carrierID: nil, error: "the program ended", in: session)
        }
        let state = AttemptState.fold(segments)
        try Attempts.set(
            row, to: state, message: state.message ?? .unknown, due: nil,
            reason: "the program ended before the carrier's answer", at: now, in: session)
    }

    /// Attempts whose waiting time for receipts is over stand as they are. Returns how many were closed.
    package static func closeOverdue(_ context: LaneContext) async throws -> Int {
        let now = context.clock.now()
        let limit = now - context.settings.receiptWait
        return try await context.database.write { session in
            var closed = 0
            for state in [AttemptState.accepted, .unknown] {
                for row in try Attempts.open(state, before: limit, limit: 500, in: session) {
                    let hours = context.settings.receiptWait.milliseconds / 3_600_000
                    try Attempts.close(row, reason: "no receipt within \(hours) h", at: now, in: session)
                    closed += 1
                }
            }
            return closed
        }
    }
}
