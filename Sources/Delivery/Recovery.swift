import CivilTime
import Compliance
import LoanBook
import Messaging
import Store

/// What is done about the attempts and replies that nobody waits for any more.
package enum Recovery {
    /// Which lanes are given up.
    package enum Reach: Sendable {
        /// Every lane: only for the process that holds the home's delivery lock, which nobody else can be alive beside.
        case all
        /// Those whose lease has ended, by the database's clock.
        case ended
        /// These, and those of this node: for a process that has just begun and holds the lock of the node's home.
        case node(String)
    }

    /// Every attempt that was written and never answered, by a lane that is gone, may have gone out: it becomes `unknown`, and is
    /// never sent again; a late receipt settles it. Returns how many there were.
    ///
    /// One transaction, so that a process that ends in it has recovered nothing: the windows bound what it finds. A turn that is
    /// under way is waited for; its lane has then prolonged its lease, or finds itself given up at its next turn.
    package static func run(_ context: LaneContext, _ reach: Reach) async throws -> Int {
        guard try await context.database.read({ try isAnyone(gone: reach, in: $0) }) else { return 0 }
        return try await context.database.write(repeatable: true) { session in
            let lanes = try gone(reach, in: session)
            try session.lock([.facts], .shared)
            try session.lock(Set(lanes.map { .lane($0) }), .exclusive)
            let ended = try gone(reach, in: session).filter { lanes.contains($0) }
            let rows = try Attempts.forsaken(by: ended, in: session)
            try session.lock(Set(rows.map { .borrower($0.borrower.number) }), .exclusive)
            let now = try context.clock.now(in: session)
            var leaves: [LeafDraft] = []
            for (route, rows) in Dictionary(grouping: rows, by: \.route).sorted(by: { $0.key < $1.key }) {
                var turn = try Turn(context: context, route: route, session: session)
                leaves += try turn.giveUp(rows, at: now)
            }
            for lane in ended { try Lanes.remove(lane, in: session) }
            try EvidenceLog.append(leaves, in: session, vault: context.vault, random: context.random)
            return rows.count
        }
    }

    private static func gone(_ reach: Reach, in session: any SQLSession) throws -> [Int64] {
        let now = Instant(milliseconds: try session.clock_ms())
        return try Lanes.all(in: session).filter { lane in
            switch reach {
            case .all: true
            case .ended: lane.until < now
            case .node(let name): lane.until < now || lane.node == name
            }
        }.map(\.id)
    }

    private static func isAnyone(gone reach: Reach, in session: any SQLSession) throws -> Bool {
        try !gone(reach, in: session).isEmpty || !Attempts.forsaken(by: [], in: session).isEmpty
    }

    /// Attempts whose waiting time for receipts is over stand as they are. Returns how many were closed.
    package static func closeOverdue(_ context: LaneContext) async throws -> Int {
        try await context.database.write(repeatable: true) { session in
            let now = try context.clock.now(in: session)
            let limit = now - context.settings.receiptWait
            var leaves: [LeafDraft] = []
            for state in [AttemptState.accepted, .unknown] {
                let rows = try Attempts.open(state, before: limit, limit: 500, in: session)
                try session.lock(Set(rows.map { .borrower($0.borrower.number) }), .exclusive)
                for row in rows {
                    // A receipt may have come while the borrower was waited for.
                    guard let row = try Attempts.find(row.id, of: row.borrower, in: session), row.state == state else {
                        continue
                    }
                    let hours = context.settings.receiptWait.milliseconds / 3_600_000
                    let reason = "no receipt within \(hours) h"
                    try Attempts.close(row, reason: reason, at: now, in: session)
                    leaves.append(.closed(row, reason: reason, at: now))
                }
            }
            try EvidenceLog.append(leaves, in: session, vault: context.vault, random: context.random)
            return leaves.count
        }
    }
}

extension Turn {
    /// No answer will come to what has none yet: it is unknown. Receipts that had come before the answers were lost settle
    /// them, once all that is lost is known. Returns what is to be recorded.
    fileprivate mutating func giveUp(_ rows: [AttemptRow], at now: Instant) throws -> [LeafDraft] {
        for row in rows {
            guard let known = try ledger.attempt(row.id, of: row.borrower) else { continue }
            var segments = known.segments
            for number in segments.indices where segments[number] == .written {
                segments[number] = .unknown
                ledger.setSegment(
                    SegmentPlace(borrower: row.borrower, attempt: row.id, segment: number), to: .unknown,
                    carrierID: nil, error: "the program ended")
            }
            let state = AttemptState.fold(segments)
            ledger.set(
                row, to: state, message: state.message ?? .unknown, due: nil,
                reason: "the program ended before the carrier's answer", at: now)
            leaves.append(.recovered(row, at: now))
        }
        for row in rows { try settleFromParked(row.borrower) }
        try ledger.write()
        return leaves
    }
}
