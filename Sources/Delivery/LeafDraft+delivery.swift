import CivilTime
import Compliance
import Decisions
import Evidence
import LoanBook
import Messaging
import Store

/// On what grounds a decision stands, as evidence tells it.
struct Grounds: Sendable {
    let allowed: LeafValue
    let findings: LeafValue
    let packs: LeafValue

    init(_ verdict: Verdict?) {
        allowed = .allowed(verdict)
        findings = .findings(verdict)
        packs = .packs(verdict)
    }
}

/// What delivery records. Each leaf is written in the transaction of what it records. Fields of what every message
/// leaves come in the order in which they are written.
extension LeafDraft {
    /// The attempt as it goes out: the words, to whom, under which rules, by which clock.
    static func attempt(
        _ message: OutboxMessage, attempt: Attempt.ID, route: String, step: PlannedStep, text: String,
        segmented: SegmentedText, contactPoint: ContactPoint, grounds: Grounds,
        versions: (templates: String, strategy: String),
        clock: String, choice: RouteChoice?, at now: Instant
    ) -> LeafDraft {
        var content: [(String, LeafValue)] = [
            ("allowed", grounds.allowed), ("alphabet", .text(segmented.alphabet.word)),
        ]
        content.reserveCapacity(24)
        if !step.arms.isEmpty { content.append(("arms", .arms(step))) }
        content += [
            ("attempt", .integer(attempt.number)), ("claim", .claim(step.claim)),
        ]
        if !step.merged.isEmpty { content.append(("claims", .claims(step.told))) }
        content += [
            ("clock", .text(clock)), ("contact_point", .integer(contactPoint.id.number)), ("decision", "send"),
            ("findings", grounds.findings),
        ]
        if let hour = step.hour { content.append(("hour", .text(hour.words))) }
        content.append(("language", .text(step.language)))
        if !step.leftOut.isEmpty { content.append(("left_out", .leftOut(step))) }
        if !step.merged.isEmpty { content.append(("loans", .references(step))) }
        content += [
            ("message", .integer(message.id.number)), ("packs", grounds.packs),
            ("purpose", .text(message.purpose.rawValue)), ("route", .text(route)),
        ]
        // Why it went this way, where there was a choice: a line for each route.
        if let choice { content.append(("routes", .list(choice.findings.map { .text($0.line) }))) }
        content += [
            ("segments", .integer(Int64(segmented.segments.count))),
            ("strategy_version", .text(versions.strategy)), ("template", .text(step.step.template)),
            ("templates_version", .text(versions.templates)), ("text", .text(text)),
            ("to", .text(contactPoint.address)),
        ]
        return LeafDraft(kind: .attempt, borrower: message.borrower.number, at: now, content: content)
    }

    /// The carrier's answer to one segment, or that none will come.
    static func outcome(
        _ flight: Flight, segment: Int, state: AttemptState, carrierID: String?, error: SendError?, at now: Instant
    ) -> LeafDraft {
        var content: [(String, LeafValue)] = [("attempt", .integer(flight.row.id.number))]
        content.reserveCapacity(7)
        if let carrierID { content.append(("carrier_id", .text(carrierID))) }
        if let error { content += [("code", .integer(Int64(error.code))), ("error", .text(error.words))] }
        content += [
            ("message", .integer(flight.message.id.number)), ("route", .text(flight.row.route)),
            ("segment", .integer(Int64(segment))), ("state", .text(state.word)),
        ]
        return LeafDraft(kind: .outcome, borrower: flight.row.borrower.number, at: now, content: content)
    }

    /// A process before this one ended without the carrier's answer.
    static func recovered(_ row: AttemptRow, at now: Instant) -> LeafDraft {
        LeafDraft(
            kind: .outcome, borrower: row.borrower.number, at: now,
            content: [
                ("message", .integer(row.message.number)), ("attempt", .integer(row.id.number)),
                ("state", .text(AttemptState.unknown.word)), ("route", .text(row.route)),
                ("error", "the program ended before the carrier's answer"),
            ])
    }

    /// A lane that was taken for dead waits for the answer again.
    static func takenBack(_ row: AttemptRow, at now: Instant) -> LeafDraft {
        LeafDraft(
            kind: .outcome, borrower: row.borrower.number, at: now,
            content: [
                ("message", .integer(row.message.number)), ("attempt", .integer(row.id.number)),
                ("state", .text(AttemptState.written.word)), ("route", .text(row.route)),
                ("error", "the node was away and waits for the answer again"),
            ])
    }

