import CivilTime
import Evidence
import Store

/// What happened to one borrower, in order, told from the evidence: a line an act.
struct Timeline {
    var leaves: [BorrowerLeaves.Leaf]
    var zone: Zone
    /// Texts and numbers are shown only to who may see them.
    var reveals: Bool

    /// Lines that repeat the one before (a message of several segments) are counted.
    var lines: [String] {
        var lines: [(text: String, count: Int)] = []
        for text in leaves.map(line) {
            if let last = lines.last, last.text == text {
                lines[lines.count - 1].count += 1
            } else {
                lines.append((text, 1))
            }
        }
        return lines.map { $0.count == 1 ? $0.text : "\($0.text) (\($0.count) times)" }
    }

    private func line(_ leaf: BorrowerLeaves.Leaf) -> String {
        let (date, time) = zone.civil(at: Instant(milliseconds: leaf.content.at_ms))
        return "\(date) \(time)  \(words(leaf.content.kind, leaf.content.record))"
    }

    private func words(_ kind: LeafKind, _ record: LeafValue) -> String {
        func text(_ name: String) -> String { record[name]?.text ?? "" }
        let step = record["claim"]?["step"]?.text ?? text("purpose")
        switch kind {
        case .decision:
            let reason = text("reason").isEmpty ? "" : ": " + text("reason")
            switch text("decision") {
            case "send": return "\(step): planned for \(moment(text("due")))"
            case "hold": return "\(step): held until \(moment(text("until")))\(reason)\(rules(record, saying: "hold"))"
            case "supersede": return "\(step): not sent, no longer true\(reason)"
            default: return "\(step): not sent\(reason)\(rules(record, saying: "suppress"))"
            }
        case .attempt:
            let words = reveals ? " “\(text("text"))”" : ""
            return "\(step): handed to route \(text("route")), \(record["segments"]?.integer ?? 0) segment(s), "
                + "\(allowing(record)) rules allowed it\(words)"
        case .outcome:
            let error = text("error").isEmpty ? "" : " (\(text("error")))"
            return "carrier: \(text("state"))\(error)"
        case .receipt:
            let code = text("code")
            return "receipt: \(text("says"))" + (code.isEmpty || code == "000" ? "" : ", carrier's code \(code)")
        case .reply: return "the borrower answered: \(text("meaning"))\(reveals ? " “\(text("text"))”" : "")"
        case .consent:
            let given: Bool = if case .bool(let flag)? = record["given"] { flag } else { false }
            if record["said_at"] != nil {
                let classes = if case .list(let items)? = record["classes"] { items.compactMap(\.text) } else { [""] }
                return
                    "\(given ? "agreed to" : "took back") \(classes.joined(separator: ", ")) messages (\(text("act")))"
            }
            return given ? "agreed to be written to again" : "opted out; honoured at once"
        case .flag:
            let raised: Bool = if case .bool(let flag)? = record["raised"] { flag } else { false }
            return "flag \(text("flag")) \(raised ? "raised" : "ended") by a person"
        case .contact: return "\(text("contact")) made outside Dunlin on \(moment(text("made_at")))"
        case .contactPoint: return "an address is \(text("standing")) by a person's word"
        case .preference: return "said what is wanted of frequency, content and hours"
        case .erasure: return "erased: name, addresses and the loan book are gone"
        case .reveal: return "shown unmasked to a person (\(text("how")))"
        case .export: return "written to a file as evidence: \(record["leaves"]?.integer ?? 0) leaves"
        default: return "\(kind)"
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

    private func moment(_ text: String) -> String {
        guard let instant = Instant(iso: text) else { return text }
        let (date, time) = zone.civil(at: instant)
        return "\(date) \(time)"
    }
}
