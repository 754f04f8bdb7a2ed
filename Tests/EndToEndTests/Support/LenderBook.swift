import Foundation

/// The tool's book with its answers.
struct LenderBook: Sendable {
    struct Answers: Decodable {
        var rows: Int
        var accept: Int
        var reject: [String: String]
        var warn: [String: String]
    }

    static let kinds = ["borrowers", "loans", "instalments", "payments"]

    let answers: [String: Answers]
    let arrears: Data

    /// Writes a book to `folder/name` and reads its answers.
    static func write(
        to folder: TemporaryFolder, as name: String = "book", borrowers: Int, seed: Int, dialect: String, quirks: Double
    ) async throws -> LenderBook {
        let run = try await Run.of(
            "/usr/bin/env",
            [
                "python3", Checkout.lenderBook ?? "", "--out", folder[name], "--borrowers", "\(borrowers)", "--seed",
                "\(seed)", "--dialect", dialect, "--today", "2026-11-21", "--quirks", "\(quirks)",
            ], in: folder.path)
        guard run.code == 0 else { throw Unexpected(run: run) }
        let all = try JSONDecoder().decode(
            [String: Loose].self, from: Data(contentsOf: URL(filePath: folder[name + "/expected.json"])))
        return LenderBook(
            answers: all.compactMapValues(\.answers),
            arrears: try Data(contentsOf: URL(filePath: folder[name + "/arrears.csv"])))
    }

    /// A member of `expected.json`: a file's answers, or the book's figures.
    private struct Loose: Decodable {
        var answers: Answers?

        init(from decoder: any Decoder) throws {
            let keys = try decoder.container(keyedBy: Key.self)
            answers = keys.contains(.rows) ? try Answers(from: decoder) : nil
        }

        enum Key: String, CodingKey { case rows }
    }
}
