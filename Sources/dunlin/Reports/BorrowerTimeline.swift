import CivilTime
import Compliance
import Decisions
import Evidence
import LoanBook
import Messaging
import Planning
import Store

/// One borrower's whole story on one line of time: what the book says, what was decided, said and answered, and what the
/// strategy will tell in the coming days.
struct BorrowerTimeline {
    var reference: String
    var past: Timeline
    /// Nil for a borrower who was erased, and whose record is kept.
    var coming: Foresight?
    /// The moment that divides past and coming.
    var now: Instant
    var days: Int

    /// What is needed to look ahead.
    struct Foresight: Sendable {
        var snapshot: BorrowerSnapshot
        /// Flags that no leaf tells of: those that an import brought.
        var flags: [FlagRecord]
        var forecast: Forecast
        var context: DecisionContext
        var today: CivilDate
    }

    struct Entry {
        var at: Instant
        /// A day of the book, without an hour.
        var isDay = false
        var kind: String
        var words: String
    }

    private var language: StoryLanguage { past.language }
    private var zone: Zone { past.zone }

    /// What happened, and what the book says of days up to today, in order.
    var pastEntries: [Entry] {
        let events = past.events.map { event in
            let times = event.count == 1 ? "" : language.say(" (\(event.count) times)", "（\(event.count) 次）")
            return Entry(at: event.at, kind: event.kind.rawValue, words: event.words + times)
        }
        let days = coming.map { facts($0).filter { $0.at <= now } } ?? []
        // What the book says of a day stands before what happened on it.
        return (days + events).enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// Days of the book that lie ahead, and what the strategy tells or keeps back, in order.
    var comingEntries: [Entry] {
        guard let coming else { return [] }
        let end = zone.instant(coming.today + days, .midnight)
        let ahead = facts(coming).filter { $0.at > now && $0.at < end }
        return (ahead + coming.forecast.entries.map { entry($0, coming) }).enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private func facts(_ story: Foresight) -> [Entry] {
        var entries: [Entry] = []
        func add(_ date: CivilDate, _ kind: String, _ english: String, _ chinese: String) {
            entries.append(
                Entry(
                    at: zone.instant(date, .midnight), isDay: true, kind: kind, words: language.say(english, chinese)))
        }
        for snapshot in story.snapshot.loans {
            let loan = snapshot.loan
            let tail = "…\(loan.reference.suffix(4))"
            func money(_ minor: Int64) -> String { loan.currency.plain(minor) + " " + loan.currency.code }
            add(
                loan.disbursedOn, "loan", "loan \(tail): \(money(loan.principalMinor)) paid out",
                "贷款 \(tail)：放款 \(money(loan.principalMinor))")
            for instalment in snapshot.instalments {
                let amount = money(instalment.amountMinor)
                add(
                    instalment.dueOn, "instalment", "loan \(tail): instalment \(instalment.number) due, \(amount)",
                    "贷款 \(tail)：第 \(instalment.number) 期到期，\(amount)")
            }
            for payment in snapshot.payments {
                let amount = money(payment.amountMinor)
                add(payment.paidOn, "payment", "loan \(tail): \(amount) paid", "贷款 \(tail)：还款 \(amount)")
            }
        }
        for flag in story.flags {
            let name = flag.kind.rawValue
            entries.append(
                Entry(
                    at: flag.since, kind: "flag",
                    words: language.say("flag \(name) by \(flag.source)", "标记：\(language.word(name))（\(flag.source)）")))
        }
        return entries
    }

    private func entry(_ entry: Forecast.Entry, _ story: Foresight) -> Entry {
        let planned = entry.decision.planned
        let step = planned.step.id
        let day = zone.instant(entry.date, .midnight)
        switch entry.decision {
        case .send:
            let segments = Segmenter.segment(planned.text).segments.count
            return Entry(
                at: planned.dueAt, kind: "send",
                words: step + several(planned)
                    + language.say(
                        ": will go out by SMS, \(segments) segment(s), template \(planned.step.template) "
                            + "\(planned.language)",
                        "：将发送短信，\(segments) 条，模板 \(planned.step.template) \(planned.language)")
                    + (past.reveals ? " “\(planned.text)”" : ""))
        case .hold(_, let until, let reason, let verdict):
            return Entry(
                at: max(day, now), kind: "hold",
                words: step + language.say(": will be held until ", "：将暂缓至 ") + past.moment(until)
                    + language.say(": ", "：") + reason + rules(verdict, .hold))
        case .suppress(_, let reason, let verdict):
            return Entry(
                at: max(day, now), kind: "suppress",
                words: step + language.say(": will not be sent: ", "：不会发送：") + reason + rules(verdict, .suppress))
        case .task:
            return Entry(
                at: max(day, now), kind: "task",
                words: step + language.say(": will be a task for a person: ", "：将转为人工任务：") + (planned.step.task ?? ""))
        }
    }

    /// Which loans a message about several names.
    private func several(_ planned: PlannedStep) -> String {
        guard planned.references.count > 1 else { return "" }
        let names = planned.references.map { "…\($0.suffix(4))" }
        return language.say(
            " about \(names.count) loans \(names.joined(separator: ", "))",
            "（\(names.count) 笔贷款：\(names.joined(separator: "、"))）")
    }

    private enum Objection { case hold, suppress }

    private func rules(_ verdict: Verdict?, _ objection: Objection) -> String {
        let named = (verdict?.findings ?? []).filter { finding in
            switch (finding.outcome, objection) {
            case (.hold, .hold), (.suppress, .suppress): true
            default: false
            }
        }
        return named.isEmpty ? "" : " — " + named.map { "\($0.rule) [\($0.citation)]" }.joined(separator: "; ")
    }
}

extension BorrowerTimeline {
    private func line(_ entry: Entry) -> String {
        let (date, time) = zone.civil(at: entry.at)
        return "  \(date) " + (entry.isDay ? String(repeating: " ", count: "\(time)".count) : "\(time)")
            + "  \(entry.words)\n"
    }

    private var name: String {
        guard let name = coming?.snapshot.borrower.name else { return "" }
        return past.reveals ? name : Masked.name(name)
    }

    var text: String {
        let title = name.isEmpty ? reference : "\(reference) (\(name))"
        var text = language.say(
            "Borrower \(title), times of \(zone.id), seen at \(past.moment(now))\n",
            "借款人 \(title)，时间按 \(zone.id)，截至 \(past.moment(now))\n")
        if let coming {
            for loan in coming.snapshot.loans {
                let arrears = Arrears.on(coming.today, instalments: loan.instalments, payments: loan.payments)
                let (tail, currency) = ("…\(loan.loan.reference.suffix(4))", loan.loan.currency)
                let (overdue, all) = (currency.plain(arrears.overdueMinor), currency.plain(arrears.outstandingMinor))
                text += language.say(
                    "Loan \(tail): \(arrears.daysPastDue) days past due, \(overdue) of \(all) \(currency.code) overdue\n",
                    "贷款 \(tail)：逾期 \(arrears.daysPastDue) 天，逾期 \(overdue)，未还合计 \(all) \(currency.code)\n")
            }
        }
        let (before, after) = (pastEntries, comingEntries)
        text += language.say("\nSo far:\n", "\n至今：\n")
        text += before.isEmpty ? language.say("  nothing yet\n", "  暂无\n") : before.map(line).joined()
        guard coming != nil else {
            return text + language.say("\nThe borrower was erased: nothing will be told.\n", "\n该借款人已删除，不会再发送。\n")
        }
        text += language.say(
            "\nIn the next \(days) days, if nothing else happens:\n", "\n今后 \(days) 天，若无其他变化：\n")
        text += after.isEmpty ? language.say("  nothing will be told\n", "  不会发送任何短信\n") : after.map(line).joined()
        return text
    }

    var json: String {
        func list(_ entries: [Entry]) -> JSONText.Value {
            .list(
                entries.map {
                    .object([
                        ("at", .text($0.at.description)),
                        ("date", .text(zone.civil(at: $0.at).date.description)), ("kind", .text($0.kind)),
                        ("words", .text($0.words)),
                    ])
                })
        }
        let loans = (coming?.snapshot.loans ?? []).map { loan in
            let arrears = Arrears.on(
                coming?.today ?? loan.loan.disbursedOn, instalments: loan.instalments, payments: loan.payments)
            return JSONText.Value.object([
                ("loan", .text(loan.loan.reference)), ("days_past_due", .number(Int64(arrears.daysPastDue))),
                ("overdue", .number(arrears.overdueMinor)), ("outstanding", .number(arrears.outstandingMinor)),
                ("currency", .text(loan.loan.currency.code)),
            ])
        }
        return JSONText.write(
            .object([
                ("borrower", .text(reference)), ("name", name.isEmpty ? .null : .text(name)),
                ("zone", .text(zone.id)), ("now", .text(now.description)), ("days", .number(Int64(days))),
                ("loans", .list(loans)), ("past", list(pastEntries)), ("coming", list(comingEntries)),
            ]))
    }
}
