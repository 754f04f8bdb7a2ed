import LoanBook
import Messaging
import Store

extension Turn {
    /// Locks the borrowers that the events speak of, and the ids and numbers by which another node may hear of the same:
    /// what follows reads and writes as if it were alone. With one writer there is nothing to lock.
    mutating func lockConcerned(by events: [GatewayEvent]) throws {
        guard session.engine == .postgres else { return }
        var locks: Set<StoreLock> = []
        var carrierIDs: Set<String> = []
        var lookups: Set<KeyedHash> = []
        var receipts: [CarrierReceipt] = []
        /// Ids that answers of this turn give to segments.
        var given: Set<String> = []
        func flight(_ id: Attempt.ID, carrierID: String? = nil) {
            guard let flight = outcome.flights[id] else { return }
            locks.insert(.borrower(flight.row.borrower.number))
            if let carrierID { given.insert(carrierID) }
        }
        for event in events {
            switch event {
            case .accepted(let id, _, let carrierID):
                flight(id, carrierID: carrierID)
                carrierIDs.insert(carrierID)
            case .refused(let id, _, _), .unanswered(let id, _), .unwritten(let id, _):
                flight(id)
            case .receipt(let receipt, _):
                carrierIDs.insert(receipt.carrierID)
                receipts.append(receipt)
            case .reply(let reply, _):
                let lookup = context.vault.lookup(PhoneAddress.e164(reply.from))
                lookups.insert(lookup)
                // The parts of one reply may come to several nodes.
                locks.formUnion(StoreLock.numbers(lookup: lookup))
            case .unreadable, .link, .remark: break
            }
        }
        for id in carrierIDs { locks.insert(.carrierID(id, route: route)) }
        let known = try Receipts.borrowers(route: route, carrierIDs: carrierIDs.sorted(), in: session)
        for borrower in known.values { locks.formUnion(borrower.map { .borrower($0) }) }
        // One without an id that is known is looked for by its number.
        for receipt in receipts where known[receipt.carrierID] == nil && !given.contains(receipt.carrierID) {
            lookups.insert(lookup(of: receipt))
        }
        for borrower in try ContactPoints.owners(of: Array(lookups), in: session) { locks.insert(.borrower(borrower)) }
        if !locks.isEmpty { try session.lock(locks, .exclusive) }
    }
}
