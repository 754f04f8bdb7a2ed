import Synchronization

/// What the carrier wrote down of one account, over whichever of its links: the truth that the store is held against.
final class SimulatedAccount: Sendable {
    private let entries = Mutex<[SimulatedCarrier.Entry]>([])

    var journal: [SimulatedCarrier.Entry] { entries.withLock { $0 } }

    func append(_ entry: SimulatedCarrier.Entry) { entries.withLock { $0.append(entry) } }
}
