import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Store

extension Turn {
    /// Takes what is due, asks the facts and the law again, and writes the attempts that fit into the window.
    ///
    /// The room counts segments. The window bounds what is written ahead: attempts without a committed answer never
    /// exceed it, so a crash leaves no more than a window `unknown` (design §7).
    mutating func submitDue(portfolios: [Int64], room gatewayRoom: () -> Int) throws {
        let open = outcome.flights.values.reduce(0) { $0 + $1.openSegments }
        var room = min(gatewayRoom(), window - open)
        guard room > 0, !portfolios.isEmpty else { return }
        let portfolios = try self.open(portfolios)
        guard !portfolios.isEmpty else { return }
        let limit = min(room, context.settings.batch)
        let leased = try lease(portfolios, limit: limit)
        let due = try ours(leased)
        guard !due.isEmpty else { return }
        let firstAttempt = try Numbers.take("contact", Int64(due.count), in: session)
        let judged = try judge(due) { try $0.readClaims(of: due) }
        try ledger.readFurther(judged.flatMap(\.others))
        var seen: Set<Borrower.ID> = []
        for (offset, message) in due.enumerated() {
            guard room > 0 else {
                outcome.hasMore = true
                break
            }
            // A second message to the same borrower must see what the first has done: it is judged anew.
            let judgement = seen.insert(message.borrower).inserted ? judged[offset] : try judge([message]) { _ in }[0]
            let attempt = Attempt.ID(firstAttempt + Int64(offset))
            guard let written = try submit(judgement, as: attempt, room: room, isIdle: open == 0) else {
                // The answers that make room bring the next turn.
                return
            }
            room -= written
        }
        if leased.count == limit, due.count == limit { outcome.hasMore = true }
    }

    /// Those whose borrowers no other transaction is at work for: the others wait for a later turn. Nobody is waited for
    /// here, so that no two turns can wait for each other.
    private func ours(_ messages: [OutboxMessage]) throws -> [OutboxMessage] {
        guard session.engine == .postgres, !messages.isEmpty else { return messages }
        let free = try session.tryLock(Set(messages.map { .borrower($0.borrower.number) }))
        return messages.filter { free.contains(.borrower($0.borrower.number)) }
    }

    /// A message, and what the law and the facts say of it now.
    private struct Judged: Sendable {
        let message: OutboxMessage
        /// Nil when the borrower is no longer in the book.
        let recheck: Recheck?
        let grounds: Grounds

        /// Claims of other steps by which the same may have been told.
        var others: [Claim] {
            guard case .send(let step, _, _, _, _) = recheck, step.claims.count > 1 else { return [] }
            return step.claims
        }
    }

    /// Reads the facts and asks the law, on the other cores while `beside` is done.
    private mutating func judge(
        _ messages: [OutboxMessage], beside: (inout OutboxLedger) throws -> Void
    ) throws -> [Judged] {
        let (portfolios, now, textForm) = (inForce.portfolios, now, textForm)
        let broadcasts = try BroadcastsDue(messages, portfolios: portfolios, in: session)
        var needs = needs(of: messages)
        needs.formUnion(broadcasts.needs(at: now))
        // What the borrowers were told counts, and what did not reach them no more; and a rung looks at what reached them.
        if ledger.hasContacts || needs.undeliveredSince != nil { try ledger.write() }
        let read = try Snapshots.load(
            messages.map(\.borrower), in: session, vault: context.vault,
            contactsSince: now - context.settings.contactsWithin, now: now, needs: needs)
        let snapshots = Dictionary(uniqueKeysWithValues: read.map { ($0.borrower.id, $0) })
        let merging = try toldBesides(messages, snapshots)
        return try messages.parallelMap(atLeast: 16, beside: { try beside(&ledger) }) { message in
            guard let decides = portfolios[message.portfolio], let snapshot = snapshots[message.borrower] else {
                return Judged(message: message, recheck: nil, grounds: Grounds(nil))
            }
            if message.claim.subject == .broadcast {
                let recheck = broadcasts.recheck(
                    message.claim.subjectID, snapshot, context: decides, now: now,
                    form: textForm)
                return Judged(message: message, recheck: recheck, grounds: Grounds(recheck.verdict))
            }
            let recheck = recheck(
                message.claim, stepID: message.claim.step, snapshot: snapshot, context: decides, now: now,
                form: textForm, told: merging[message.id])
            return Judged(message: message, recheck: recheck, grounds: Grounds(recheck.verdict))
        }
    }

    /// For messages that may tell of several loans, what other messages have told of what belongs in them.
    private mutating func toldBesides(
        _ messages: [OutboxMessage], _ snapshots: [Borrower.ID: BorrowerSnapshot]
    ) throws -> [OutboxMessage.ID: Set<Claim>] {
        var asked: [(message: OutboxMessage, claims: [Claim])] = []
        for message in messages {
            guard let decides = inForce.portfolios[message.portfolio], let snapshot = snapshots[message.borrower]
            else { continue }
            let claims = claimsBeside(message.claim, snapshot: snapshot, context: decides, now: now)
            if !claims.isEmpty { asked.append((message, claims)) }
        }
        guard !asked.isEmpty else { return [:] }
        try ledger.readFurther(asked.flatMap(\.claims))
        var told: [OutboxMessage.ID: Set<Claim>] = [:]
        for (message, claims) in asked { told[message.id] = try ledger.told(claims, besides: message) }
        return told
    }

