internal import Dispatch
internal import Synchronization

extension Array where Element: Sendable {
    /// The transformed elements in their order, worked out on all cores; the first error in that order is thrown.
    ///
    /// For work of some microseconds an element, such as reading a telephone number or sealing. `atLeast`: elements that are
    /// worth another thread.
    package func parallelMap<Out: Sendable>(
        atLeast: Int = 64, _ transform: @Sendable (Element) throws -> Out
    ) throws -> [Out] {
        let slice = Swift.max(atLeast, (count + 7) / 8)
        let slices = (count + slice - 1) / slice
        guard slices > 1 else { return try map(transform) }
        let results = Mutex<[Int: Result<[Out], any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: slices) { number in
            let part = self[(number * slice)..<Swift.min(count, (number + 1) * slice)]
            let result = Result { try part.map(transform) }
            results.withLock { $0[number] = result }
        }
        var all: [Out] = []
        all.reserveCapacity(count)
        let done = results.withLock { $0 }
        for number in 0..<slices {
            if let result = done[number] { all.append(contentsOf: try result.get()) }
        }
        return all
    }
}
