import Foundation
import Testing

/// Sentinels where it is decided what many hear.
extension Planted {
    /// What is decided about many, and files given in the place of others.
    func decideAboutMany() async throws {
        let about = "borrower.country == 'US' && borrower.language == 'en'"
        let propose = [
            "broadcast", "propose", "--portfolio", "meadow", "--purpose", "fraud.warning", "--template",
            "fraud.warning",
            "--per-hour", "3600", "--by", "Ann",
        ]
        var commands: [[String]] = [
            propose + ["--when", about], propose + ["--when", about, "--json"], ["broadcast", "list"],
            ["broadcast", "show", "1"], ["broadcast", "show", "1", "--json"],
            ["broadcast", "approve", "1", "--by", "Bo"], ["broadcast", "stop", "1", "--by", "Cy"],
            propose + ["--when", "borrower.name == '\(Self.name)'"], propose + ["--when", "\"\(Self.name)"],
            propose + ["--when", "borrower.country == \(Self.chinese)"],
            ["propose", "--all", "--by", "Ann"], ["proposals"], ["proposals", "1"], ["approve", "1", "--by", "Bo"],
            ["versions", "list"], ["rollback", "strategies/standard.yaml", "--to", "1", "--by", "Bo"],
            ["plan", "--compare", "standard", "in_force"], ["plan", "--compare", "2026-11-21", "2026-11-22", "--csv"],
            ["plan", "--compare", "2026-11-21", "2026-11-22", "--json", "--days", "2"],
            ["template", "list"], ["template", "show", "overdue.7"], ["template", "lint"],
            ["template", "show", Self.name.lowercased()],
        ]
        for file in ["planted/borrowers.csv", "planted/consents.csv", "proof.json"] {
            commands += [
                ["template", "lint", file], ["template", "lint", file, "--json"], ["law", "check", file],
                ["import", "--mapping", file, "planted"], ["plan", "--compare", "standard", file],
                ["propose", file, "--by", "Ann"], ["evidence", "verify", file, "--key", file],
            ]
        }
        for arguments in commands {
            let typed = arguments.contains { $0.contains(Self.name) } ? Self.name : nil
            try await run(arguments + ["--now", SmallBook.now], typed: typed)
        }
    }
}
