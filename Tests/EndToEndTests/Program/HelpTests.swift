import Foundation
import Testing

struct HelpTests {
    static let commands: [(command: String, options: [String])] = [
        ("init", ["<folder>"]), ("check", ["--json"]), ("import", ["--mapping", "--as-of", "--json", "<source>"]),
        ("arrears", ["--date", "--steps", "--csv", "--json"]),
        ("schedule", ["show", "compare"]),
        (
            "schedule show",
            [
                "--principal", "--rate", "--instalments", "--from", "--first", "--currency", "--method", "--every",
                "--interest", "--day-count", "--rounding", "--unit", "--unit-rounding", "--principal-grace",
                "--interest-grace", "--interest-free", "--balloon", "--month-end", "--csv", "--json",
            ]
        ),
        ("schedule compare", ["--product", "--tolerance", "--tolerance-days", "--method", "--csv", "--json"]),
        ("plan", ["--date", "--explain", "--portfolio", "--compare", "--days", "--csv", "--reveal", "--json"]),
        ("send", ["--receipts-within", "--link-within", "--json"]), ("serve", ["--port"]),
        ("explain", ["--borrower", "--portfolio", "--days", "--language", "--reveal", "--json"]),
        ("story", ["<borrower>", "--portfolio", "--reveal", "--json"]),
        ("evidence", ["export", "verify", "audit", "key"]),
        ("evidence export", ["--borrower", "--portfolio", "--out", "--json"]),
        ("evidence verify", ["<file>", "--key", "--json"]), ("evidence audit", ["--json"]),
        ("evidence key", ["--json"]),
        (
            "costs",
            ["--month", "--by", "--json", "--reconcile", "--route", "--columns", "--encoding", "--zone"]
        ),
        ("route", ["list", "test", "drain", "resume"]), ("route list", ["--json"]),
        ("route test", ["<name>", "--to", "--class", "--segments", "--portfolio", "--json"]),
        ("route drain", ["<name>", "--by", "--note", "--json"]),
        ("route resume", ["<name>", "--by", "--note", "--json"]),
        ("flag", ["raise", "end", "list"]), ("flag raise", ["<borrower>", "<flag>", "--portfolio", "--until"]),
        ("flag end", ["<borrower>", "<flag>", "--portfolio"]), ("flag list", ["<borrower>", "--portfolio", "--json"]),
        ("broadcast", ["propose", "list", "show", "approve", "stop"]),
        (
            "broadcast propose",
            [
                "--portfolio", "--purpose", "--template", "--when", "--per-hour", "--from", "--until", "--by", "--note",
                "--json",
            ]
        ), ("broadcast list", ["--json"]), ("broadcast show", ["<id>", "--json"]),
        ("broadcast approve", ["<id>", "--by", "--json"]), ("broadcast stop", ["<id>", "--by", "--note", "--json"]),
        ("propose", ["<files>", "--all", "--remove", "--by", "--note", "--json"]),
        ("proposals", ["<id>", "--all", "--json"]), ("approve", ["<id>", "--by", "--note", "--json"]),
        ("reject", ["<id>", "--by", "--note", "--json"]),
        ("rollback", ["<file>", "--to", "--by", "--note", "--json"]), ("versions", ["list", "show"]),
        ("versions list", ["<file>", "--at", "--json"]),
        ("versions show", ["<file>", "--version", "--at", "--json"]),
        ("consent", ["give", "revoke", "list"]),
        ("consent give", ["<borrower>", "<message-class>", "--contact-point", "--act", "--words"]),
        ("task", ["list", "close"]),
        ("task list", ["--borrower", "--portfolio", "--limit", "--reveal", "--json"]),
        ("task close", ["<id>", "--outcome", "--by", "--note", "--json"]),
        ("preference", ["set", "list"]), ("preference set", ["<borrower>", "--most-in-week", "--unwanted", "--hours"]),
        ("contact", ["record", "list"]),
        (
            "contact record",
            [
                "<borrower>", "<kind>", "--at", "--loan", "--channel", "--class", "--contact-point", "--result", "--by",
                "--reference",
            ]
        ),
        ("contact-point", ["list", "add", "mark"]),
        ("contact-point add", ["<borrower>", "<channel>", "<address>", "--owner", "--name"]),
        ("contact-point mark", ["<borrower>", "<contact-point>", "<standing>"]),
        ("record", ["promise", "arrangement", "application", "failed-payment"]),
        (
            "record promise",
            ["<reference>", "--loan", "--made", "--due", "--amount", "--status", "--portfolio", "--json"]
        ),
        (
            "record arrangement",
            ["<reference>", "--loan", "--status", "--since", "--instalment", "--portfolio", "--json"]
        ),
        (
            "record application",
            [
                "<reference>", "--borrower", "--product", "--amount", "--currency", "--status", "--since",
                "--documents",
                "--portfolio", "--json",
            ]
        ),
        ("record failed-payment", ["<reference>", "--loan", "--on", "--amount", "--portfolio", "--json"]),
        ("backup", ["<folder>", "--json"]),
        ("restore", ["<folder>", "--replace", "--brought-back", "--erased", "--yes", "--json"]),
        ("law", ["list", "show", "check", "vectors"]), ("law list", ["--json"]), ("law show", ["<pack>", "--json"]),
        ("law check", ["<files>", "--json"]), ("law vectors", ["<pack>", "--json"]),
        (
            "carrier",
            [
                "--host", "--port", "--system-id", "--seed", "--answer-delay", "--receipt-delay", "--undelivered",
                "--expired",
                "--lost-receipts", "--lost-responses", "--throttled", "--duplicate-receipts", "--out-of-order",
                "--drop-after",
                "--stops", "--refuse-bind", "--close-at-once", "--nonsense", "--journal", "--json",
            ]
        ),
        ("demo", ["--borrowers", "--seed"]),
    ]

