import ArgumentParser
import CivilTime
import LoanBook
import Store

struct PreferenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preference",
        abstract:
            "Record what a borrower wants of frequency, content and hours; it makes contact stricter than the law.",
        subcommands: [SetPreference.self, ListPreferences.self])
}

struct SetPreference: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Record all that the borrower wants now; without options, nothing special.")

    @OptionGroup var subject: FlagSubject
    @Option(help: "The most messages in 7 days, from 1 to 50.") var mostInWeek: Int?
    @Option(help: "A class of which nothing is wanted; may be given several times.") var unwanted: [MessageClass] = []
    @Option(help: "Between which hours, on the borrower's clock: 18:00-20:00.") var hours: String?

    func run() async throws {
        var wanted: Preference.Hours?
        if let hours {
            wanted = Preference.Hours(text: hours)
            guard wanted != nil else { throw ValidationError("--hours \(hours) are no hours: write 18:00-20:00") }
        }
        if let mostInWeek, !(1...Preference.greatestInWeek).contains(mostInWeek) {
            throw ValidationError("--most-in-week is from 1 to \(Preference.greatestInWeek)")
        }
        let (workplace, store, borrower) = try await subject.open()
        let now = try await store.now(by: workplace.clock)
        let (vault, random) = (store.vault, workplace.random)
        let preference = Preference(mostInWeek: mostInWeek, unwanted: Set(unwanted), hours: wanted)
        try await store.database.write { session in
            try session.lock([.borrower(borrower.number)], .exclusive)
            try Preferences.append(
                [(borrower, Preferences.Entry(preference: preference, at: now, source: "operator"))], in: session)
            try EvidenceLog.append(
                [.preference(preference, of: borrower, at: now)], in: session, vault: vault, random: random)
        }
        Output.line(preference.isEmpty ? "nothing special is wanted" : preference.words)
    }
}

struct ListPreferences: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what a borrower has wanted, oldest first; the last stands.")

    @OptionGroup var subject: FlagSubject
    @Flag(help: "One JSON document: {preferences: [{most_in_week, unwanted, hours, at, source}]}.") var json = false

    func run() async throws {
        let (_, store, borrower) = try await subject.open()
        let entries = try await store.database.read { try Preferences.list(borrower, in: $0) }
        if json {
            let list = entries.map { entry in
                JSONText.Value.object([
                    ("most_in_week", entry.preference.mostInWeek.map { .number(Int64($0)) } ?? .null),
                    ("unwanted", .list(entry.preference.sortedUnwanted.map { .text($0) })),
                    ("hours", entry.preference.hours.map { .text($0.description) } ?? .null),
                    ("at", .text(entry.at.description)), ("source", .text(entry.source)),
                ])
            }
            Output.line(JSONText.write(.object([("preferences", .list(list))])))
            return
        }
        var table = TextTable(headings: ["wanted", "at", "told by"])
        table.rows = entries.map { [$0.preference.words, $0.at.description, $0.source] }
        Output.text(table.text)
    }
}

extension Preference {
    var sortedUnwanted: [String] { unwanted.sorted { $0.rawValue < $1.rawValue }.map(\.word) }

    var words: String {
        var parts: [String] = []
        if let mostInWeek { parts.append("at most \(mostInWeek) in 7 days") }
        if !unwanted.isEmpty { parts.append("no \(sortedUnwanted.joined(separator: ", "))") }
        if let hours { parts.append("between \(hours.description)") }
        return parts.isEmpty ? "nothing special" : parts.joined(separator: "; ")
    }
}
