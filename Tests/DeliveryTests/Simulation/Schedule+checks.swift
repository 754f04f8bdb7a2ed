import CivilTime
import Delivery
import LoanBook
import Messaging
import Store

/// What must hold, counted at the carrier's side.
extension Schedule {
    struct Claimed: Hashable, Sendable {
        var borrower: Int64
        var subject: Int64
        var subjectID: Int64
        var part: Int32
        var step: String
    }

    func hold(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw Violation(description: what()) }
    }

    /// Everything handed over since the last look was lawful, true, and not said before.
    func checkJournal() async throws {
        let journal = account.journal
        for entry in journal[model.checked...] {
            let id = entry.submission.attempt.number
            let claimed = try await claim(of: id)
            try hold(claimed != nil, "attempt \(id) was handed over and is not in the store")
            guard let claimed, let borrower = model.borrowers[claimed.borrower] else { continue }
            try hold(model.attempts.insert(id).inserted, "attempt \(id) was handed over twice")
            try hold(entry.submission.to == borrower.phone, "attempt \(id) goes to another number")
            if entry.fates.contains(where: { $0 == .taken || $0 == .lost }) {
                let before = model.told.updateValue(id, forKey: claimed)
                try hold(before == nil, "\(claimed) was told by attempt \(before ?? 0) and again by \(id)")
            }
            try checkLaw(entry, claimed, borrower)
            try checkCap(entry, claimed, borrower)
            try checkTruth(entry, claimed, borrower)
        }
        model.checked = journal.count
    }

    private func checkLaw(_ entry: SimulatedCarrier.Entry, _ claimed: Claimed, _ borrower: Model.Borrower) throws {
        let until = entry.submission.validUntil
        try hold(until > entry.at, "\(claimed): valid until \(until), handed over at \(entry.at)")
        if claimed.step == "opt_out.confirmation" {
            let since = model.optedOut[borrower.id] ?? .distantPast
            try hold(entry.at < since + .minutes(5), "\(claimed): a confirmation at \(entry.at) of a STOP at \(since)")
            return
        }
        try hold(model.optedOut[borrower.id] == nil, "\(claimed): told at \(entry.at) after STOP")
        guard let zone = ZoneFiles.zones.zone(borrower.house.portfolio.zone) else { return }
        let isCollection = claimed.step.hasPrefix("overdue")
        let open: Int32 = borrower.house == .meadow ? 8 * 3600 + 1 : 8 * 3600
        let close: Int32 = borrower.house == .chenhe && isCollection ? 22 * 3600 : 21 * 3600
        let local = zone.civil(at: entry.at)
        try hold(
            local.time.seconds >= open && local.time.seconds < close, "\(claimed): handed over at \(entry.at)")
        let end = zone.instant(local.date, TimeOfDay(seconds: close))
        try hold(until <= end, "\(claimed): valid until \(until), the window ends at \(end)")
        try hold(!isCollection || !borrower.isStopped, "\(claimed): collection at \(entry.at) of what is disputed")
    }

    /// Nodes cannot together tell a borrower more than the law of these schedules lets one: see `House.cappedContexts`.
    private func checkCap(_ entry: SimulatedCarrier.Entry, _ claimed: Claimed, _ borrower: Model.Borrower) throws {
        guard nodes.count > 1, claimed.step != "opt_out.confirmation",
            entry.fates.contains(where: { $0 == .taken || $0 == .lost })
        else { return }
        let day = Model.Day(borrower: borrower.id, date: try borrower.today(entry.at))
        let before = model.days.updateValue(entry.submission.attempt.number, forKey: day)
        try hold(before == nil, "\(claimed): told at \(entry.at), the second message of that day")
    }

    private func checkTruth(_ entry: SimulatedCarrier.Entry, _ claimed: Claimed, _ borrower: Model.Borrower) throws {
        let today = try borrower.today(entry.at)
        if claimed.step.hasPrefix("overdue") {
            try hold(borrower.overdue(on: today) > 0, "\(claimed): told at \(entry.at), and nothing is overdue")
        } else if claimed.step == "due.today" || claimed.step.hasPrefix("upcoming") {
            try hold(borrower.unpaid(through: claimed.part) > 0, "\(claimed): told at \(entry.at), and it is paid")
        }
        if claimed.step == "due.today" {
            let due = Desk.date(borrower.due[Int(claimed.part) - 1])
            try hold(due == today, "\(claimed): due on \(due), told on \(today)")
        }
    }

    /// At a crash no more of a lane stands unanswered than the window, or one message that is longer.
    func checkWindow() async throws {
        let open = try await desk.database.read { session in
            try session.rows(
                """
                SELECT a.lane,
                    (SELECT count(*) FROM segment s WHERE s.borrower = a.borrower AND s.attempt = a.id AND s.state = 1)
                FROM attempt a WHERE a.state = 1
                """
            ) { (lane: $0.integer(0), segments: Int($0.integer(1))) }
        }
        for (lane, open) in Dictionary(grouping: open, by: \.lane) {
            let segments = open.reduce(0) { $0 + $1.segments }
            let window = nodes[0].link.window
            try hold(
                segments <= window || open.count == 1,
                "\(segments) segments of \(open.count) attempts of lane \(lane) in flight, and the window is \(window)")
        }
    }

    private static let arrows: [MessageState: Set<MessageState>] = [
        .planned: [.held, .submitted, .suppressed, .superseded],
        .held: [.submitted, .suppressed, .superseded],
        .submitted: [.accepted, .delivered, .undelivered, .expired, .unknown, .failed, .planned],
        .accepted: [.delivered, .undelivered, .expired],
        // `submitted` when a node that was only away waits for the answer again.
        .unknown: [.submitted, .accepted, .delivered, .undelivered, .expired],
    ]

    /// Every message went along the arrows of `Documentation/lifecycle.md`, one step of the schedule at a time.
    func checkStates() async throws {
        for row in try await desk.messages() {
            let before = model.states.updateValue(row.state, forKey: row.id)
            guard let before, before != row.state else { continue }
            // A crash turns to unknown what was submitted in the same step; settling may follow in it.
            var reachable = Self.arrows[before] ?? []
            for _ in 0..<3 { reachable.formUnion(reachable.flatMap { Self.arrows[$0] ?? [] }) }
            try hold(reachable.contains(row.state), "message \(row.id) went from \(before) to \(row.state)")
        }
    }

    private func claim(of attempt: Int64) async throws -> Claimed? {
        try await desk.database.read { session in
            try session.first(
                """
                SELECT m.borrower, m.subject, m.subject_id, m.subject_part, m.step FROM attempt a
                JOIN message m ON m.borrower = a.borrower AND m.id = a.message WHERE a.id = ?
                """, [.integer(attempt)]
            ) {
                Claimed(
                    borrower: $0.integer(0), subject: $0.integer(1), subjectID: $0.integer(2),
                    part: Int32($0.integer(3)), step: $0.text(4))
            }
        }
    }
}
