internal import CivilTime
internal import LoanBook
internal import Messaging

/// One contact before the rules that concern it.
struct Question {
    let contact: ProposedContact
    let history: History
    /// The text as wording rules read it, made once.
    let folded: FoldedText?
    let packs: BoundPacks
    /// What the borrower asked for beside the law.
    private let wishes: PreferenceRules?
    let clocks: [Zone]

    init(contact: ProposedContact, history: History, packs: BoundPacks, clocks: [Zone]) {
        self.contact = contact
        self.history = history
        wishes = history.preference.map { PreferenceRules($0) }
        folded = contact.text.map(FoldedText.init)
        self.packs = packs
        self.clocks = clocks
    }

    /// A hold further away than this is no plan.
    static let horizon = Span.days(62)
    /// Each look moves on by at least one rule's boundary; no set of lawful rules needs nearly so many.
    static let greatestLooks = 500
    private static let usualFindings = 24

    /// What all rules say at one instant.
    private struct Answers {
        var findings: [Finding] = []
        var suppressed = false
        var confirmed = false
        var hold: Instant?
        var until: Instant
    }

    func verdict(at: Instant) -> Verdict {
        var answers = ask(at, namingAll: true)
        if contact.purpose == .optOutConfirmation, !answers.confirmed, !answers.suppressed {
            answers.findings.append(.engine("confirmation", "no pack allows a confirmation of an opt-out here"))
            answers.suppressed = true
        }
        if answers.suppressed { return Verdict(outcome: .suppress, findings: answers.findings) }
        guard let hold = answers.hold else {
            return Verdict(outcome: .allow(until: answers.until), findings: answers.findings)
        }
        return held(until: hold, from: at, answers.findings)
    }

    /// Every rule's hold is the first instant at which that rule allows, so the first at which all allow cannot lie
    /// before the latest of them: asking again there, until nobody objects, finds it.
    private func held(until first: Instant, from at: Instant, _ findings: [Finding]) -> Verdict {
        var findings = findings
        var candidate = first
        for _ in 0..<Question.greatestLooks where candidate <= at + Question.horizon {
            let answers = ask(candidate, namingAll: false)
            if answers.suppressed {
                findings += answers.findings.filter { $0.outcome == .suppress }
                return Verdict(outcome: .suppress, findings: findings)
            }
            guard let next = answers.hold else { return Verdict(outcome: .hold(until: candidate), findings: findings) }
            findings += answers.findings.filter { $0.outcome == .hold(until: next) }
            candidate = next
        }
        findings.append(.engine("horizon", "no lawful moment within 62 days"))
        return Verdict(outcome: .suppress, findings: findings)
    }

    /// - Parameter namingAll: whether rules without an objection are named too.
    private func ask(_ at: Instant, namingAll: Bool) -> Answers {
        let moments = clocks.map { LocalMoment($0, at: at) }
        let dates = moments.map(\.date)
        let today = CivilDate(daysSinceEpoch: Int32(clamping: at.seconds / 86_400))
        let days = (dates.min() ?? today)...(dates.max() ?? today)
        var answers = Answers(until: at + .days(1))
        if namingAll { answers.findings.reserveCapacity(Self.usualFindings) }
        packs.forEachRule(for: contact.purpose, contact.channel) { rule in
            hear(rule, days, moments, at, namingAll: namingAll, &answers)
        }
        askBorrower(moments, at, &answers)
        return answers
    }

    private func hear(
        _ rule: LawRule, _ days: ClosedRange<CivilDate>, _ moments: [LocalMoment], _ at: Instant, namingAll: Bool,
        _ answers: inout Answers
    ) {
        guard rule.concerns(product: contact.product), isInForce(rule, days, moments, &answers.until) else { return }
        switch speech(of: rule, moments, at) {
        case .silent: break
        case .allow(let until):
            if let until, until < answers.until { answers.until = until }
            if rule.confirms { answers.confirmed = true }
            if namingAll { answers.findings.append(rule.allowed) }
        case .hold(let until, let detail):
            if answers.hold.map({ $0 < until }) ?? true { answers.hold = until }
            answers.findings.append(rule.finding(.hold(until: until), detail))
        case .suppress(let detail):
            answers.suppressed = true
            answers.findings.append(rule.finding(.suppress, detail))
        }
    }

    /// Named only where they object: an export shows what an allowing rule asks by its pack, and these are in none.
    private func askBorrower(_ moments: [LocalMoment], _ at: Instant, _ answers: inout Answers) {
        for (source, speech) in wishes?.speeches(contact, history, moments, at: at) ?? [] {
            switch speech {
            case .silent: continue
            case .allow(let until): if let until, until < answers.until { answers.until = until }
            case .hold(let until, let detail):
                if answers.hold.map({ $0 < until }) ?? true { answers.hold = until }
                answers.findings.append(Finding(source: source, outcome: .hold(until: until), detail: detail))
            case .suppress(let detail):
                answers.suppressed = true
                answers.findings.append(Finding(source: source, outcome: .suppress, detail: detail))
            }
        }
    }

    /// By the civil day on any of the borrower's clocks. A rule that begins within the next day ends what is allowed.
    private func isInForce(
        _ rule: LawRule, _ days: ClosedRange<CivilDate>, _ moments: [LocalMoment], _ until: inout Instant
    ) -> Bool {
        if let last = rule.to, days.lowerBound > last { return false }
        guard let first = rule.from, days.upperBound < first else { return true }
        for moment in moments where first - moment.date <= 2 {
            until = min(until, moment.zone.instant(first, .midnight))
        }
        return false
    }

    private func speech(of rule: LawRule, _ moments: [LocalMoment], _ at: Instant) -> Speech {
        switch rule.kind {
        case .window(let window): window.judge(contact, history, moments)
        case .cap(let cap): cap.judge(contact, history, moments, at: at)
        case .consent(let consent): consent.judge(contact, history)
        case .optOut(let optOut): optOut.judge(contact, history, at: at)
        case .audience(let audience): audience.judge(contact)
        case .stop(let stop): stop.judge(contact, history, at: at)
        case .wording(let wording): wording.judge(contact, folded)
        case .retention, .duty: .silent
        }
    }
}
