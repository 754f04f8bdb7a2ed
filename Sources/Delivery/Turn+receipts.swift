import CivilTime
import LoanBook
import Messaging
import Store

extension Turn {
    /// A receipt settles the segment that carries its id, or one whose answer was lost; else it is kept, parked.
    mutating func received(_ receipt: CarrierReceipt) throws {
        outcome.counts.receipts += 1
        let number = try nextReceiptNumber()
        var places = try newestPlaces(of: receipt)
        if places.isEmpty { places = try lostPlaces(lookup(of: receipt)) }
        guard let place = places.first else {
            outcome.counts.parkedReceipts += 1
            try noteOtherReading(receipt)
            try ledger.park(receipt, number: number, lookup: lookup(of: receipt), at: now)
            leaves.append(.receipt(receipt, number: number, route: route, place: nil, changed: nil, at: now))
            return
        }
        ledger.keep(receipt, number: number, place: place, at: now)
        for place in places { try apply(receipt, number: number, to: place) }
    }

    /// Receipts of lost attempts wait for the answers of others to the same number, on whichever node they were heard: those
    /// of the turn may have been the last.
    mutating func settleWhatWaited() throws {
        guard !landed.isEmpty, try Attempts.areLost(route: route, in: session) else { return }
        try ledger.write()
        for borrower in try Receipts.waiting(for: landed.sorted(), route: route, in: session) {
            try settleFromParked(borrower)
        }
    }

    /// An answer is known to be lost, or one that receipts waited for has come: what stands parked under the borrower's
    /// numbers is looked at again.
    mutating func settleFromParked(_ borrower: Borrower.ID) throws {
        try ledger.write()
        for lookup in try ContactPoints.lookups(
            of: borrower, channel: .sms, in: session, vault: context.vault)
        {
            guard let lost = try lostPlaces(lookup).first else { continue }
            // What came before the attempt was written cannot speak of it.
            let since = try Attempts.writtenAt(lost.attempt, of: lost.borrower, in: session)
            for waiting in try Receipts.parked(lookup: lookup, route: route, since: since, in: session) {
                // An id that settled a segment a moment ago has its place; any other takes the next lost segment.
                var places = try newestPlaces(of: waiting.receipt)
                if places.isEmpty { places = try lostPlaces(lookup) }
                guard let place = places.first else { break }
                ledger.match(waiting, to: place)
                for place in places { try apply(waiting.receipt, number: waiting.number, to: place) }
            }
        }
    }

    /// Whether the receipt would match in another reading of its id, a text to the same number: one of a stranger would be chance.
    private mutating func noteOtherReading(_ receipt: CarrierReceipt) throws {
        guard readings < OtherReading.most else { return }
        readings += 1
        let asked = OtherReading.allCases.flatMap { $0.answers(of: receipt.carrierID) }
        try ledger.write()
        try ledger.readAhead(heard: Set(asked).subtracting([receipt.carrierID]), given: [])
        let owners = try ContactPoints.find(lookup: lookup(of: receipt), in: session).map(\.borrower)
        outcome.otherReading = try OtherReading.allCases.first { reading in
            try reading.answers(of: receipt.carrierID).contains { id in
                try id != receipt.carrierID && ledger.places(of: id).contains { owners.contains($0.borrower) }
            }
        }
        if outcome.otherReading != nil { outcome.counts.misreadReceipts += 1 }
    }

    private mutating func apply(_ receipt: CarrierReceipt, number: Int64, to place: SegmentPlace) throws {
        guard let known = try ledger.attempt(place.attempt, of: place.borrower) else { return }
        let row = known.row
        var segments = known.segments
        guard segments.indices.contains(place.segment) else { return }
        let before = segments[place.segment]
        guard let after = before.after(receipt.outcome) else {
            leaves.append(.receipt(receipt, number: number, route: route, place: place, changed: nil, at: now))
            return
        }
        segments[place.segment] = after
        ledger.setSegment(
            place, to: after, carrierID: before == .unknown ? receipt.carrierID : nil, error: receipt.errorCode)
        leaves.append(.receipt(receipt, number: number, route: route, place: place, changed: after, at: now))
        if let written = known.writtenAt, after != .accepted {
            outcome.sample.receipt(isDelivered: after == .delivered, after: now - written)
        }
        try learn(fromReceipt: receipt.errorCode, after, place)
        if var flight = outcome.flights[row.id] {
            flight.segments[place.segment] = after
            outcome.flights[row.id] = flight
        }
        let state = AttemptState.fold(segments)
        // What was said of the message for good stands, also when another segment fails in another way.
        guard state != row.state, row.state.message?.isFinal != true, let message = state.message else { return }
        if state == .delivered { outcome.counts.delivered += 1 }
        let reason = reason(of: state, carrierCode: receipt.errorCode)
        ledger.set(row, to: state, message: message, due: nil, reason: reason, at: now)
    }

    /// The segments that carry a receipt's id: one, or all of an attempt that travelled as a single PDU with one id.
    mutating func newestPlaces(of receipt: CarrierReceipt) throws -> [SegmentPlace] {
        let known = try ledger.places(of: receipt.carrierID)
        // A carrier that uses an id again means the newest attempt.
        guard known.count > 1, let newest = known.last else { return known }
        return known.filter { $0.attempt == newest.attempt }
    }

    /// The number that a receipt speaks of; worked out only where its id is not known.
    func lookup(of receipt: CarrierReceipt) -> KeyedHash { context.vault.lookup(PhoneAddress.e164(receipt.address)) }

    /// The segments that a receipt for this number must speak of though its id is not known: one, or all of an attempt that
    /// travelled as a single PDU.
    ///
    /// Without an answer there is no id to match. A receipt for a number with lost segments of one attempt can be nobody
    /// else's; with several attempts it would be a guess, and while an attempt to the number still waits for its answer,
    /// the answer decides. Both stay parked. A receipt without a number finds nobody.
    private mutating func lostPlaces(_ lookup: KeyedHash) throws -> [SegmentPlace] {
        try ledger.write()
        var lost: [SegmentPlace] = []
        var isAwaited = false
        for owner in try ContactPoints.find(lookup: lookup, in: session) {
            lost += try Receipts.unanswered(of: owner.borrower, route: route, in: session)
            isAwaited = try isAwaited || Attempts.isAwaited(of: owner.borrower, route: route, in: session)
        }
        guard !isAwaited, Set(lost.map(\.attempt)).count == 1 else { return [] }
        return context.wholeRoutes.contains(route) ? lost : Array(lost.prefix(1))
    }

    /// A delivery that no rule of the protocol explains is kept as it came, for the carrier's support.
    mutating func keepUnreadable(_ bytes: [UInt8]) throws {
        outcome.counts.unreadable += 1
        leaves.append(.unreadable(bytes, route: route, at: now))
    }
}
