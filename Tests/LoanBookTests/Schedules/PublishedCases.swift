import CivilTime
import Foundation
import LoanBook
import Testing

/// The tables of `loan-schedules.md`, which other systems assert: kept outside of the repository, beside it.
struct PublishedCases {
    struct Case: Sendable, CustomTestStringConvertible {
        var number: Int
        var title: String
        var lines: [String]
        var testDescription: String { "case \(number): \(title)" }
        var text: String { lines.joined(separator: "\n") }

        /// The cells of every table row, headings and rules left out.
        var table: [[String]] {
            lines.filter { $0.hasPrefix("|") }
                .map { line in
                    line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
                        .map { $0.trimmingCharacters(in: .whitespaces).replacing("*", with: "") }
                }
                .filter { row in !row.allSatisfy { $0.allSatisfy { $0 == "-" } } }
        }

        /// `name=value` of the line of inputs.
        func input(_ name: String) -> String? {
            guard let line = lines.first(where: { $0.hasPrefix("Inputs:") }) else { return nil }
            for part in line.dropFirst("Inputs:".count).split(separator: ",") {
                let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                if pair.count == 2, pair[0] == name { return pair[1] }
            }
            return nil
        }
    }

    static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/loan-schedules.md").path

    static let isThere = FileManager.default.fileExists(atPath: path)

    static let all: [Case] = {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        var cases: [Case] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if let heading = line.wholeMatch(of: /### Case (\d+)\. (.*)/) {
                cases.append(Case(number: Int(heading.1) ?? 0, title: String(heading.2), lines: []))
            } else if !cases.isEmpty {
                cases[cases.count - 1].lines.append(line)
            }
        }
        return cases
    }()

    /// `1 November 2022`.
    static func date(words: String) throws -> CivilDate {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let parts = words.split(separator: " ")
        try #require(parts.count == 3, "\(words) is no date")
        let month = try #require(months.firstIndex(of: String(parts[1])), "\(words) is no date")
        return try #require(
            CivilDate(year: Int(parts[2]) ?? 0, month: month + 1, day: Int(parts[0]) ?? 0), "\(words) is no date")
    }

    /// `4722.0` as minor units of two decimals.
    static func cents(_ text: String) throws -> Int64 {
        let parts = text.replacing(",", with: "").replacing(" ", with: "").split(separator: ".")
        let fraction = (parts.count > 1 ? String(parts[1]) : "").padding(toLength: 2, withPad: "0", startingAt: 0)
        let whole = try #require(Int64(parts.first ?? ""), "\(text) is no amount")
        return whole * 100 + (try #require(Int64(fraction), "\(text) is no amount"))
    }
}
