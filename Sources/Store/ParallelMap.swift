internal import Dispatch
internal import Synchronization

extension Array where Element: Sendable {
    /// The transformed elements in their order, worked out on all cores; the first error in that order is thrown.
    ///
    /// For work of some microseconds an element, such as reading a telephone number or sealing. `atLeast`: elements that are
    /// worth another thread. `beside`: what this thread does first, while others have begun; its error goes before theirs.
    package func parallelMap<Out: Sendable>(
        atLeast: Int = 64, beside: () throws -> Void = {}, _ transform: @escaping @Sendable (Element) throws -> Out
    ) throws -> [Out] {
        let length = Swift.max(atLeast, (count + 7) / 8)
        let slices = (count + length - 1) / length
        guard slices > 1 else {
            try beside()
            return try map(transform)
        }
        let work = SharedWork(slices: slices) { number in
            try self[(number * length)..<Swift.min(count, (number + 1) * length)].map(transform)
        }
        for _ in 1..<slices { DispatchQueue.global(qos: .userInitiated).async { work.run() } }
        let own = Result { try beside() }
        work.run()
        let done = work.wait()
        try own.get()
        var all: [Out] = []
        all.reserveCapacity(count)
        for number in 0..<slices { if let part = try done[number]?.get() { all.append(contentsOf: part) } }
        return all
    }
}

/// The slices of one map, taken by whoever is free: a thread that comes late finds nothing left, and nobody waits for it.
private final class SharedWork<Out: Sendable>: Sendable {
    private struct State {
        var next = 0
        var done: [Int: Result<[Out], any Error>] = [:]
    }

    private let slices: Int
    private let slice: @Sendable (Int) throws -> [Out]
    private let state = Mutex(State())
    /// Entered by each slice that somebody has taken.
    private let taken = DispatchGroup()

    init(slices: Int, _ slice: @escaping @Sendable (Int) throws -> [Out]) {
        self.slices = slices
        self.slice = slice
    }

    func run() {
        while let number = take() {
            let result = Result { try slice(number) }
            state.withLock { $0.done[number] = result }
            taken.leave()
        }
    }

    private func take() -> Int? {
        state.withLock { state in
            guard state.next < slices else { return nil }
            taken.enter()
            state.next += 1
            return state.next - 1
        }
    }

    /// To be called when nothing is left to take.
    func wait() -> [Int: Result<[Out], any Error>] {
        taken.wait()
        return state.withLock { $0.done }
    }
}
