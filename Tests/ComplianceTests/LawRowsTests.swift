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
    func `every row stands in a pack, with no better grade than its own`() throws {
        let grades = try LawRowsTests.grades()
        var missing = Set(grades.keys)
        #expect(missing.count == 61)
        let order: [Character] = ["P", "S", "M"]
        for rule in try LawBook.builtIn().packs.flatMap(\.rules) {
            for row in rule.rows {
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

    @Test func `a rule that is not judged says who sees to it`() throws {
        for pack in try LawBook.builtIn().packs {
            for rule in pack.rules {
                guard let reason = rule.reasonNotJudged else { continue }
                #expect(reason.count > 20 && reason.hasSuffix("."), "\(rule.id): \(reason)")
            }
            #expect(
                !pack.judgedRules.isEmpty || pack.note?.contains("Nothing here can be judged") == true, "\(pack.key)")
        }
    }

    @Test func `the rows of a citation are read from it`() throws {
        let pack = try TestLaw.pack(
            """
              - {id: a, citation: "X 9-10 (rows US-16, US-17); LN 46/2022 (row KE-01)", grade: M, says: s., duty: d}
              - {id: b, citation: "940 CMR 7.04(1)(f), US-MA", grade: M, says: s., duty: d}
            """)
        #expect(pack.rules.map(\.rows) == [["US-16", "US-17", "KE-01"], []])
    }
}
