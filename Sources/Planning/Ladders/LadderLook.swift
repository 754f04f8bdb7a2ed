import CivilTime
import Decisions
import LoanBook
import Store

/// Which messages a look at ladders goes through: those that failed, and those whose hours have passed without a receipt.
struct LadderLook: Sendable {
    /// A turn that was long under way commits what is older than the last look.
    static let overlap = Span.seconds(60)
    /// Rows looked up at once.
    static let rows = 256

    private struct Window {
        var queue: Undelivered.Queue
        var from: Instant
        var through: Instant
    }

    private let undelivered: Undelivered
    private var windows: ArraySlice<Window>
    private var place: Undelivered.Place?

    /// Nil when nothing hangs on messages. `since`: when they were last looked at; nil for all that a rung may speak of.
    init?(_ context: DecisionContext, portfolio: Int64, since: Instant?, now: Instant) {
        let strategies = context.strategies.filter(\.hasLadders)
        guard let reach = strategies.compactMap(\.ladderReach).max() else { return nil }
        undelivered = Undelivered(portfolio: portfolio, steps: Set(strategies.flatMap(\.laddered)).sorted())
        let earliest = now - reach
        let hours = Set(strategies.flatMap(\.rungHours)).sorted()
        var windows: [Window] = []
        for queue in Undelivered.Queue.all {
            // What is looked at as far back as can be is looked at once, whatever its hours.
            let passed = queue == .failed ? [0] : since == nil ? Array(hours.prefix(1)) : hours
            for hours in passed.map({ Span.hours(Int64($0)) }) {
                let from = since.map { max(earliest, $0 - hours - Self.overlap) } ?? earliest
                windows.append(Window(queue: queue, from: from, through: now - hours))
            }
        }
        self.windows = windows[...]
    }

    /// The borrowers of the next rows; nil behind the end.
    mutating func next(in session: any SQLSession) throws -> [Borrower.ID]? {
        while let window = windows.first {
            let rows = try undelivered.page(
                of: window.queue, behind: place ?? .before(window.from), through: window.through, limit: Self.rows,
                in: session)
            place = rows.last
            if rows.count < Self.rows {
                windows.removeFirst()
                place = nil
            }
            if !rows.isEmpty { return Set(rows.map(\.borrower)).sorted() }
        }
        return nil
    }
}
