import Messaging

/// What the texts of the portfolios' strategies cost, and what would make the dear ones cheaper: in short, for `check`.
struct TextCosts {
    /// More lines than these are a wall.
    private static let mostLines = 10

    private struct Cost {
        var template: Template
        var length: Template.Length
        /// What brings the longest text down a segment; else the shortest.
        var hint: String?
    }

    private var costs: [Cost]

    init(_ lender: Lender) {
        costs = lender.textsInUse.map { template in
            Cost(
                template: template, length: template.length,
                hint: TemplateReports.advice(template, .longest(template.language))
                    ?? TemplateReports.advice(template, .shortest(template.language)))
        }
        // The dearest first, and of those the ones that somebody can do something about.
        costs.sort { a, b in
            let (of, against) = (a.length, b.length)
            if of.shortest.segments != against.shortest.segments {
                return of.shortest.segments > against.shortest.segments
            }
            if of.longest.segments != against.longest.segments {
                return of.longest.segments > against.longest.segments
            }
            if (a.hint == nil) != (b.hint == nil) { return a.hint != nil }
            return (of.key, of.language.rawValue) < (against.key, against.language.rawValue)
        }
    }

    private var dear: [Cost] { costs.filter { $0.length.longest.segments > 1 } }

    var text: String {
        let dear = dear
        guard !dear.isEmpty else { return "Texts in use: \(costs.count), each of one segment.\n" }
        var text = "Texts in use: \(costs.count); \(dear.count) of them may need more than one segment:\n"
        var table = TextTable(headings: ["text", "language", "shortest", "longest", "what saves a segment"])
        table.rows = dear.prefix(Self.mostLines).map {
            [
                $0.template.key, $0.template.language.rawValue, TemplateReports.words($0.length.shortest),
                TemplateReports.words($0.length.longest), $0.hint ?? "",
            ]
        }
        text += table.text
        if dear.count > Self.mostLines {
            text += "… and \(dear.count - Self.mostLines) more: dunlin template list, dunlin template lint\n"
        }
        return text
    }

    /// All that may need more than one segment.
    var json: JSONText.Value {
        func size(_ size: Template.Size) -> JSONText.Value {
            .object([
                ("segments", .number(Int64(size.segments))), ("units", .number(Int64(size.units))),
                ("alphabet", .text(size.alphabet == .gsm7 ? "gsm7" : "ucs2")),
            ])
        }
        return .list(
            dear.map {
                .object([
                    ("key", .text($0.template.key)), ("language", .text($0.template.language.rawValue)),
                    ("shortest", size($0.length.shortest)), ("longest", size($0.length.longest)),
                    ("hint", $0.hint.map { .text($0) } ?? .null),
                ])
            })
    }
}
