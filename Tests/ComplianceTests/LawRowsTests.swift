import Compliance
import Foundation
import Testing

/// The packs against the table of law they were written from, where that table lies beside the package.
@Suite struct LawRowsTests {
    static let table = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/law-rules.csv")
    static var isThere: Bool { FileManager.default.fileExists(atPath: table.path()) }

    /// Grade letter by row id. The grade is the last field but one; only fields before it hold line breaks or commas
    /// in quotes.
    static func grades() throws -> [String: Character] {
        var grades: [String: Character] = [:]
        for line in try String(contentsOf: table, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst() {
            var fields: [String] = [""]
            var quoted = false
            for character in line {
                switch character {
                case "\"": quoted.toggle()
                case "," where !quoted: fields.append("")
                default: fields[fields.count - 1].append(character)
                }
            }
            guard fields.count == 9 else { continue }
            grades[fields[0]] = fields[7].first
        }
        return grades
    }

    @Test(.enabled(if: isThere, "the shared folder is not beside the package"))
    func `every row of the four jurisdictions stands in a pack, with no better grade than its own`() throws {
        let grades = try LawRowsTests.grades()
        var missing = Set(grades.keys.filter { ["US-", "CN-", "ID-"].contains(String($0.prefix(3))) })
        #expect(missing.count > 30)
        let order: [Character] = ["P", "S", "M"]
        for rule in try LawBook.builtIn().packs.flatMap(\.rules) {
            for match in rule.citation.matches(of: /[A-Z]{2}-[0-9]{2}/) {
                let row = String(match.output)
                missing.remove(row)
                let grade = try #require(grades[row], "\(rule.id) cites \(row), which is no row")
                guard !rule.id.hasPrefix("house/") else { continue }
                let ours = try #require(order.firstIndex(of: Character(rule.grade.rawValue)))
                let theirs = try #require(order.firstIndex(of: grade))
                #expect(ours >= theirs, "\(rule.id) claims \(rule.grade), its row \(row) has \(grade)")
            }
        }
        #expect(missing.isEmpty, "\(missing.sorted())")
    }
}
