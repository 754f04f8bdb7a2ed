internal import Yams

extension FileFormats {
    /// What stands where a mapping says nothing.
    init(currency: Currency) {
        self.init(
            encoding: .utf8, delimiter: UInt8(ascii: ","), dates: .iso,
            money: MoneyFormat(currency: currency, thousands: nil, decimal: UInt8(ascii: ".")),
            rate: RateFormat(kind: .fraction, decimal: UInt8(ascii: ".")))
    }

    /// Reads a `formats` table over what holds already.
    static func read(_ table: MappingNode?, onto formats: FileFormats, _ faults: MappingFaultList) -> FileFormats {
        guard let table else { return formats }
        var formats = formats
        table.refuseUnknown(["encoding", "delimiter", "dates", "thousands", "decimal", "rate"])
        if let given = table.text("encoding") {
            if let encoding = TextEncoding(rawValue: given.text.lowercased()) {
                formats.encoding = encoding
            } else {
                faults.add(
                    given.node, "encoding \(table.quoted(given.text)) is unknown",
                    fix: "use one of \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", "))")
            }
        }
        if let given = table.texts("dates") {
            if let dates = DateFormats(patterns: given.texts) {
                formats.dates = dates
            } else {
                faults.add(
                    given.node, "a date pattern is not understood",
                    fix: "use yyyy, MM or M, dd or d once each, such as `yyyy-MM-dd`")
            }
        }
        formats.delimiter = mark("delimiter", [",", ";", "\t", "|"], table, faults) ?? formats.delimiter
        if table.value("thousands")?.scalar?.string == "none" {
            formats.money.thousands = nil
        } else if let thousands = mark("thousands", [",", ".", "'", " ", "_"], table, faults) {
            formats.money.thousands = thousands
        }
        if let decimal = mark("decimal", [".", ","], table, faults) {
            formats.money.decimal = decimal
            formats.rate.decimal = decimal
        }
        if formats.money.thousands == formats.money.decimal {
            faults.add(
                table.node, "thousands and decimal are the same mark", fix: "give each its own, or `thousands: none`")
        }
        if let given = table.text("rate") {
            if let kind = RateFormat.Kind(rawValue: given.text) {
                formats.rate.kind = kind
            } else {
                faults.add(
                    given.node, "rate \(table.quoted(given.text)) is unknown",
                    fix: "use fraction (0.154) or percent (15.4%)")
            }
        }
        return formats
    }

    private static func mark(
        _ key: String, _ allowed: [String], _ table: MappingNode, _ faults: MappingFaultList
    ) -> UInt8? {
        guard let given = table.text(key) else { return nil }
        guard allowed.contains(given.text), let byte = given.text.utf8.first else {
            faults.add(
                given.node, "\(key) \(table.quoted(given.text)) is not understood",
                fix: "use one of \(allowed.map { $0 == "\t" ? "\"\\t\"" : "\"\($0)\"" }.joined(separator: " "))")
            return nil
        }
        return byte
    }
}
