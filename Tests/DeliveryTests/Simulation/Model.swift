import CivilTime
import LoanBook
import Messaging
import Store
import Testing

/// What the schedule knows of the world by itself, in the simplest terms.
struct Model {
    struct Borrower {
        var id: Int64
        var house: House
        var phone: String
        var due: [String]
        var paid: Int64 = 0
        /// Disputed, or said to be paid: no collection.
        var isStopped = false

        func today(_ now: Instant) throws -> CivilDate {
            try #require(ZoneFiles.zones.zone(house.portfolio.zone)).civil(at: now).date
        }

        /// Owed of the instalments that were due before `date`.
        func overdue(on date: CivilDate) -> Int64 {
            Int64(due.count { Desk.date($0) < date }) * 100_000 - paid
        }

        /// Owed of the first `part` instalments.
        func unpaid(through part: Int32) -> Int64 { Int64(part) * 100_000 - paid }
    }

    /// A day as a borrower's own calendar has it.
    struct Day: Hashable {
        var borrower: Int64
        var date: CivilDate
    }

    var borrowers: [Int64: Borrower] = [:]
    /// The attempt that told a borrower something on a day.
    var days: [Day: Int64] = [:]
    /// Borrowers whose number opted out while it was theirs, and when Dunlin had it on disk.
    var optedOut: [Int64: Instant] = [:]
    /// Entries of the carrier's journal that were looked at.
    var checked = 0
    /// Attempts that were handed over.
    var attempts: Set<Int64> = []
    /// What may have reached a borrower, and by which attempt.
    var told: [Schedule.Claimed: Int64] = [:]
    /// Messages as they stood after the last step.
    var states: [Int64: MessageState] = [:]
    private var parts: [UInt16: Set<UInt8>] = [:]

    /// What a committed turn has heard.
    mutating func hear(_ events: [GatewayEvent], at now: Instant) {
        for case .reply(let reply, _) in events {
            let phone = "+" + reply.from
            if let part = reply.part {
                parts[part.reference, default: []].insert(part.number)
                if parts[part.reference]?.count == Int(part.total) { optOut(phone, at: now) }
            } else if reply.text.lowercased().hasPrefix("stop") {
                optOut(phone, at: now)
            } else if reply.text.contains("already paid") {
                for id in borrowers.keys where borrowers[id]?.phone == phone { borrowers[id]?.isStopped = true }
            }
        }
    }

    private mutating func optOut(_ phone: String, at now: Instant) {
        for id in borrowers.keys where borrowers[id]?.phone == phone { optedOut[id] = now }
    }
}
