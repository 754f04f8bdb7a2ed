import Foundation
import Glibc
import Testing

/// A batch becomes visible whole, or nothing of it does.
struct ImportCrashTests {
    private static let borrowers = 4000

    /// The file named is a pipe that nobody fills: the import stands in the middle of its work until it is killed.
    @Test(arguments: [("loans", "borrowers"), ("instalments", "loans"), ("payments", "instalments")])
    func `an import that is killed has changed nothing, and is simply repeated`(
        file: String, after done: String
    ) async throws {
        let lender = try await Lender.with()
        let before = try await state(lender)
        try lender.write(.overdue(Self.borrowers), as: "large")
        let pipe = lender.folder["large/\(file).csv"]
        let text = try lender.folder.text("large/\(file).csv")
        try FileManager.default.removeItem(atPath: pipe)
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        try await lender.beside(
            ["import", "--mapping", Checkout.mapping("en"), "large", "--now", "2026-11-21T18:10:00Z"]
        ) { child in
            try await child.wait(for: "the end of a file") { try child.errors().contains("\(done): 100%") }
            #expect(child.isRunning)
        }
        #expect(try await state(lender) == before)

        try FileManager.default.removeItem(atPath: pipe)
        try lender.folder.write(text, to: "large/\(file).csv")
        let again = try await lender.bringIn("large", now: "2026-11-21T18:10:00Z")
        let files = try again.json()["files"]
        #expect(files["borrowers"]["accepted"].int == Self.borrowers)
        #expect(files["loans"]["accepted"].int == Self.borrowers)
        let after = try await lender.dunlin("arrears", "--date", "2026-11-21", "--json").json()
        #expect(after["loans"].int == Self.borrowers)
        #expect(after["overdue_total"].int == Self.borrowers * 12_000)
    }

    /// What planning and sending would see.
    private func state(_ lender: Lender) async throws -> [String] {
        [
            try await lender.dunlin("arrears", "--date", "2026-11-21", "--csv").out,
            try await lender.dunlin("plan", "--json", "--now", SmallBook.now).out,
        ]
    }
}
