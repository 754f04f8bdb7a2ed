package import CivilTime
package import LoanBook
package import Messaging

/// What a turn of delivery touches of messages, attempts, segments and receipts on one route: read by sets, changed in
/// memory, written by sets. So a turn over a server costs some round trips, not some for each message.
///
/// A change is in the store after `write()` only: whoever reads the same rows past the ledger calls that first. What the
/// ledger has read stays true as long as nobody else writes: its rows are locked by their borrowers (decision 0021).
package struct OutboxLedger {
    /// An attempt as it stands with the changes.
    package struct Known: Sendable {
        package var row: AttemptRow
        package var segments: [AttemptState]
        /// Nil where nobody said it.
        package var writtenAt: Instant?
    }

    let session: any SQLSession
    let route: String
    /// By carrier id, the oldest attempt first; empty where the store knows none.
    var places: [String: [SegmentPlace]] = [:]
    /// Receipts without a place, by carrier id, oldest first.
    var parked: [String: [Parked]] = [:]
    var attempts: [Attempt.ID: Known] = [:]
    /// The message that has consumed each claim; nil where none has.
    var claims: [Claim: OutboxMessage.ID?] = [:]
    /// Messages that have given back all their claims.
    private var freed: Set<OutboxMessage.ID> = []
    var changes = OutboxChanges()

    package init(route: String, in session: any SQLSession) {
        self.route = route
        self.session = session
    }

    // MARK: Attempts

    /// An attempt that somebody holds in memory need not be read. Changes that the ledger has are newer.
    package mutating func know(_ row: AttemptRow, _ segments: [AttemptState], writtenAt: Instant) {
        if attempts[row.id] == nil { attempts[row.id] = Known(row: row, segments: segments, writtenAt: writtenAt) }
    }

    /// Nil when there is no such attempt.
    package mutating func attempt(_ id: Attempt.ID, of borrower: Borrower.ID) throws -> Known? {
        if let known = attempts[id] { return known }
        try write()
        try readAttempts([(borrower, id)])
        return attempts[id]
    }

    /// Enters an attempt, its segments and the contact that counts against caps; its message becomes `submitted`. `contacts`:
    /// the contact, and mentions of further loans.
    package mutating func enter(
        _ attempt: Attempt.ID, of message: OutboxMessage, lane: Int64, segments: Int, contacts: [PastContact],
        charge: Charge? = nil, at now: Instant
    ) -> AttemptRow {
        let row = AttemptRow(
            borrower: message.borrower, id: attempt, message: message.id, route: route, segments: segments,
            state: .written)
        attempts[attempt] = Known(
            row: row, segments: Array(repeating: .written, count: segments), writtenAt: now)
        if let contact = contacts.first {
            changes.enter(
                row, lane: lane, contact: contact, loans: contacts.dropFirst().compactMap(\.loan), charge: charge,
                at: now)
        }
        changes.move(message.id, of: message.borrower, to: .submitted, tries: 1, reason: "", at: now)
        return row
    }

    /// `carrierID`: the id by which receipts will speak of the segment, where it has just become known.
    package mutating func setSegment(_ place: SegmentPlace, to state: AttemptState, carrierID: String?, error: String) {
        attempts[place.attempt]?.segments[place.segment] = state
        changes.setSegment(place, to: state, carrierID: carrierID, error: error)
        guard let carrierID, places[carrierID]?.contains(place) != true else { return }
        changes.name(place, carrierID: carrierID, route: route)
        places[carrierID]?.append(place)
        places[carrierID]?.sort { ($0.attempt, $0.segment) < ($1.attempt, $1.segment) }
    }

    /// Records the attempt's state and its message's. `countsTry`: false for what was given back, or put off by a carrier
    /// that is busy.
    package mutating func set(
        _ row: AttemptRow, to state: AttemptState, message: MessageState, due: Instant?, reason: String,
        countsTry: Bool = true, at now: Instant
    ) {
        attempts[row.id]?.row.state = state
        changes.set(row, to: state, reason: reason, at: now)
        changes.move(
            row.message, of: row.borrower, to: message, due: due, tries: countsTry ? 0 : -1, reason: reason, at: now)
    }

    /// Nothing went out: the contact no longer counts.
    package mutating func forgetContact(_ row: AttemptRow) {
        changes.forgottenContacts.append([.id(row.borrower), .id(row.id)])
    }

    // MARK: Messages

    package mutating func move(
        _ message: OutboxMessage, to state: MessageState, due: Instant? = nil, reason: String, at now: Instant
    ) {
        changes.move(message.id, of: message.borrower, to: state, due: due, tries: 0, reason: reason, at: now)
    }

    /// The message waits for this route's lane; for any of its portfolio's where it is nil.
    package mutating func route(_ message: OutboxMessage, to route: String?, refusedBy: Set<String>) {
        changes.route(message, to: route, refusedBy: refusedBy)
    }

    /// Takes the claims of what the message tells, all of them or none. False when another message has told one of these
    /// occurrences and steps already, or one of `others`: claims by which the same may have been told.
    ///
    /// `telling`: nil: the one that the message was planned for.
    package mutating func claim(
        _ message: OutboxMessage, telling: [Claim]? = nil, others: [Claim] = [], at now: Instant
    ) throws -> Bool {
        let telling = telling ?? [message.claim]
        if telling.contains(where: { claims[$0] == nil }) { try readFurther(telling) }
        if others.count > 1 {
            try readFurther(others)
            for other in others where !telling.contains(other) && owner(of: other) != nil { return false }
        }
        for claim in telling { if let owner = owner(of: claim), owner != message.id { return false } }
        for claim in telling where owner(of: claim) == nil {
            claims[claim] = message.id
            changes.claims.append(Outbox.claimValues(claim) + [.id(message.id), .instant(now)])
        }
        return true
    }

    /// Gives back all that an attempt of the message took: nothing of it went out. What the next one tells is found anew.
    package mutating func releaseClaims(of message: OutboxMessage) {
        if freed.insert(message.id).inserted { changes.freed.append([.id(message.borrower), .id(message.id)]) }
    }

    /// The message that has consumed a claim that is known.
    private func owner(of claim: Claim) -> OutboxMessage.ID? {
        guard let owner = claims[claim] ?? nil, !freed.contains(owner) else { return nil }
        return owner
    }

    /// Which of `asked` messages other than this have consumed.
    package mutating func told(_ asked: [Claim], besides message: OutboxMessage) throws -> Set<Claim> {
        try readFurther(asked)
        return Set(asked).filter { claim in owner(of: claim).map { $0 != message.id } ?? false }
    }

    // MARK: Receipts

    /// The segments that carry this id: normally one; a carrier that uses ids again has several, newest last.
    package mutating func places(of carrierID: String) throws -> [SegmentPlace] {
        if let known = places[carrierID] { return known }
        try write()
        try readPlaces([carrierID])
        return places[carrierID] ?? []
    }

    /// Keeps a receipt under `number`, of a block of `Numbers` of kind `receipt`.
    package mutating func keep(_ receipt: CarrierReceipt, number: Int64, place: SegmentPlace, at now: Instant) {
        changes.keep(receipt, number: number, route: route, place: place, at: now)
    }

    /// Keeps one that matches nothing yet, and the number by which it may be found.
    package mutating func park(
        _ receipt: CarrierReceipt, number: Int64, lookup: KeyedHash, at now: Instant
    ) throws {
        let waiting = Parked(
            number: number, receipt: receipt, lookup: lookup.written,
            owner: try ContactPoints.find(lookup: lookup, in: session).first?.borrower.number, at: now)
        parked[receipt.carrierID]?.append(waiting)
        changes.park(waiting, route: route)
    }

    /// Parked receipts for an id that has just become known, oldest first; they are marked as matched.
    ///
    /// A carrier may begin its ids anew: a receipt that came before the attempt was written, at `since`, or that speaks of
    /// a number known to be somebody else's, stays parked.
    package mutating func takeParked(
        carrierID: String, for place: SegmentPlace, since: Instant, vault: Vault
    ) throws -> [Parked] {
        if parked[carrierID] == nil {
            try write()
            try readParked([carrierID])
        }
        var receipts = (parked[carrierID] ?? []).filter { $0.at >= since }
        guard !receipts.isEmpty else { return [] }
        let own = try ContactPoints.lookups(of: place.borrower, channel: .sms, in: session, vault: vault)
        receipts.removeAll { receipt in
            guard let owner = receipt.owner, owner != place.borrower.number else { return false }
            return !own.contains { $0.matches(receipt.lookup) }
        }
        for receipt in receipts { match(receipt, to: place) }
        return receipts
    }

    package mutating func match(_ receipt: Parked, to place: SegmentPlace) {
        parked[receipt.receipt.carrierID]?.removeAll { $0.number == receipt.number }
        changes.match(receipt.number, to: place)
    }
}
