import Delivery
import LoanBook
import Messaging
import Store

/// What must hold when everything has come to rest.
extension Schedule {
    func checkEnd() async throws {
        try hold(nodes.allSatisfy(\.link.isIdle), "the carrier still has something to say")
        let attempts = try await desk.attempts()
        let last = Dictionary(attempts.map { ($0.message, $0) }, uniquingKeysWith: { $1 })
        for message in try await desk.messages() {
            let isClosed = last[message.id]?.isFinal ?? false
            try hold(message.state.isFinal || isClosed, "message \(message.id) is left \(message.state)")
            try hold(
                message.state.isFinal && message.state.isGood || !message.reason.isEmpty,
                "message \(message.id) ended \(message.state) without a reason")
        }
        try checkWords(attempts)
        try checkSettled(attempts)
        try await checkConfirmations()
        let receipts = try await desk.count("receipt")
        let answered = nodes.reduce(0) { $0 + $1.link.acknowledgedReceipts }
        try hold(receipts >= answered, "\(answered) receipts were answered, \(receipts) are kept")
        let report = try await desk.audit()
        try hold(report.isSound, "evidence: \(report.faults)")
        try hold(report.attempts == Int64(attempts.count), "evidence knows \(report.attempts) attempts")
    }

    /// The store says of no attempt what the handsets deny.
    private func checkWords(_ attempts: [AttemptLine]) throws {
        let journal = Dictionary(account.journal.map { ($0.submission.attempt.number, $0) }, uniquingKeysWith: { $1 })
        for attempt in attempts {
            try hold(attempt.state != .written, "attempt \(attempt.id) is left without a word")
            let isOpen =
                attempt.segments.contains(.accepted)
                && attempt.segments.allSatisfy { $0 == .accepted || $0 == .delivered }
            try hold(attempt.state != .accepted || isOpen, "attempt \(attempt.id) is accepted, and \(attempt.segments)")
            let entry = journal[attempt.id]
            switch attempt.state {
            case .delivered:
                let isTrue = entry?.ends.allSatisfy { $0 == .delivered } ?? false
                try hold(isTrue, "attempt \(attempt.id) stands as delivered and was not")
            case .undelivered, .expired:
                let isTrue = entry?.ends.contains { $0 != nil && $0 != .delivered } ?? false
                try hold(isTrue, "attempt \(attempt.id) stands as \(attempt.state) and is not")
            case .refused:
                let isTrue = entry?.fates.contains { if case .refused = $0 { true } else { false } } ?? false
                try hold(isTrue, "attempt \(attempt.id) stands as refused and was not")
            case .unwritten:
                let isTrue = entry?.fates.allSatisfy { $0 == .unwritten } ?? false
                try hold(isTrue, "attempt \(attempt.id) stands as unwritten and was not")
            case .written, .accepted, .unknown: break
            }
        }
    }

    /// Whatever the carrier told of has been understood: by its id, or by the number where only one can be meant.
    private func checkSettled(_ attempts: [AttemptLine]) throws {
        let states = Dictionary(uniqueKeysWithValues: attempts.map { ($0.id, $0) })
        let tried = Dictionary(grouping: attempts, by: \.borrower).mapValues(\.count)
        for entry in account.journal {
            guard let attempt = states[entry.submission.attempt.number] else { continue }
            let isOnly = tried[attempt.borrower] == 1 && !isShared(entry.submission.to)
            // Which of several lost segments a receipt speaks of nobody can know: they are counted.
            let left = attempt.segments.count { $0 == .accepted || $0 == .unknown && isOnly }
            let untold = entry.fates.count - entry.told.count
            try hold(left <= untold, "attempt \(attempt.id) is left \(attempt.segments), and \(entry.told) were told")
        }
    }

    private func isShared(_ phone: String) -> Bool { model.borrowers.values.count { $0.phone == phone } > 1 }

    /// Nobody here says START again: one STOP of a number stands, and one confirmation of it at most went out.
    private func checkConfirmations() async throws {
        var confirmed: [String: Int] = [:]
        for (claimed, attempt) in model.told where claimed.step == "opt_out.confirmation" {
            guard let phone = model.borrowers[claimed.borrower]?.phone else { continue }
            confirmed[phone, default: 0] += 1
            try hold(confirmed[phone] == 1, "attempt \(attempt) confirms a STOP that was confirmed")
        }
    }
}

extension MessageState {
    /// Needs no reason beside it.
    var isGood: Bool { self == .delivered }
}
