internal import Messaging

/// The ladders of a strategy file: which steps hang on the message of another, and in which order that lets them be read.
struct LadderReader {
    /// The word under which an anchor names the step whose message it hangs on.
    static let key = "undelivered"
    /// So long a receipt is waited for: later no word is expected, see `DeliverySettings.receiptWait`.
    static let hours = 1...72

    private let items: [MarkedNode]
    /// The place of each id in the file; of one that stands twice, the first.
    private let places: [String: Int]
    private(set) var faults: [Fault] = []

    /// - Parameter items: the steps as they stand in the file.
    init(_ items: [MarkedNode], file: String) {
        self.items = items
        places = Dictionary(
            items.enumerated().compactMap { place, item in
                Self.field("id", of: item)?.scalar.map { ($0, place) }
            }, uniquingKeysWith: { first, _ in first })
        for item in items { check(item, file) }
    }

    /// The places of the items, each behind the one it hangs on, else in the order of the file.
    var order: [Int] {
        let heights = items.map { item in
            var height = 0
            var next: MarkedNode? = item
            while let base = next.flatMap(Self.base(ofStep:)), height <= items.count {
                height += 1
                next = base.scalar.flatMap { places[$0] }.map { items[$0] }
            }
            return height
        }
        return items.indices.sorted { (heights[$0], $0) < (heights[$1], $1) }
    }

    /// The node that names the step on whose message an anchor hangs.
    static func base(of anchor: MarkedNode) -> MarkedNode? { field(key, of: anchor) }

    private static func base(ofStep item: MarkedNode) -> MarkedNode? { field("anchor", of: item).flatMap(base(of:)) }

    private static func field(_ key: String, of node: MarkedNode) -> MarkedNode? {
        guard case .map(let entries) = node.content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    private mutating func check(_ item: MarkedNode, _ file: String) {
        guard let first = Self.base(ofStep: item) else { return }
        func fault(_ what: String, _ fix: String) -> Fault {
            Fault(file: file, line: first.line, column: first.column, what: what, fix: fix)
        }
        let own = Self.field("id", of: item)?.scalar
        var rungs = 1
        var next = first
        while true {
            guard let name = next.scalar, let place = places[name] else {
                // Further down it is the fault of the step there.
                guard rungs == 1 else { return }
                let name = first.scalar ?? ""
                let near = Nearest.name(to: name, among: places.keys.sorted()).map { "Did you mean `\($0)`?" }
                faults.append(fault("there is no step `\(name)`", near ?? "Name a step of this file"))
                return
            }
            if name == own {
                faults.append(
                    fault(
                        "the ladder of `\(name)` comes back to itself", "Let its first step hang on a fact of the book")
                )
                return
            }
            guard let below = Self.base(ofStep: items[place]) else { break }
            rungs += 1
            // A ring further down, which its own steps tell of.
            if rungs > items.count { return }
            next = below
        }
        if rungs > Strategy.mostRungs {
            faults.append(
                fault(
                    "the ladder has \(rungs) rungs up to here, more than \(Strategy.mostRungs)",
                    "Leave rungs out; a person's task may be the last"))
        }
    }
}
