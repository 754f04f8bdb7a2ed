import CivilTime
import Evidence
import Store

/// What happened to one borrower, in order, told from the evidence: a line an act.
struct Timeline {
    var leaves: [BorrowerLeaves.Leaf]
    var zone: Zone
    /// Texts and numbers are shown only to who may see them.
    var reveals: Bool
    var language = StoryLanguage.en

    struct Event {
        var at: Instant
        var kind: LeafKind
        var words: String
        /// Events that follow each other and say the same (a message of several segments) are one.
        var count = 1
    }

    var events: [Event] {
        var events: [Event] = []
        var last = ""
        for leaf in leaves {
            let event = Event(
                at: Instant(milliseconds: leaf.content.at_ms), kind: leaf.content.kind,
                words: words(leaf.content.kind, leaf.content.record))
            let line = moment(event.at) + event.words
            if line == last { events[events.count - 1].count += 1 } else { events.append(event) }
            last = line
        }
        return events
    }

    var lines: [String] {
        events.map { event in
            let times = event.count == 1 ? "" : language.say(" (\(event.count) times)", "（\(event.count) 次）")
            return "\(moment(event.at))  \(event.words)\(times)"
        }
    }

    func moment(_ instant: Instant) -> String {
        let (date, time) = zone.civil(at: instant)
        return "\(date) \(time)"
    }

    /// Why it went this way, where there was a choice.
    private func way(_ record: LeafValue) -> String {
        guard case .list(let lines)? = record["routes"] else { return "" }
        let list = lines.compactMap(\.text).joined(separator: "; ")
        return language.say(" (\(list))", "（\(list)）")
    }

    private func words(_ kind: LeafKind, _ record: LeafValue) -> String {
        func text(_ name: String) -> String { record[name]?.text ?? "" }
        func flag(_ name: String) -> Bool { if case .bool(let flag)? = record[name] { flag } else { false } }
        func count(_ name: String) -> Int64 { record[name]?.integer ?? 0 }
        let step = record["claim"]?["step"]?.text ?? text("purpose")
        switch kind {
        case .decision: return decision(step, record)
        case .attempt:
            let words = reveals ? language.say(" “\(text("text"))”", "：“\(text("text"))”") : ""
            return step + several(record)
                + language.say(
                    ": handed to route \(text("route")), \(count("segments")) segment(s), "
                        + "\(allowing(record)) rules allowed it",
                    "：交给路由 \(text("route"))，\(count("segments")) 条，\(allowing(record)) 条规则允许") + way(record) + words
        case .outcome:
            let error = text("error").isEmpty ? "" : " (\(text("error")))"
            return language.say("carrier: ", "运营商：") + language.word(text("state")) + error
        case .receipt:
            let code = text("code")
            return language.say("receipt: ", "状态报告：") + language.word(text("says"))
                + (code.isEmpty || code == "000" ? "" : language.say(", carrier's code ", "，运营商代码 ") + code)
        case .reply:
            return language.say("the borrower answered: ", "借款人回复：") + language.word(text("meaning"))
                + (reveals ? " “\(text("text"))”" : "")
        case .consent:
            if record["said_at"] != nil {
                let classes = if case .list(let items)? = record["classes"] { items.compactMap(\.text) } else { [""] }
                let named = classes.joined(separator: ", ")
                return language.say(
                    "\(flag("given") ? "agreed to" : "took back") \(named) messages (\(text("act")))",
                    "\(flag("given") ? "同意接收" : "撤回同意")：\(named)（\(text("act"))）")
            }
            return flag("given")
                ? language.say("agreed to be written to again", "同意再次接收")
                : language.say("opted out; honoured at once", "退订，立即生效")
        case .flag:
            return flag("raised")
                ? language.say("flag \(text("flag")) raised by a person", "人工标记：\(language.word(text("flag")))")
                : language.say("flag \(text("flag")) ended by a person", "人工解除标记：\(language.word(text("flag")))")
        case .contact:
            return language.say(
                "\(text("contact")) made outside Dunlin on \(written(text("made_at")))",
                "系统外联系：\(text("contact"))，\(written(text("made_at")))")
        case .contactPoint where record["source"] != nil:
            let until = text("until")
            return language.say(
                "a number is \(text("standing")), says the carrier (\(text("source")))"
                    + (until.isEmpty ? "" : ", until \(until)"),
                "运营商反馈号码状态：\(text("standing"))（\(text("source"))）" + (until.isEmpty ? "" : "，至 \(until)"))
        case .contactPoint:
            return language.say("an address is \(text("standing")) by a person's word", "人工标注联系方式：\(text("standing"))")
        case .preference:
            return language.say("said what is wanted of frequency, content and hours", "说明了对频次、内容与时段的要求")
        case .fact:
            return language.say(
                "a person recorded \(text("fact")) \(text("reference")): \(text("change"))",
                "人工录入\(language.fact(text("fact"))) \(text("reference"))：\(language.word(text("change")))")
        case .task:
            return language.say(
                "task \(count("task")) (\(text("work"))) closed: \(text("outcome"))",
                "人工任务 \(count("task"))（\(text("work"))）已结：\(language.word(text("outcome")))")
        case .erasure:
            return language.say(
                "erased: name, addresses and the loan book are gone", "已删除：姓名、号码与账本数据不复存在")
        case .reveal:
            return language.say("shown unmasked to a person (\(text("how")))", "向人员明文展示（\(text("how"))）")
        case .export:
            return language.say(
                "written to a file as evidence: \(count("leaves")) leaves", "导出为存证文件：\(count("leaves")) 条")
        default: return "\(kind)"
        }
    }

