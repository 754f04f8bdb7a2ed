import ArgumentParser
import CivilTime

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The data folder (default ./.dunlin; DUNLIN_HOME).", valueName: "dir"))
    var home: String?

    @Option(
        help: ArgumentHelp(
            "The store: sqlite:PATH or postgres://… (default: dunlin.db in the data folder; DUNLIN_DATABASE).",
            valueName: "url"))
    var database: String?

    @Option(
        help: ArgumentHelp(
            "The settings file (default ./dunlin.yaml; without one the built-in sample lender).", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Take this for the present: 2026-11-21 or 2026-11-21T09:30:00Z (default: the system's clock).",
            valueName: "instant"))
    var now: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning or error.", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("text or json.", valueName: "format"))
    var logFormat: String?

    func validate() throws {
        if let now, GlobalOptions.instant(now) == nil {
            throw ValidationError(
                "--now \(now) is no instant: write 2026-11-21, 2026-11-21T09:30:00Z or 2026-11-21T09:30:00+08:00")
        }
    }

    /// The instant of `--now`, if given. A bare date means its midnight in UTC.
    var givenNow: Instant? { now.flatMap { GlobalOptions.instant($0) } }

    /// A bare date is its midnight in `zone`.
    static func instant(_ text: String, in zone: Zone = .utc) -> Instant? {
        if let instant = Instant(iso: text) { return instant }
        guard let date = CivilDate(iso: text), let midnight = TimeOfDay(text: "00:00") else { return nil }
        return zone.instant(date, midnight)
    }
}
