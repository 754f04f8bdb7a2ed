import CivilTime
import Compliance
import Conversations
import Decisions
import LoanBook
import Messaging
import Store

extension Turn {
    /// A reply is kept, understood and acted on in the transaction that its answer to the carrier waits for.
    mutating func replied(_ reply: CarrierReply) throws {
        let lookup = context.vault.lookup(PhoneAddress.e164(reply.from))
        guard let part = reply.part, part.total > 1 else {
            try understand(reply, lookup: lookup)
            return
        }
        let sealed = try context.vault.sealStore(Array(reply.text.utf8), context: "reply")
        _ = try Replies.keep(
            reply, route: route, borrower: nil, lookup: lookup, body: sealed, meaning: Replies.waitingPart, at: now,
            in: session)
        let parts = try Replies.parts(
            lookup: lookup, reference: part.reference, total: part.total,
            since: now - context.settings.replyPartsWithin, in: session)
        guard parts.count == Int(part.total) else {
            // The rest may never come, and an opt-out does not wait for it.
            if meaning(of: reply.text, optOutWords: []) == .optOut { try understand(reply, lookup: lookup) }
            return
        }
        try Replies.joined(lookup: lookup, reference: part.reference, total: part.total, in: session)
        var whole = reply
        whole.part = nil
        whole.text = ""
        for stored in parts {
            let plain = try context.vault.openStore(stored.body, context: "reply")
            whole.text += String(decoding: plain, as: UTF8.self)
        }
        try understand(whole, lookup: lookup)
    }

    /// The same number may belong to several borrowers: what it says holds for each, and is confirmed once.
    mutating func understand(_ reply: CarrierReply, lookup: KeyedHash) throws {
        outcome.counts.replies += 1
        var mayConfirm = true
        var isKept = false
        for owner in try ContactPoints.find(lookup: lookup, in: session) {
            let snapshot = try Snapshots.load(
                owner.borrower, in: session, vault: context.vault,
                contactsSince: now - context.settings.contactsWithin, now: now)
            guard let snapshot else { continue }
            isKept = true
            let isConfirmed = try understand(reply, lookup: lookup, of: owner, snapshot, mayConfirm: mayConfirm)
            if isConfirmed { mayConfirm = false }
        }
        if !isKept { try keepUnmatched(reply, lookup: lookup) }
    }

    /// Of a number that is nobody's, or of borrowers who were erased.
    private mutating func keepUnmatched(_ reply: CarrierReply, lookup: KeyedHash) throws {
        let sealed = try context.vault.sealStore(Array(reply.text.utf8), context: "reply")
        let number = try Replies.keep(
            reply, route: route, borrower: nil, lookup: lookup, body: sealed, meaning: "unmatched", at: now,
            in: session)
        let digest = context.vault.digest(Array((reply.from + "\u{0}" + reply.text).utf8)).written
        leaves.append(.unmatched(digest, number: number, route: route, at: now))
        // Whoever has the number next must not be written to against its owner's word.
        let said: [MessageClass]
        switch meaning(of: reply.text, optOutWords: []) {
        case .optOut: said = MessageClass.allCases
        case .optIn: said = MessageClass.allCases.filter { $0 != .marketing }
        case .paidAlready, .question, .other: return
        }
        let given = said.count < MessageClass.allCases.count
        try Consents.append(
            said.map {
                Consent(contactPoint: ContactPoint.ID(0), messageClass: $0, given: given, at: now, act: .reply)
            }, ofNumber: lookup, in: session)
    }

    /// Returns whether a confirmation was planned.
    private mutating func understand(
        _ reply: CarrierReply, lookup: KeyedHash, of owner: (borrower: Borrower.ID, contactPoint: ContactPoint.ID),
        _ snapshot: BorrowerSnapshot, mayConfirm: Bool
    ) throws -> Bool {
        let borrower = owner.borrower
        let decides = inForce.portfolios.first { $0.value.portfolio.key == snapshot.borrower.portfolio }
        let packs = decides.map {
            $0.value.law.book.bound(region: snapshot.borrower.region, role: $0.value.portfolio.role)
        }
        let meaning = meaning(of: reply.text, optOutWords: packs.map(optOutWords(for:)) ?? [])
        let key = try Keys.key(borrower: borrower.number, .record, in: session, vault: context.vault)
        let number = try Replies.keep(
            reply, route: route, borrower: borrower, lookup: lookup,
            body: key.seal(Array(reply.text.utf8), context: "reply"), meaning: meaning.rawValue, at: now, in: session)
        leaves.append(
            .reply(reply, number: number, meaning: meaning.rawValue, borrower: borrower, route: route, at: now))
        switch meaning {
        case .optOut:
            outcome.counts.optOuts += 1
            try setConsent(of: borrower, owner.contactPoint, given: false, reply: number)
            guard mayConfirm, let decides, let packs, allowsOptOutConfirmation(packs),
                let step = decides.value.strategy(for: snapshot.borrower).optOut
            else { return false }
            return try planConfirmation(
                of: number, step: step.id, to: borrower, at: owner.contactPoint, portfolio: decides.key)
        case .optIn:
            try setConsent(of: borrower, owner.contactPoint, given: true, reply: number)
        case .paidAlready:
            try Flags.raise(.paidClaim, of: borrower, since: now, source: "reply", in: session)
            try Tasks.open("paid_claim", of: borrower, at: now, in: session)
        case .question:
            try Tasks.open("question", of: borrower, at: now, in: session)
        case .other:
            try Tasks.open("reply", of: borrower, at: now, in: session)
        }
        return false
    }

    /// At once, in this transaction: whatever is submitted after it sees it. A reply never gives marketing consent.
    private mutating func setConsent(
        of borrower: Borrower.ID, _ contactPoint: ContactPoint.ID, given: Bool, reply: Int64
    ) throws {
        let classes = MessageClass.allCases.filter { !given || $0 != .marketing }
        try Consents.append(
            classes.map {
                (
                    borrower,
                    Consent(contactPoint: contactPoint, messageClass: $0, given: given, at: now, act: .reply)
                )
            }, in: session)
        leaves.append(
            .consent(
                given: given, classes: classes, borrower: borrower, contactPoint: contactPoint, reply: reply, at: now))
    }

    private func planConfirmation(
        of reply: Int64, step: String, to borrower: Borrower.ID, at contactPoint: ContactPoint.ID, portfolio: Int64
    ) throws -> Bool {
        let claim = Claim(
            borrower: borrower, subject: .reply, subjectID: reply,
            subjectPart: Int32(truncatingIfNeeded: contactPoint.number),
            step: step, generation: 1)
        let message = OutboxMessage(
            id: OutboxMessage.ID(try Numbers.take("message", 1, in: session)), portfolio: portfolio, loan: nil,
            claim: claim, purpose: .optOutConfirmation, strategy: "", plannedOn: CivilDate(daysSinceEpoch: 0),
            state: .planned, due: now, attempts: 0)
        return try Outbox.plan(message, reason: "the borrower opted out", at: now, in: session)
    }
}
