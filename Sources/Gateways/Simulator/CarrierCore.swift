import CivilTime
import Messaging
import NIOCore

/// The simulated carrier's memory, on its one event loop: who is bound, what is owed to whom and when.
final class CarrierCore {
    var behaviour: CarrierBehaviour
    let loop: any EventLoop
    private let time: CarrierTime
    private let started = NIODeadline.now()
    private var virtualNow: Instant
    private var journal: CarrierJournal?

    var counts = CarrierCounts()
    private(set) var sessions: [ObjectIdentifier: CarrierSession] = [:]
    var isOut = false
    private var due = DueQueue<CarrierDelivery>()
    private var accounts: [String: CarrierAccount] = [:]
    private var repliedTo: Set<String> = []
    private var lastID: UInt64
    private var replies: UInt16 = 0
    private var random: SeededNumbers
    /// Answers that wait for their delay.
    var pendingAnswers = 0
    private var timer: Scheduled<Void>?
    private var settling: [Int: CheckedContinuation<Void, Never>] = [:]

    init(behaviour: CarrierBehaviour, time: CarrierTime, journal: consuming CarrierJournal?, loop: any EventLoop) {
        self.behaviour = behaviour
        self.time = time
        self.journal = journal
        self.loop = loop
        virtualNow = if case .virtual(let start) = time { start } else { .distantPast }
        // Ids of two runs differ, as those of two days of a carrier do.
        lastID = 1_000_000_000 + (behaviour.seed % 1_000) * 100_000_000
        random = SeededNumbers(seed: behaviour.seed)
    }

    /// What the receipts are dated by.
    var lawNow: Instant {
        switch time {
        case .real(let clock): clock.now()
        case .virtual: virtualNow
        }
    }

    /// Milliseconds on the clock that receipts and replies follow.
    private var now_ms: Int64 {
        switch time {
        case .real: (NIODeadline.now() - started).nanoseconds / 1_000_000
        case .virtual: virtualNow.milliseconds
        }
    }

    // MARK: texts

    /// What to answer a text with; nil for no answer at all. `now` is when it was read.
    func take(
        _ text: CarrierText, from session: CarrierSession, at now: NIODeadline
    ) -> (answer: CarrierAnswer, isLate: Bool)? {
        let account = session.account
        let mayTake = accounts[account]?.mayTake(at: now, most: behaviour.rateAtMost) ?? true
        counts.highestRate = max(counts.highestRate, accounts[account]?.highestRate ?? 0)
        guard mayTake, random.share() >= behaviour.throttled else {
            counts.throttled += 1
            return (.tooFast, false)
        }
        if random.share() < behaviour.refusal.share {
            counts.refused += 1
            return (.refused(behaviour.refusal.code), false)
        }
        let hash = CarrierFate.hash(text.octets.readableBytesView)
        lastID += 1
        counts.accepted += 1
        let counted = CarrierCounts.Text(destination: text.destination, part: text.part?.number ?? 0, hash: hash)
        counts.texts[counted, default: 0] += 1
        journal?.note(
            destination: text.destination, part: text.part, hash: hash, id: session.wire.answered(id: lastID, of: text),
            bind: session.number, at_ms: lawNow.milliseconds)
        if text.asksForReceipt { oweReceipt(text, account: account, number: lastID, hash: hash) }
        oweReply(text, account: account)
        if random.share() < behaviour.lostResponses {
            counts.lostResponses += 1
            return nil
        }
        return (.taken(lastID), random.share() < behaviour.outOfOrder)
    }

    func answerDelay() -> Span { random.within(behaviour.answerDelay) }

    /// Called before answers leave.
    func flushJournal() throws { try journal?.flush() }

    private func oweReceipt(_ text: CarrierText, account: String, number: UInt64, hash: UInt64) {
        let fate = CarrierFate(behaviour, destination: text.destination, textHash: hash)
        guard let after = fate.receiptAfter else { return }
        let receipt = CarrierDelivery(
            .receipt(
                .init(
                    number: number, name: text.name, end: fate.end, submittedAt: lawNow, doneAt: lawNow + after)),
            to: text, account: account)
        owe(receipt, after: after)
        if fate.isDuplicated { owe(receipt, after: after) }
    }

    private func oweReply(_ text: CarrierText, account: String) {
        guard let reply = CarrierFate.reply(behaviour, destination: text.destination),
            repliedTo.insert(text.destination).inserted
        else { return }
        replies &+= 1
        for part in CarrierDelivery.reply(to: text, account: account, text: reply.text, reference: replies) {
            owe(part, after: reply.delay)
        }
    }

