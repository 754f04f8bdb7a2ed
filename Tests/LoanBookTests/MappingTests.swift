import CivilTime
import Foundation
import Testing

@testable import LoanBook

@Suite struct MappingTests {
    static let small = """
        mapping: small
        portfolio: p
        currency: USD
        defaults: {region: US, language: en, zone: America/New_York}
        files:
          payments:
            file: payments.csv
            columns: {reference: id, loan: loan, paid_on: day, amount: sum}
        """

    private func faults(_ yaml: String) -> [MappingFaults.Fault] {
        do {
            _ = try Mapping.parse(yaml: yaml, file: "m.yaml")
            return []
        } catch let error as MappingFaults {
            return error.faults
        } catch {
            return []
        }
    }

    @Test(arguments: ["en", "zh"])
    func `the shipped mappings are read without a fault`(dialect: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "mappings/lender-book.\(dialect).yaml")
        let mapping = try Mapping.parse(yaml: String(contentsOf: file, encoding: .utf8), file: file.lastPathComponent)
        #expect(mapping.name == "lender-book.\(dialect)")
        #expect(Set(mapping.files.keys) == [.borrowers, .loans, .instalments, .payments])
        #expect(mapping.files[.borrowers]?.formats.encoding == (dialect == "zh" ? .gb18030 : .utf8))
        #expect(mapping.files[.borrowers]?.columns[.phone] == (dialect == "zh" ? "手机号" : "mobile"))
    }

    @Test func `the shipped mapping of people names every file of theirs, with every field`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "mappings/people.yaml")
        let mapping = try Mapping.parse(yaml: String(contentsOf: file, encoding: .utf8), file: "people.yaml")
        for (kind, entry) in mapping.files { #expect(Set(entry.columns.keys) == Set(kind.fields) && entry.isOptional) }
        #expect(Set(mapping.files.keys) == [.contactPoints, .consents, .flags, .preferences, .contacts, .scores])
    }

    @Test func `what a mapping leaves out has its usual value`() throws {
        let mapping = try Mapping.parse(yaml: Self.small, file: "m.yaml")
        let file = try #require(mapping.files[.payments])
        #expect(file.formats.encoding == .utf8)
        #expect(file.formats.delimiter == UInt8(ascii: ","))
        #expect(file.formats.money.currency == Currency(code: "USD", decimals: 2))
        #expect(!file.isOptional)
        #expect(mapping.defaults.product == "loan")
    }

    @Test func `formats of a file stand over those of the mapping`() throws {
        let yaml = Self.small + "\n    formats: {encoding: UTF-16, delimiter: \"\\t\", dates: [d.M.yyyy, yyyy-MM-dd]}"
        let file = try #require(try Mapping.parse(yaml: yaml, file: "m.yaml").files[.payments])
        #expect(file.formats.encoding == .utf16)
        #expect(file.formats.delimiter == 9)
    }

    @Test(arguments: [
        ("currency: USD", "currency: DOLLAR", 3, 11, "unknown", "ISO 4217"),
        ("currency: USD", "", 1, 1, "lacks currency", "add `currency"),
        ("portfolio: p", "portfolio: p\nbook: x", 3, 1, "the mapping has no key \"book\"", "mapping, portfolio"),
        ("reference: id", "referenz: id", 8, 15, "has no key \"referenz\"", "reference"),
        ("amount: sum", "amount: \"\"", 8, 64, "no text", "field: text"),
        ("file: payments.csv", "file: ../payments.csv", 7, 11, "leaves the book's folder", "plain file name"),
        ("file: payments.csv", "file: payments.csv\n    optional: maybe", 8, 15, "neither true nor false", "true"),
        ("file: payments.csv", "file: payments.csv\n    formats: {encoding: latin-9}", 8, 25, "is unknown", "utf-8"),
        ("file: payments.csv", "file: payments.csv\n    formats: {dates: MM-dd}", 8, 22, "not understood", "yyyy"),
        ("file: payments.csv", "file: payments.csv\n    formats: {delimiter: x}", 8, 26, "not understood", ";"),
        ("file: payments.csv", "file: payments.csv\n    formats: {rate: odd}", 8, 21, "is unknown", "percent"),
        ("file: payments.csv", "file: payments.csv\n    formats: {thousands: \".\"}", 8, 14, "same mark", "none"),
        ("file: payments.csv", "file: payments.csv\n    values: {amount: {a: b}}", 8, 22, "no value table", "formats"),
        ("payments:\n", "refunds:\n", 6, 3, "has no key \"refunds\"", "borrowers, loans"),
        ("mapping: small", "mapping: small\nmapping: other", 1, 1, "twice", "keep one"),
        ("mapping: small", "mapping: [small", 2, 10, "not YAML", "mend"),
    ])
    func `a fault says where it is and what would fix it`(
        old: String, new: String, line: Int, column: Int, what: String, fix: String
    ) {
        let found = faults(Self.small.replacingOccurrences(of: old, with: new))
        #expect(
            found.contains { $0.line == line && $0.column == column && $0.what.contains(what) && $0.fix.contains(fix) },
            "\(found)")
    }

    @Test func `a zone that is not known says where it stands`() throws {
        let yaml = Self.small.replacingOccurrences(of: "zone: America/New_York", with: "zone: America/NewYork")
        #expect(yaml != Self.small && faults(yaml).isEmpty, "without zones to look in, the import says so")
        let error = #expect(throws: MappingFaults.self) {
            try Mapping.parse(yaml: yaml, file: "m.yaml", zones: Zones { _ in nil })
        }
        let fault = try #require(error?.faults.first)
        #expect(fault.line > 1 && fault.column > 1 && fault.what == "the zone \"America/NewYork\" is unknown")
    }

    @Test func `a value table may lead only to words that the field knows`() {
        let yaml =
            Self.small + """

                  loans:
                    file: l.csv
                    columns: {reference: id, borrower: b, principal: p, disbursed_on: d, status: s}
                    values: {status: {ok: fine}}
                """
        let found = faults(yaml)
        #expect(found.map(\.line) == [12])
        #expect(found.first?.fix == "use one of open, settled, written_off")
    }

    @Test func `every fault is told at once`() {
        let yaml = Self.small.replacingOccurrences(of: "USD", with: "DOLLAR")
            .replacingOccurrences(of: "region: US, ", with: "")
        #expect(faults(yaml).count == 2)
    }

    @Test func `an empty or endless mapping is refused`() {
        #expect(faults("").first?.what == "the mapping is empty")
        #expect(faults(String(repeating: "#", count: Mapping.greatestFileBytes + 1)).count == 1)
        #expect(faults("just a text").first?.what.contains("not a table of keys") == true)
    }
}