    /// Commands that work with a home take these.
    static let global = ["--home", "--config", "--now", "--log-level", "--log-format"]

    @Test(arguments: commands)
    func `the help of a command says what it does and names every option with a word`(
        command: String, options: [String]
    ) async throws {
        let folder = try TemporaryFolder()
        let run = try await Run.of(
            Checkout.program, command.split(separator: " ").map(String.init) + ["--help"], in: folder.path)
        #expect(run.code == 0 && run.err == "")
        #expect(run.out.hasPrefix("OVERVIEW: ") && run.out.contains("USAGE: dunlin \(command)"))
        // What a user would write, not how the program writes it.
        #expect(run.out.firstMatch(of: /default:\s+[A-Z]\w*\(/) == nil, "\(command)")
        let needsHome =
            ![
                "init", "flag", "record", "consent", "preference", "contact", "contact-point", "versions", "broadcast",
                "task", "route",
                "evidence", "evidence verify", "law", "schedule", "schedule show",
            ].contains(command)
        let lines = run.out.split(separator: "\n").map(String.init)
        for option in options + (needsHome ? Self.global : []) {
            // An option's line has words on it, or on the next one when its name is long.
            let at = try #require(
                lines.firstIndex { $0.hasPrefix("  \(option)") }, "\(command) does not explain \(option)")
            let words = lines[at].dropFirst(2 + option.count) + " " + (at + 1 < lines.count ? lines[at + 1] : "")
            #expect(words.count { $0 == " " } > 3, "\(command) \(option)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test func `the program itself says how to begin, and knows its version`() async throws {
        let folder = try TemporaryFolder()
        let help = try await Run.of(Checkout.program, ["--help"], in: folder.path)
        for (command, _) in Self.commands where !command.contains(" ") {
            #expect(help.out.contains("\n  \(command) "), "\(command)")
        }
        #expect(help.out.contains("dunlin demo"))
        #expect(try await Run.of(Checkout.program, ["--version"], in: folder.path).out.contains("0."))
        let unknown = try await Run.of(Checkout.program, ["dance"], in: folder.path)
        #expect(unknown.code == 64 && unknown.err.contains("dance"))
    }

    @Test(arguments: [
        (["arrears", "--date", "2026-13-01"], "--date 2026-13-01 is no date"),
        (["plan", "--date", "soon"], "--date soon is no date"),
        (["plan", "--now", "soon"], "--now soon is no instant"),
        (["import", "--mapping", "x", "book", "--as-of", "soon"], "no such mapping"),
        (["demo", "--borrowers", "3"], "--borrowers is from 10"),
        (["demo", "--now", "2026-11-21"], "the demo has its own clock"),
        (["arrears", "--log-level", "loud"], "the log level `loud` is not known"),
        (["arrears", "--log-format", "xml"], "the log format `xml` is not known"),
        (["plan", "--config", "none.yaml"], "none.yaml: no such settings file"),
        (["plan", "--config", "."], ". is no readable UTF-8 file"),
        (["arrears", "--home", "nowhere"], "there is no book in nowhere"), (["import", "book"], "--mapping"),
    ])
    func `a wrong word on the command line is refused with a hint`(arguments: [String], says: String) async throws {
        let folder = try TemporaryFolder()
        let run = try await Run.of(Checkout.program, arguments, in: folder.path)
        #expect(run.code == 1 || run.code == 64)
        #expect(run.out == "" && run.err.contains(says), "\(run.err)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }
}