    private func owe(_ delivery: CarrierDelivery, after: Span) {
        if after.milliseconds <= 0 {
            accounts[delivery.account, default: newAccount].ready.append(delivery)
        } else {
            due.put(delivery, at: now_ms + after.milliseconds)
        }
    }

    // MARK: deliveries

    func advance(to instant: Instant) {
        if case .virtual = time, instant > virtualNow { virtualNow = instant }
        deliver()
    }

    /// Sends what is due to whoever may receive it.
    func deliver() {
        let now = now_ms
        while let delivery = due.take(by: now) {
            accounts[delivery.account, default: newAccount].ready.append(delivery)
        }
        for account in accounts.keys { deliver(to: account) }
        for session in sessions.values { session.flush() }
        scheduleNext(now)
        settleIfDone()
    }

    private func deliver(to account: String) {
        guard var ready = accounts[account]?.ready, !ready.isEmpty else { return }
        // Held in one place only, or every change would copy it.
        accounts[account]?.ready = []
        var sent = 0
        while sent < ready.count, let session = accounts[account]?.nextReceiver() {
            session.deliver(ready[sent])
            if ready[sent].isReceipt { counts.receiptsSent += 1 } else { counts.repliesSent += 1 }
            sent += 1
        }
        ready.removeFirst(sent)
        accounts[account]?.ready = ready
        if accounts[account]?.mustCall == true { callBack(account) }
    }

    private func scheduleNext(_ now: Int64) {
        guard case .real = time else { return }
        timer?.cancel()
        timer = nil
        guard let next = due.first else { return }
        timer = loop.assumeIsolated().scheduleTask(in: .milliseconds(max(1, next - now))) { [weak self] in
            self?.deliver()
        }
    }

    // MARK: connections

    func added(_ session: CarrierSession) {
        if !session.isOurs { counts.connections += 1 }
        sessions[ObjectIdentifier(session)] = session
    }

    private var newAccount: CarrierAccount { CarrierAccount(seed: behaviour.seed) }

    /// What a call to this client speaks; nil where none is to be made.
    func startCall(_ account: String) -> (any CarrierWire)? {
        guard let wire = accounts[account]?.callBack?() else { return nil }
        accounts[account]?.isCalling = true
        return wire
    }

    func endCall(_ account: String) { accounts[account]?.isCalling = false }

    /// What to answer a bind with that nothing else speaks against.
    func bind(_ session: CarrierSession) -> BindAnswer {
        var account = accounts[session.account] ?? newAccount
        if let most = behaviour.bindsAtMost, account.binds >= most { return .full }
        account.add(session)
        account.callBack = { [wire = session.wire] in wire.callBack() }
        counts.mostBinds = max(counts.mostBinds, account.binds)
        accounts[session.account] = account
        return .admitted
    }

    /// A connection of the carrier's own is let in.
    func joined(_ session: CarrierSession) {
        accounts[session.account]?.isCalling = false
        accounts[session.account]?.add(session)
        deliver()
    }

    /// What a lost connection had not acknowledged is delivered again, before anything newer.
    func removed(_ session: CarrierSession, unanswered: [CarrierDelivery]) {
        sessions[ObjectIdentifier(session)] = nil
        accounts[session.account]?.remove(session)
        if session.isOurs, session.wasOpen {
            // Who hangs up on us, or does not let us in, is left alone for a moment.
            accounts[session.account]?.isCalling = true
            callFailed(session.account)
        }
        accounts[session.account]?.ready.insert(contentsOf: unanswered, at: 0)
        deliver()
    }

    // MARK: settling

    private var owesNothing: Bool {
        // While it is out, nobody can be served: waiting for that would be waiting for ever.
        if isOut { return sessions.isEmpty }
        return accounts.values.allSatisfy(\.ready.isEmpty) && pendingAnswers == 0
            && (due.first.map { $0 > now_ms } ?? true)
            && sessions.values.allSatisfy { $0.unansweredDeliveries == 0 }
    }

    func settle(_ id: Int, _ continuation: CheckedContinuation<Void, Never>) {
        settling[id] = continuation
        settleIfDone()
    }

    func abandon(_ id: Int) { settling.removeValue(forKey: id)?.resume() }

    func settleIfDone() {
        guard !settling.isEmpty, owesNothing else { return }
        stopSettling()
    }

    func stopSettling() {
        let waiting = settling
        settling = [:]
        for continuation in waiting.values { continuation.resume() }
    }
}
