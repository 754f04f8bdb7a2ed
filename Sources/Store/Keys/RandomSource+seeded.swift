internal import CivilTime
internal import Synchronization

extension RandomSource {
    /// The same bytes for the same seed, for tests and simulations. Keys made from it are known to whoever knows the seed.
    package static func seeded(_ seed: UInt64) -> RandomSource {
        let numbers = Generator(SeededNumbers(seed: seed))
        return RandomSource { count in
            numbers.state.withLock { numbers in (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next() >> 32) }
            }
        }
    }

    private final class Generator: Sendable {
        let state: Mutex<SeededNumbers>
        init(_ numbers: SeededNumbers) { state = Mutex(numbers) }
    }
}