    private func needs(of messages: [OutboxMessage]) -> SnapshotNeeds {
        inForce.portfolios.reduce(into: .none) { needs, entry in
            let steps = messages.lazy.filter { $0.portfolio == entry.key }.map(\.claim.step)
            needs.formUnion(entry.value.needs(at: now, of: steps))
        }
    }

    /// One message: submitted, held, suppressed or superseded. Returns the segments written; nil when the message is
    /// longer than the room and waits for it. `isIdle`: nothing is in flight, so that no answer will ever make more
    /// room; then a message longer than the window goes alone.
    private mutating func submit(
        _ judged: Judged, as attempt: Attempt.ID, room: Int, isIdle: Bool
    ) throws -> Int? {
        let message = judged.message
        switch judged.recheck {
        case nil:
            end(judged, .superseded, "the borrower is no longer in the book")
            return 0
        case .hold(let until, let reason, _):
            wait(judged, until: until, reason: reason)
            return 0
        case .suppress(let reason, _):
            end(judged, .suppressed, reason)
            return 0
        case .superseded(let reason):
            end(judged, .superseded, reason)
            return 0
        case .send(let step, let text, let segmented, let until, _):
            guard let contactPoint = step.contactPoint, let decides = inForce.portfolios[message.portfolio] else {
                end(judged, .suppressed, "no usable phone number")
                return 0
            }
            let count = segmented.segments.count
            let question = question(message, to: contactPoint.address, segments: count)
            let choice = question.map { choose($0, for: message) }
            switch choice?.outcome {
            case .route(let other)? where other != route:
                try leave(message, to: other)
                return 0
            case .hold(let until)?:
                wait(judged, until: until, reason: choice?.words ?? "")
                return 0
            case .nobody?:
                end(judged, .suppressed, choice?.words ?? "")
                return 0
            case .route?, nil: break
            }
            guard count <= room || isIdle && outcome.submissions.isEmpty else { return nil }
            guard try ledger.claim(message, telling: step.told, others: step.claims, at: now) else {
                end(judged, .superseded, "told already", grounds: Grounds(nil))
                return 0
            }
            let row = ledger.enter(
                attempt, of: message, lane: seat.id ?? 0, segments: count, contacts: step.contacts(at: now),
                charge: charge(decides), at: now)
            leaves.append(
                .attempt(
                    message, attempt: attempt, route: route, step: step, text: text, segmented: segmented,
                    contactPoint: contactPoint, grounds: judged.grounds,
                    versions: (templates: decides.templates.version, strategy: step.strategy.version),
                    clock: context.clock.name, choice: choice, at: now))
            var flight = Flight(
                row: row, message: message, segments: Array(repeating: .written, count: count), writtenAt: now,
                contactPoint: contactPoint.id)
            flight.question = question
            outcome.flights[attempt] = flight
            if choice != nil { goes(segments: count, isPassedOn: message.route == route) }
            outcome.submissions.append(
                Prepared(attempt: attempt, to: contactPoint.address, text: segmented, validUntil: until))
            outcome.counts.attempts += 1
            return count
        }
    }

    private mutating func wait(_ judged: Judged, until: Instant, reason: String) {
        outcome.counts.held += 1
        ledger.move(judged.message, to: .held, due: max(until, now + .seconds(1)), reason: reason, at: now)
        // Whoever takes it then looks for a way anew.
        if judged.message.route != nil { ledger.route(judged.message, to: nil, refusedBy: judged.message.refusedBy) }
        leaves.append(.held(judged.message, until: until, reason: reason, grounds: judged.grounds, at: now))
    }

    /// The price that stands, and the month of the portfolio's own calendar.
    private func charge(_ decides: DecisionContext) -> Charge? {
        guard let price = context.prices[route], let zone = decides.law.zones.zone(decides.portfolio.zone) else {
            return nil
        }
        return Charge(price: price, month: Charge.month(of: zone.civil(at: now).date))
    }

    private mutating func end(_ judged: Judged, _ state: MessageState, _ reason: String, grounds: Grounds? = nil) {
        end(judged.message, state, reason, grounds: grounds ?? judged.grounds)
    }

    mutating func end(
        _ message: OutboxMessage, _ state: MessageState, _ reason: String, grounds: Grounds = Grounds(nil)
    ) {
        if state == .superseded { outcome.counts.superseded += 1 } else { outcome.counts.suppressed += 1 }
        ledger.move(message, to: state, reason: reason, at: now)
        leaves.append(.ended(message, state, reason: reason, grounds: grounds, at: now))
    }
}