    /// Which loans a message about several names.
    private func several(_ record: LeafValue) -> String {
        guard case .list(let items)? = record["loans"], items.count > 1 else { return "" }
        let names = items.compactMap(\.text).map { "…\($0.suffix(4))" }
        return language.say(
            " about \(names.count) loans \(names.joined(separator: ", "))",
            "（\(names.count) 笔贷款：\(names.joined(separator: "、"))）")
    }

    private func decision(_ step: String, _ record: LeafValue) -> String {
        func text(_ name: String) -> String { record[name]?.text ?? "" }
        let reason = text("reason").isEmpty ? "" : language.say(": ", "：") + text("reason")
        switch text("decision") {
        case "send":
            return step + several(record)
                + language.say(": planned for \(written(text("due")))", "：计划于 \(written(text("due"))) 发送")
        case "hold":
            return step
                + language.say(": held until \(written(text("until")))", "：暂缓至 \(written(text("until")))") + reason
                + rules(record, saying: "hold")
        case "task": return step + language.say(": a task for a person: ", "：人工任务：") + text("task")
        case "supersede":
            return step + language.say(": not sent, no longer true", "：不发送，事实已变") + reason
        default: return step + language.say(": not sent", "：不发送") + reason + rules(record, saying: "suppress")
        }
    }

    /// The rules that decided, by name.
    private func rules(_ record: LeafValue, saying word: String) -> String {
        guard case .list(let findings)? = record["findings"] else { return "" }
        let named = findings.filter { $0["says"]?.text == word }.compactMap {
            "\($0["rule"]?.text ?? "") [\($0["citation"]?.text ?? "")]"
        }
        return named.isEmpty ? "" : " — " + named.joined(separator: "; ")
    }

    /// How many rules allowed it; an earlier leaf has them among its findings.
    private func allowing(_ record: LeafValue) -> Int {
        func items(_ name: String) -> [LeafValue] { if case .list(let items)? = record[name] { items } else { [] } }
        return items("allowed").count + items("findings").count { $0["says"]?.text == "allow" }
    }

    private func written(_ text: String) -> String { Instant(iso: text).map(moment) ?? text }
}
