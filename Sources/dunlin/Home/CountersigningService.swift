import Countersigning
import Delivery
import Logging
import ServiceLifecycle
import SettingsFiles
import Store
import Synchronization

/// Has the log countersigned from time to time, by one node for all. Whoever outside is away is asked again sooner, and
/// stops nothing.
struct CountersigningService: Service {
    static let duty = "countersigning"
    private static let look = Duration.seconds(2)
    private static let again = Duration.seconds(60)

    let desk: SendingDesk
    let publisher: EvidencePublisher
    let settings: EvidenceSettings
    let board: CountersigningBoard
    let log: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await keepAsking() }
        } catch is CancellationError {}
        try await NodeDuties(desk: desk).leave([Self.duty])
    }

    private func keepAsking() async throws {
        let countersigner = Countersigner(outside: settings.outside, random: desk.context.random)
        var next = ContinuousClock.now
        while true {
            try await Task.sleep(for: Self.look)
            do {
                guard try await NodeDuties(desk: desk).lead(Self.duty), ContinuousClock.now >= next else { continue }
                let round = try await countersigner.run(publisher)
                board.show(round)
                tell(round)
                next = .now + (round.isWhole ? settings.every : min(settings.every, Self.again))
            } catch let error where EvidenceService.isPassing(error) {
                log.warning("countersigning waits: \(error)")
            }
        }
    }

    private func tell(_ round: CountersigningRound) {
        for answer in round.answers {
            let fields: Logger.Metadata = ["by": "\(answer.name)", "leaves": "\(round.size)"]
            switch answer.outcome {
            case .signed: log.info("the log is countersigned", metadata: fields)
            case .away: log.warning("no countersignature, asked again: \(answer.outcome)", metadata: fields)
            case .refused: log.error("no countersignature: \(answer.outcome)", metadata: fields)
            case .contradicted:
                log.critical("a witness \(answer.outcome)", metadata: fields)
            }
        }
    }
}

/// What the last round of this process came to, for `/health`.
final class CountersigningBoard: Sendable {
    private let round = Mutex<CountersigningRound?>(nil)

    func show(_ round: CountersigningRound) { self.round.withLock { $0 = round } }

    /// Parts of `/health`. Only a contradiction is a fault of this node.
    var parts: [(name: String, state: String)] {
        (round.withLock { $0 }?.answers ?? []).map {
            (name: ($0.isWitness ? "witness " : "time-stamps ") + $0.name, state: "\($0.outcome)")
        }
    }

    var isContradicted: Bool { round.withLock { $0?.isContradicted ?? false } }
}
