package import CivilTime
package import LoanBook
import Messaging

/// What would go out on a date and what would not: counts only.
package struct PlanReport: Sendable {
    package struct Row: Sendable, Hashable {
        package var step: String
        /// The key of the segment that the step is for; empty when it is for everybody.
        package var segment = ""
        package var language: String
        package var segments: Int
        /// How many loans each names.
        package var loans = 1
        /// The local hour of the borrower at which it goes, 0 to 23.
        package var hour: Int
    }

    package var date: CivilDate
    package var now: Instant
    package var borrowers = 0
    package var sending: [Row: Int] = [:]
    /// By step and reason: will go out, but not before an instant.
    package var held: [Reason: Int] = [:]
    /// By step and reason: will not go out while the facts stand.
    package var suppressed: [Reason: Int] = [:]
    /// By step and kind: what a person would be given to do.
    package var tasks: [Reason: Int] = [:]

    /// By rung and what it hangs on: told only where the message is not delivered.
    package var ifUndelivered: [Reason: Int] = [:]

    /// Messages to many that day, beside those of the strategy.
    package var broadcasts: [BroadcastDay] = []

    package struct Reason: Sendable, Hashable {
        package var step: String
        package var reason: String
    }

    /// What `sending` would cost, by currency, in millionths of its main unit.
    package var cost: [Currency: Int64] = [:]
    /// Segments of `sending` whose route says no price.
    package var unpricedSegments = 0

    package init(date: CivilDate, now: Instant) {
        self.date = date
        self.now = now
    }

    package var messages: Int { sending.values.reduce(0, +) }
    package var segments: Int { sending.reduce(0) { $0 + $1.key.segments * $1.value } }
}
