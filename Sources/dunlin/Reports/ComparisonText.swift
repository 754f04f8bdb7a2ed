import CivilTime
import LoanBook
import Messaging
import Planning

/// Two plans beside each other, for people and for programs.
struct ComparisonText {
    let comparison: Comparison
    let names: (a: String, b: String)
    let days: Int

    /// Groups and reasons shown to people; the JSON document has all.
    private static let mostRows = 40

    var text: String {
        let whole = comparison.whole
        var text =
            "A: \(names.a)\nB: \(names.b)\n\(comparison.borrowers) borrowers, \(days) day\(days == 1 ? "" : "s")\n\n"
        var table = TextTable(headings: ["", "A", "B"], numeric: [1, 2])
        table.rows = [
            ["messages", String(whole.a.messages), String(whole.b.messages)],
            ["segments", String(whole.a.segments), String(whole.b.segments)],
            ["cost", Self.cost(whole.a), Self.cost(whole.b)],
            ["borrowers who hear", String(Self.heard(comparison.contactsA)), String(Self.heard(comparison.contactsB))],
            [
                "messages a borrower who hears", Self.mean(comparison.contactsA), Self.mean(comparison.contactsB),
            ],
            ["most to one borrower", Self.most(comparison.contactsA), Self.most(comparison.contactsB)],
            [
                "held for a time", String(comparison.heldA.values.reduce(0, +)),
                String(comparison.heldB.values.reduce(0, +)),
            ],
        ]
        text += table.text + "\n"
        text +=
            "\(count(.gained)) gained, \(count(.lost)) lost, \(count(.changed)) changed, \(count(.same)) the same\n\n"
        text += reasons + held
        for dimension in Comparison.Dimension.allCases { text += groups(dimension) }
        return text
    }

    private func count(_ change: ComparedMessage.Change) -> Int { comparison.whole.changes[change, default: 0] }

    private var reasons: String {
        guard !comparison.reasons.isEmpty else { return "" }
        var table = TextTable(headings: ["what", "step in A", "step in B", "why", "messages"], numeric: [4])
        let sorted = sortedReasons
        table.rows = sorted.prefix(Self.mostRows).map {
            [$0.key.change.rawValue, $0.key.stepA, $0.key.stepB, $0.key.why, String($0.value)]
        }
        return table.text + Self.more(sorted.count) + "\n"
    }

    private var sortedReasons: [(key: Comparison.Reason, value: Int)] {
        comparison.reasons.sorted {
            ($1.value, $0.key.change.rawValue, $0.key.stepA, $0.key.stepB, $0.key.why)
                < ($0.value, $1.key.change.rawValue, $1.key.stepA, $1.key.stepB, $1.key.why)
        }
    }

    private var held: String {
        let names = Set(comparison.heldA.keys).union(comparison.heldB.keys).sorted()
        guard !names.isEmpty else { return "" }
        var table = TextTable(headings: ["held by", "A", "B"], numeric: [1, 2])
        table.rows = names.prefix(Self.mostRows).map {
            [$0, String(comparison.heldA[$0, default: 0]), String(comparison.heldB[$0, default: 0])]
        }
        return table.text + Self.more(names.count) + "\n"
    }

    private func groups(_ dimension: Comparison.Dimension) -> String {
        let groups = sortedGroups(dimension)
        guard !groups.isEmpty else { return "" }
        var table = TextTable(
            headings: [
                dimension.words, "A", "B", "gained", "lost", "changed", "segments A", "segments B", "cost A", "cost B",
            ], numeric: [1, 2, 3, 4, 5, 6, 7])
        table.rows = groups.prefix(Self.mostRows).map { name, tally in
            [
                name, String(tally.a.messages), String(tally.b.messages), String(tally.changes[.gained, default: 0]),
                String(tally.changes[.lost, default: 0]), String(tally.changes[.changed, default: 0]),
                String(tally.a.segments), String(tally.b.segments), Self.cost(tally.a), Self.cost(tally.b),
            ]
        }
        return table.text + Self.more(groups.count) + "\n"
    }

    private func sortedGroups(_ dimension: Comparison.Dimension) -> [(name: String, tally: Comparison.Tally)] {
        comparison.groups.filter { $0.key.dimension == dimension }.map { ($0.key.name, $0.value) }
            .sorted { $0.name < $1.name }
    }

    private static func more(_ count: Int) -> String {
        count > mostRows ? "and \(count - mostRows) more: see --json\n" : ""
    }

