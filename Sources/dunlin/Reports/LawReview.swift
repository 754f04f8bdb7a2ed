import Compliance
import Messaging

/// What `law check` found: faults, what no rule judges and why, what nobody has verified.
struct LawReview {
    var packs: [LawPack]
    /// Files of rules of texts.
    var wording: [TextRules] = []
    var vectors: Int
    var faults: [Fault]

    private var notJudged: [LawRule] { packs.flatMap(\.rules).filter { $0.reasonNotJudged != nil } }
    private var unverified: [LawRule] { packs.flatMap(\.rules).filter(\.isUnverified) }
    private var ruleCount: Int { packs.reduce(0) { $0 + $1.rules.count } }

    var text: String {
        var lines = faults.map(\.description)
        let end = faults.isEmpty ? "no faults." : "\(faults.count) faults."
        if !packs.isEmpty || wording.isEmpty {
            lines.append("\(packs.count) packs, \(ruleCount) rules, \(vectors) vectors: " + end)
        }
        for rules in wording {
            lines.append(
                "wording `\(rules.name)`, version \(rules.version): \(rules.ruleCount) rules of texts, "
                    + "\(rules.vectorCount) vectors, all of which hold.")
        }
        if packs.isEmpty, !wording.isEmpty { lines.append(end) }
        if !notJudged.isEmpty {
            lines += ["", "No rule can judge these; somebody else has to see to them:"]
            for rule in notJudged {
                lines.append("  \(rule.id) (\(rule.rows.isEmpty ? rule.citation : rule.rows.joined(separator: ", ")))")
                lines.append("    \(rule.says)")
                lines.append("    \(rule.reasonNotJudged ?? "")")
            }
        }
        if !unverified.isEmpty {
            lines += ["", "From memory, and verified by nobody: " + unverified.map(\.id).joined(separator: ", ")]
        }
        let unreviewed = packs.filter { $0.reviewedBy == nil }.map(\.key)
        if !unreviewed.isEmpty { lines += ["", "Reviewed by nobody yet: " + unreviewed.joined(separator: ", ")] }
        return lines.joined(separator: "\n") + "\n"
    }

    var json: String {
        let faults = faults.map {
            JSONText.Value.object([
                ("file", .text($0.file)), ("line", .number(Int64($0.line))), ("column", .number(Int64($0.column))),
                ("what", .text($0.what)), ("fix", .text($0.fix)),
            ])
        }
        let notJudged = notJudged.map { rule in
            JSONText.Value.object([
                ("rule", .text(rule.id)), ("rows", .list(rule.rows.map { .text($0) })),
                ("citation", .text(rule.citation)), ("reason", .text(rule.reasonNotJudged ?? "")),
            ])
        }
        return JSONText.write(
            .object([
                ("faults", .list(faults)), ("packs", .list(packs.map { .text($0.key) })),
                ("rules", .number(Int64(ruleCount))), ("vectors", .number(Int64(vectors))),
                (
                    "wording",
                    .list(
                        wording.map {
                            .object([
                                ("key", .text($0.name)), ("version", .text($0.version)),
                                ("rules", .number(Int64($0.ruleCount))), ("vectors", .number(Int64($0.vectorCount))),
                            ])
                        })
                ),
                ("not_judged", .list(notJudged)), ("unverified", .list(unverified.map { .text($0.id) })),
            ])) + "\n"
    }
}

extension VectorResult {
    /// A vector that does not hold, as a fault of its file.
    var fault: Fault? {
        objection.map {
            Fault(
                file: file, line: line, column: column,
                what: "the vector `\(name)` of the rule `\(rule)` does not hold: \($0)",
                fix: "Correct the rule or its vector")
        }
    }
}

extension Fault {
    init(_ fault: LawPackError.Fault) {
        self.init(file: fault.file, line: fault.line, column: fault.column, what: fault.what, fix: fault.fix)
    }
}