    /// The waiting time for receipts is over.
    static func closed(_ row: AttemptRow, reason: String, at now: Instant) -> LeafDraft {
        LeafDraft(
            kind: .outcome, borrower: row.borrower.number, at: now,
            content: [
                ("message", .integer(row.message.number)), ("attempt", .integer(row.id.number)),
                ("state", .text(row.state.word)), ("route", .text(row.route)), ("closed", .text(reason)),
            ])
    }

    static func receipt(
        _ receipt: CarrierReceipt, number: Int64, route: String, place: SegmentPlace?, changed: AttemptState?,
        at now: Instant
    ) -> LeafDraft {
        var content: [(String, LeafValue)] = []
        content.reserveCapacity(8)
        if let place { content.append(("attempt", .integer(place.attempt.number))) }
        content += [
            ("carrier_id", .text(receipt.carrierID)), ("code", .text(receipt.errorCode)),
            ("receipt", .integer(number)), ("route", .text(route)), ("says", .text(receipt.outcome.word)),
        ]
        if let place {
            content += [
                ("segment", .integer(Int64(place.segment))), ("state", changed.map { .text($0.word) } ?? .null),
            ]
        }
        return LeafDraft(kind: .receipt, borrower: place?.borrower.number, at: now, content: content)
    }

    static func reply(
        _ reply: CarrierReply, number: Int64, meaning: String, borrower: Borrower.ID?, route: String, at now: Instant
    ) -> LeafDraft {
        LeafDraft(
            kind: .reply, borrower: borrower?.number, at: now,
            content: [
                ("reply", .integer(number)), ("from", .text(reply.from)), ("text", .text(reply.text)),
                ("meaning", .text(meaning)), ("route", .text(route)),
            ])
    }

    /// A reply of a number that is nobody's. The leaf cannot be erased by borrower, so that it holds no number and no
    /// text: these stand sealed in the store under `number`, and here their keyed hash.
    static func unmatched(_ digest: [UInt8], number: Int64, route: String, at now: Instant) -> LeafDraft {
        LeafDraft(
            kind: .reply, borrower: nil, at: now,
            content: [
                ("digest", .text(Hexadecimal.encode(digest))), ("meaning", "unmatched"), ("reply", .integer(number)),
                ("route", .text(route)),
            ])
    }

    /// A delivery that no rule of the protocol explains, as its bytes came.
    static func unreadable(_ bytes: [UInt8], route: String, at now: Instant) -> LeafDraft {
        let hex = bytes.prefix(4096).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return LeafDraft(
            kind: .receipt, borrower: nil, at: now,
            content: [("unreadable", .text(hex)), ("bytes", .integer(Int64(bytes.count))), ("route", .text(route))])
    }

    /// The borrower's own word about being written to, for every class it covers.
    static func consent(
        given: Bool, classes: [MessageClass], borrower: Borrower.ID, contactPoint: ContactPoint.ID, reply: Int64,
        at now: Instant
    ) -> LeafDraft {
        LeafDraft(
            kind: .consent, borrower: borrower.number, at: now,
            content: [
                ("given", .bool(given)), ("classes", .list(classes.map { .text("\($0)") })),
                ("contact_point", .integer(contactPoint.number)), ("act", "reply"), ("reply", .integer(reply)),
            ])
    }

    static func held(
        _ message: OutboxMessage, until: Instant, reason: String, grounds: Grounds, at now: Instant
    ) -> LeafDraft {
        decision(
            message, "hold", reason: reason, grounds: grounds, more: [("until", .instant(until))], at: now)
    }

    static func ended(
        _ message: OutboxMessage, _ state: MessageState, reason: String, grounds: Grounds, at now: Instant
    ) -> LeafDraft {
        decision(
            message, state == .superseded ? "supersede" : "suppress", reason: reason, grounds: grounds, more: [],
            at: now)
    }

    private static func decision(
        _ message: OutboxMessage, _ word: String, reason: String, grounds: Grounds, more: [(String, LeafValue)],
        at now: Instant
    ) -> LeafDraft {
        LeafDraft(
            kind: .decision, borrower: message.borrower.number, at: now,
            content: [
                ("allowed", grounds.allowed), ("claim", .claim(message.claim)), ("decision", .text(word)),
                ("findings", grounds.findings), ("message", .integer(message.id.number)), ("packs", grounds.packs),
                ("purpose", .text(message.purpose.rawValue)), ("reason", .text(reason)), ("taken_by", "delivery"),
            ] + more)
    }
}
