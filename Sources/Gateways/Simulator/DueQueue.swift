/// Things that happen at a time, earliest first; those of one time in the order they were put. A binary heap.
struct DueQueue<Element> {
    private var heap: [(at: Int64, order: Int, element: Element)] = []
    private var order = 0

    var isEmpty: Bool { heap.isEmpty }
    var first: Int64? { heap.first?.at }
    var count: Int { heap.count }

    mutating func put(_ element: Element, at: Int64) {
        order += 1
        heap.append((at, order, element))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard precedes(child, parent) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// The earliest element, if it is due by `limit`.
    mutating func take(by limit: Int64) -> Element? {
        guard let first = heap.first, first.at <= limit else { return nil }
        let last = heap.count - 1
        heap.swapAt(0, last)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < last && precedes(child, least) { least = child }
            guard least != parent else { break }
            heap.swapAt(parent, least)
            parent = least
        }
        return first.element
    }

    private func precedes(_ a: Int, _ b: Int) -> Bool {
        heap[a].at < heap[b].at || (heap[a].at == heap[b].at && heap[a].order < heap[b].order)
    }
}
