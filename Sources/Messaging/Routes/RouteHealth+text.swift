package import CivilTime

/// How health stands in the store beside level, words and instant: whole numbers in one order.
extension RouteHealth {
    /// Nil for a text of another version: the route begins anew, from its level.
    package init?(level: RouteLevel, why: String, until: Instant?, figures: String) {
        let numbers = figures.split(separator: " ").map { Int64($0) }
        guard numbers.count == 16, numbers[0] == 1 else { return nil }
        func instant(_ index: Int) -> Instant? { numbers[index].map { Instant(milliseconds: $0) } }
        func count(_ index: Int) -> Int { Int(numbers[index] ?? 0) }
        guard let since = instant(2), let windowBegan = instant(3) else { return nil }
        self.init(at: since)
        self.level = level
        self.why = why
        self.until = until
        self.windowBegan = windowBegan
        linkSeen = instant(1)
        openings = count(4)
        good = count(5)
        window.answered = count(6)
        window.faults = count(7)
        window.unanswered = count(8)
        window.response_ms = numbers[9] ?? 0
        window.delivered = count(10)
        window.undelivered = count(11)
        window.delay_ms = numbers[12] ?? 0
        past = numbers[13].map { Past(response_ms: $0, delivered: numbers[14], delay_ms: numbers[15]) }
    }

    package var figures: String {
        let numbers: [Int64?] = [
            1, linkSeen?.milliseconds, since.milliseconds, windowBegan.milliseconds, Int64(openings), Int64(good),
            Int64(window.answered), Int64(window.faults), Int64(window.unanswered), window.response_ms,
            Int64(window.delivered), Int64(window.undelivered), window.delay_ms, past?.response_ms, past?.delivered,
            past?.delay_ms,
        ]
        return numbers.map { $0.map(String.init) ?? "-" }.joined(separator: " ")
    }
}