    private static func heard(_ contacts: [Int: Int]) -> Int { contacts.reduce(0) { $0 + ($1.key > 0 ? $1.value : 0) } }

    private static func most(_ contacts: [Int: Int]) -> String { String(contacts.keys.max() ?? 0) }

    /// Two decimals, by whole numbers.
    private static func mean(_ contacts: [Int: Int]) -> String {
        let (messages, people) = (contacts.reduce(0) { $0 + $1.key * $1.value }, heard(contacts))
        guard people > 0 else { return "0.00" }
        return Currency(code: "", decimals: 2).plain(Int64((messages * 100 + people / 2) / people))
    }

    private static func cost(_ side: Comparison.Side) -> String {
        var parts = side.cost.sorted { $0.key.code < $1.key.code }.map { currency, millionths in
            SegmentCost.plain(millionths, decimals: currency.decimals) + " " + currency.code
        }
        if side.segmentsWithoutCost > 0 { parts.append(parts.isEmpty ? "not known" : "and some not known") }
        return parts.isEmpty ? "0" : parts.joined(separator: " ")
    }
}

extension Comparison.Dimension {
    fileprivate var words: String {
        switch self {
        case .portfolio: "portfolio"
        case .productAndRating: "product and rating"
        case .region: "region"
        case .daysPastDue: "days past due"
        }
    }
}

extension ComparisonText {
    var json: String {
        func side(_ side: Comparison.Side) -> JSONText.Value {
            .object([
                ("messages", .number(Int64(side.messages))), ("segments", .number(Int64(side.segments))),
                (
                    "cost",
                    .object(
                        side.cost.sorted { $0.key.code < $1.key.code }.map {
                            ($0.key.code, .text(SegmentCost.plain($0.value, decimals: $0.key.decimals)))
                        })
                ),
                ("segments_without_cost", .number(Int64(side.segmentsWithoutCost))),
            ])
        }
        func tally(_ tally: Comparison.Tally) -> [(String, JSONText.Value)] {
            [("a", side(tally.a)), ("b", side(tally.b))]
                + ComparedMessage.Change.allCases.map { ($0.rawValue, .number(Int64(tally.changes[$0, default: 0]))) }
        }
        func counts(_ counts: [String: Int]) -> JSONText.Value {
            .object(counts.sorted { $0.key < $1.key }.map { ($0.key, .number(Int64($0.value))) })
        }
        func contacts(_ contacts: [Int: Int]) -> JSONText.Value {
            .object(contacts.sorted { $0.key < $1.key }.map { (String($0.key), .number(Int64($0.value))) })
        }
        let groups = Comparison.Dimension.allCases.flatMap { dimension in
            sortedGroups(dimension).map { group in
                JSONText.Value.object(
                    [("by", .text(dimension.rawValue)), ("name", .text(group.name))] + tally(group.tally))
            }
        }
        let reasons = sortedReasons.map { reason, count in
            JSONText.Value.object([
                ("change", .text(reason.change.rawValue)), ("step_a", .text(reason.stepA)),
                ("step_b", .text(reason.stepB)), ("why", .text(reason.why)), ("messages", .number(Int64(count))),
            ])
        }
        return JSONText.write(
            .object(
                [
                    ("side_a", .text(names.a)), ("side_b", .text(names.b)), ("days", .number(Int64(days))),
                    ("borrowers", .number(Int64(comparison.borrowers))),
                ] + tally(comparison.whole) + [
                    (
                        "messages_by_borrowers",
                        .object([("a", contacts(comparison.contactsA)), ("b", contacts(comparison.contactsB))])
                    ),
                    ("held", .object([("a", counts(comparison.heldA)), ("b", counts(comparison.heldB))])),
                    ("reasons", .list(reasons)), ("groups", .list(groups)),
                ]))
    }

    static let csvHead =
        "portfolio,borrower,loan,change,step_a,step_b,due_a,due_b,segments_a,segments_b,why" + CSVText.lineEnd

    static func csvLine(_ message: ComparedMessage, portfolio: String) -> String {
        let (a, b) = (message.a, message.b)
        let cells = [
            portfolio, message.borrower, message.loan, message.change.rawValue, a?.step ?? "", b?.step ?? "",
            a?.due.description ?? "", b?.due.description ?? "", a.map { String($0.segments) } ?? "",
            b.map { String($0.segments) } ?? "", message.why,
        ]
        return cells.map(CSVText.field).joined(separator: ",") + CSVText.lineEnd
    }
}
