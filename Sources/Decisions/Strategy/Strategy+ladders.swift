package import CivilTime

extension Strategy {
    /// Rungs that may stand on one another above a first step.
    package static let mostRungs = 3

    /// Whether steps of it hang on the messages of others.
    package var hasLadders: Bool { !rungs.isEmpty }

    /// The ids of the steps whose messages others hang on.
    package var laddered: [String] { rungs.keys.sorted() }

    /// After how many hours its rungs look at messages, each number once.
    package var rungHours: [Int] {
        Set(steps.compactMap { if case .undelivered(_, let hours, _) = $0.anchor { hours } else { nil } }).sorted()
    }

    /// How long after it was written, or failed, a message may still have a rung speak; nil without ladders.
    package var ladderReach: Span? {
        steps.compactMap(\.rungDays).max().map { .days(Int64($0) + 1) }
    }

    /// The rungs right above a step, in the order of the file.
    func rungs(above step: String) -> [Step] { rungs[step]?.flatMap { $0 } ?? [] }

    /// All rungs above a step, those of one anchor together.
    func ladder(above step: String) -> [[Step]] {
        let next = rungs[step] ?? []
        return next + next.joined().flatMap { ladder(above: $0.id) }
    }

    /// The step with which the ladder of a step begins: itself, if it is no rung.
    func root(of id: String) -> Step? {
        var step = step(id)
        for _ in 0...Self.mostRungs {
            guard case .undelivered(let below, _, _) = step?.anchor else { break }
            step = self.step(below)
        }
        return step
    }

    static func rungs(_ steps: [Step]) -> [String: [[Step]]] {
        var rungs: [String: [[Step]]] = [:]
        for step in steps {
            guard case .undelivered(let below, _, _) = step.anchor else { continue }
            if let place = rungs[below]?.firstIndex(where: { $0.first?.anchor == step.anchor }) {
                rungs[below]?[place].append(step)
            } else {
                rungs[below, default: []].append([step])
            }
        }
        return rungs
    }

    /// For so many days after a step's message the ladder above it may speak.
    func ladderDays(above step: String) -> Int { Self.days(above: step, rungs) }

    private static func days(above step: String, _ rungs: [String: [[Step]]]) -> Int {
        (rungs[step] ?? []).joined().map { ($0.rungDays ?? 0) + days(above: $0.id, rungs) }.max() ?? 0
    }

    /// First steps alone, each true for as long as the ladder above it may speak.
    static func patient(_ steps: [Step], _ rungs: [String: [[Step]]]) -> [Step] {
        steps.filter { !$0.anchor.isRung }.map { step in
            var step = step
            if !step.anchor.isOfOneDay { step.lateDays += days(above: step.id, rungs) }
            return step
        }
    }
}

extension Step {
    /// For so many days after a message was written the rung may speak; nil for what is none.
    fileprivate var rungDays: Int? {
        guard case .undelivered(_, let hours, _) = anchor else { return nil }
        return (hours + 23) / 24 + lateDays
    }
}
