import CivilTime
import Compliance
import LoanBook

/// Packs and vectors for a compliance officer, in words and as JSON.
enum LawReports {
    static func text(_ pack: LawPack) -> String {
        var lines = [
            "\(pack.key): \(pack.title)",
            "version \(pack.version), SHA-256 \(pack.hash)",
            "binds \(pack.jurisdiction == "*" ? "every country" : pack.jurisdiction)",
            "reviewed by \(pack.reviewedBy ?? "nobody yet")" + (pack.reviewedOn.map { " on \($0)" } ?? ""),
        ]
        if let note = pack.note { lines.append(note) }
        if pack.judgedRules.isEmpty {
            lines.append("Nothing in this pack can be judged by Dunlin: it lists duties, and the house rules bind.")
        }
        for rule in pack.rules {
            lines += [
                "",
                "\(rule.id)  \(rule.kind.name), grade \(rule.grade.rawValue)\(rule.isUnverified ? ", unverified" : "")",
            ]
            lines += ["  \(rule.says)", "  \(rule.citation)", "  \(force(rule)); \(whom(rule)); \(vectors(rule))"]
            if let reason = rule.reasonNotJudged { lines.append("  not judged: \(reason)") }
        }
        for calendar in pack.calendars {
            lines += [
                "",
                "calendar \(calendar.key), version \(calendar.version): \(calendar.days.count) holidays, "
                    + "\(calendar.workdays.count) weekend days that are worked",
            ]
            lines += calendar.source.split(separator: "; 20").enumerated().map { "  " + ($0 > 0 ? "20" : "") + $1 }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func force(_ rule: LawRule) -> String {
        switch (rule.from, rule.to) {
        case (nil, nil): "in force"
        case (let from?, nil): "in force from \(from)"
        case (nil, let to?): "in force to \(to)"
        case (let from?, let to?): "in force from \(from) to \(to)"
        }
    }

    private static func whom(_ rule: LawRule) -> String {
        var parts = [rule.roles.count == Portfolio.Role.allCases.count ? "every lender" : names(rule.roles)]
        if let regions = rule.regions { parts.append(regions.joined(separator: ", ")) }
        if let products = rule.products { parts.append("products " + products.sorted().joined(separator: ", ")) }
        if rule.classes.count < MessageClass.allCases.count { parts.append(names(rule.classes)) }
        if rule.channels.count < Channel.allCases.count { parts.append(names(rule.channels)) }
        return parts.joined(separator: "; ")
    }

    private static func vectors(_ rule: LawRule) -> String {
        "\(rule.vectors.count + rule.retentionVectors.count) vectors"
    }

    private static func names(_ roles: Set<Portfolio.Role>) -> String {
        roles.map(\.rawValue).sorted().joined(separator: ", ")
    }

    private static func names(_ cases: some Collection<some Any>) -> String {
        cases.map { "\($0)" }.sorted().joined(separator: ", ")
    }

    static func json(_ packs: [LawPack]) -> String {
        let list = packs.map { pack in
            JSONText.Value.object([
                ("key", .text(pack.key)), ("title", .text(pack.title)), ("version", .text(pack.version)),
                ("hash", .text(pack.hash)), ("jurisdiction", .text(pack.jurisdiction)),
                ("note", pack.note.map { .text($0) } ?? .null),
                ("reviewed_by", pack.reviewedBy.map { .text($0) } ?? .null),
                ("judged", .number(Int64(pack.judgedRules.count))),
                ("rules", .list(pack.rules.map(json))), ("calendars", .list(pack.calendars.map(json))),
            ])
        }
        return JSONText.write(.object([("packs", .list(list))])) + "\n"
    }

    private static func json(_ rule: LawRule) -> JSONText.Value {
        .object([
            ("id", .text(rule.id)), ("kind", .text(rule.kind.name)), ("citation", .text(rule.citation)),
            ("grade", .text(rule.grade.rawValue)), ("rows", .list(rule.rows.map { .text($0) })),
            ("says", .text(rule.says)), ("from", rule.from.map { .text($0.description) } ?? .null),
            ("to", rule.to.map { .text($0.description) } ?? .null),
            ("regions", rule.regions.map { .list($0.map { .text($0) }) } ?? .null),
            ("products", rule.products.map { .list($0.sorted().map { .text($0) }) } ?? .null),
            ("roles", .list(rule.roles.map(\.rawValue).sorted().map { .text($0) })),
            ("vectors", .number(Int64(rule.vectors.count + rule.retentionVectors.count))),
            ("reason", rule.reasonNotJudged.map { .text($0) } ?? .null),
        ])
    }

    private static func json(_ calendar: HolidayCalendar) -> JSONText.Value {
        func days(_ days: [CivilDate: String]) -> JSONText.Value {
            .object(days.sorted { $0.key < $1.key }.map { ($0.key.description, .text($0.value)) })
        }
        return .object([
            ("key", .text(calendar.key)), ("version", .text(calendar.version)), ("source", .text(calendar.source)),
            ("days", days(calendar.days)), ("workdays", days(calendar.workdays)),
        ])
    }

    static func text(_ results: [VectorResult]) -> String {
        var table = TextTable(headings: ["rule", "vector", "at", "expected", "holds"])
        table.rows = results.map { [$0.rule, $0.name, $0.at.description, $0.expected, $0.objection ?? "yes"] }
        let failed = results.count { $0.objection != nil }
        return table.text + "\(results.count) vectors, \(failed) that do not hold.\n"
    }

    static func json(_ results: [VectorResult]) -> String {
        let list = results.map {
            JSONText.Value.object([
                ("rule", .text($0.rule)), ("name", .text($0.name)), ("file", .text($0.file)),
                ("line", .number(Int64($0.line))), ("at", .text($0.at.description)),
                ("expected", .text($0.expected)), ("holds", .bool($0.objection == nil)),
                ("said", $0.objection.map { .text($0) } ?? .null),
            ])
        }
        let failed = results.count { $0.objection != nil }
        return JSONText.write(.object([("vectors", .list(list)), ("failed", .number(Int64(failed)))])) + "\n"
    }
}
