import CivilTime
import LoanBook
import Messaging
import Store

extension Recovery {
    /// What stands for parts of a reply that never came.
    private static let gap = " … "

    /// Replies whose missing parts did not come in time are read as far as they came, so that somebody hears of them.
    /// Returns how many there were.
    package static func readIncompleteReplies(_ context: LaneContext) async throws -> Int {
        let late = try await context.database.read { session in
            let limit = try context.clock.now(in: session) - context.settings.replyPartsWithin
            return try Replies.incomplete(before: limit, limit: 100, in: session)
        }
        var count = 0
        for reply in late {
            count += try await context.database.write(repeatable: true) { session in
                try read(reply, context, in: session) ? 1 : 0
            }
        }
        return count
    }

    /// False when the parts were joined meanwhile.
    private static func read(_ late: Replies.Incomplete, _ context: LaneContext, in session: any SQLSession) throws
        -> Bool
    {
        try session.lock([.facts], .shared)
        // Nil while a rotation of the keys has not come to all addresses: it is read after that.
        guard let lookup = context.vault.lookup(stored: late.lookup) else { return false }
        let owners = try ContactPoints.owners(of: [lookup], in: session)
        try session.lock(
            Set(owners.map { .borrower($0) }).union(StoreLock.numbers(lookup: lookup)), .exclusive)
        let parts = try Replies.parts(
            lookup: lookup, reference: late.reference, total: late.total, since: .distantPast, in: session)
        guard !parts.isEmpty else { return false }
        try Replies.joined(lookup: lookup, reference: late.reference, total: late.total, in: session)
        var text = ""
        var next: UInt8 = 1
        for part in parts {
            if part.number != next { text += gap }
            text += String(decoding: try context.vault.openStore(part.body, context: "reply"), as: UTF8.self)
            next = part.number &+ 1
        }
        if next <= late.total { text += gap }
        var turn = try Turn(context: context, route: late.route, session: session)
        // Only the keyed hash of the sender's number was kept with the parts.
        try turn.understand(CarrierReply(from: "", to: "", text: text, part: nil), lookup: lookup)
        try turn.appendLeaves()
        return true
    }
}
