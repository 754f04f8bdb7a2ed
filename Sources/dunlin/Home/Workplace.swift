import CivilTime
import Compliance
import Decisions
import Foundation
import Logging
import SettingsFiles
import Store

/// What a command works with: the home opened, its keys checked, the lender's files read.
struct Workplace: Sendable {
    var settings: Settings
    var home: Home
    var clock: LawClock
    var zones: Zones
    var random: RandomSource
    var log: Logger

    static func open(_ options: GlobalOptions) async throws -> Workplace {
        let settings = try await Settings.resolve(options)
        let clock = options.givenNow.map { LawClock.fixed($0) } ?? .system
        return Workplace(
            settings: settings, home: Home(path: settings.home, database: settings.database), clock: clock,
            zones: ZoneFiles.zones,
            random: .system, log: try LogOutput.logger(settings))
    }

    var files: LenderFiles { LenderFiles(zones: zones, settingsFile: settings.configFile) }

    /// The lender's files as they stand on disk.
    func lender() throws -> Lender { try files.load() }

    /// The faults of files that are in force as they stand are told before anything is opened.
    func checkFiles() throws { if settings.changes == .files { _ = try lender() } }

    /// What is in force: the files, or what was approved of them.
    func lender(in store: OpenStore) async throws -> LenderInForce {
        switch settings.changes {
        case .files: return LenderInForce(lender: try lender(), revision: nil)
        case .approved: return try await approved(in: store)
        }
    }

    /// With `standing` nothing but the texts is read anew.
    func approved(in store: OpenStore, beside standing: Lender? = nil) async throws -> LenderInForce {
        let (texts, revision) = try await store.database.read { try FileVersions.texts(in: $0) }
        let approved = LenderTexts(texts: texts, place: "approved ")
        if let lack = approved.lack {
            throw Failure(
                "\(ChangesSetting.key) is `approved`, and \(lack)",
                fix: "dunlin propose --all --by NAME, and then in another's name: dunlin approve ID --by OTHER")
        }
        return LenderInForce(lender: try files.load(approved, beside: standing), revision: revision)
    }
}

extension Workplace {
    /// This node among others: its host and its home, which only one process delivers from.
    var node: String { ProcessInfo.processInfo.hostName + ":" + URL(filePath: home.path).standardizedFileURL.path }
}

extension OpenStore {
    /// The time of law: the database's, the same for every node, unless another clock was given.
    func now(by clock: LawClock) async throws -> Instant {
        try await database.read { try clock.now(in: $0) }
    }
}

extension LawClock {
    /// The system's clock.
    static let system = LawClock(name: systemName) {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Starts at `instant` and goes on at the pace of the monotonic clock: what `--now` means to commands that send.
    static func from(_ instant: Instant) -> LawClock {
        let start = ContinuousClock.now
        return LawClock(name: "shifted") {
            let passed = ContinuousClock.now - start
            return instant
                + .milliseconds(
                    passed.components.seconds * 1000 + passed.components.attoseconds / 1_000_000_000_000_000)
        }
    }
}
