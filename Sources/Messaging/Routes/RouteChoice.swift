package import CivilTime

/// The way a message takes, and what is said of every route that could have been it.
package struct RouteChoice: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case route(String)
        /// Every route that serves it is shut for now.
        case hold(until: Instant)
        /// None ever serves it.
        case nobody
    }

    package var outcome: Outcome
    package var findings: [RouteFinding]

    /// How soon a drained route is looked at again: whoever resumes it wakes what waits.
    static let lookAgain = Span.minutes(10)
    static let lookAgainWhileTrying = Span.seconds(5)

    /// A route and how it stands.
    package struct Candidate: Sendable, Hashable {
        package var card: RouteCard
        package var standing: RouteStanding

        package init(_ card: RouteCard, _ standing: RouteStanding = RouteStanding()) {
            self.card = card
            self.standing = standing
        }
    }

    /// Chooses by standing, then priority, then cost for the segments of the message, then name.
    package static func choose(
        for question: RouteQuestion, among candidates: [Candidate], at now: Instant
    ) -> RouteChoice {
        var findings: [RouteFinding] = []
        var able: [Candidate] = []
        var opens: [Instant] = []
        for candidate in candidates.sorted(by: { goesBefore($0, $1, question) }) {
            let card = candidate.card
            if let (word, words) = card.refuses(question) {
                findings.append(RouteFinding(route: card.name, word: word, words: words))
            } else if let (word, words, until) = candidate.isShut(for: question, at: now) {
                findings.append(RouteFinding(route: card.name, word: word, words: words))
                opens.append(until)
            } else {
                findings.append(candidate.finding(behind: able.first, question))
                able.append(candidate)
            }
        }
        if let chosen = able.first { return RouteChoice(outcome: .route(chosen.card.name), findings: findings) }
        if let next = opens.min() { return RouteChoice(outcome: .hold(until: next), findings: findings) }
        return RouteChoice(outcome: .nobody, findings: findings)
    }

    /// With these begins why a message waits for a route.
    package static let holdWords = "no route takes it now"

    /// Why a message waits or stays unsent: `no route takes it now: north is drained; south is shut until …`.
    package var words: String {
        let list = findings.map(\.line).joined(separator: "; ")
        return switch outcome {
        case .route(let name): "by \(name): \(list)"
        case .hold: "\(Self.holdWords) (\(list))"
        case .nobody: findings.isEmpty ? "no route serves it" : "no route serves it (\(list))"
        }
    }

    private static func goesBefore(_ a: Candidate, _ b: Candidate, _ question: RouteQuestion) -> Bool {
        if a.rank != b.rank { return a.rank < b.rank }
        if a.card.priority != b.card.priority { return a.card.priority < b.card.priority }
        // Amounts of two currencies cannot be compared: the name decides.
        if let a = a.card.cost, let b = b.card.cost, a.currency == b.currency, a.millionths != b.millionths {
            return a.millionths < b.millionths
        }
        return a.card.name < b.card.name
    }
}

extension RouteChoice.Candidate {
    /// One that is being tried goes where it would go: that is what trying is.
    fileprivate var rank: Int { standing.level == .lowered ? 1 : 0 }

    /// Why it takes nothing now, and when it is looked at again.
    fileprivate func isShut(
        for question: RouteQuestion, at now: Instant
    ) -> (RouteFinding.Word, String, until: Instant)? {
        if standing.drained != nil { return (.drained, "drained", now + RouteChoice.lookAgain) }
        switch standing.level {
        case .open:
            let until = max(standing.until ?? now, now + RouteChoice.lookAgainWhileTrying)
            return (.circuit, "its circuit is open: \(standing.why)", until)
        case .trying where standing.trials <= 0:
            return (.circuit, "others try it now: \(standing.why)", now + RouteChoice.lookAgainWhileTrying)
        case .normal, .lowered, .trying: break
        }
        if let next = card.opens(after: now) { return (.hours, "shut until \(next)", next) }
        if let most = card.segmentsADay, standing.segmentsToday + question.segments > most {
            let words = "\(standing.segmentsToday) of \(most) segments of its day are used"
            return (.budget, words, card.dayEnds(after: now))
        }
        return nil
    }

    fileprivate func finding(behind first: RouteChoice.Candidate?, _ question: RouteQuestion) -> RouteFinding {
        var words = ["priority \(card.priority)"]
        if let cost = card.cost { words.append("\(cost.words(segments: question.segments)) for \(question.segments)") }
        if standing.level != .normal { words.append("\(standing.level.word): \(standing.why)") }
        guard let first else {
            return RouteFinding(
                route: card.name, word: .chosen, words: "chosen, " + words.joined(separator: ", "))
        }
        return RouteFinding(
            route: card.name, word: .behind,
            words: "behind \(first.card.name), " + words.joined(separator: ", "))
    }
}

extension RouteCard.Cost {
    /// `0.09 CNY`.
    package func words(segments: Int) -> String {
        let (total, isTooMuch) = millionths.multipliedReportingOverflow(by: Int64(segments))
        guard !isTooMuch else { return "too much \(currency)" }
        let (whole, rest) = total.quotientAndRemainder(dividingBy: 1_000_000)
        var decimals = String(1_000_000 + rest).dropFirst()
        while decimals.last == "0" { decimals = decimals.dropLast() }
        return (decimals.isEmpty ? "\(whole)" : "\(whole).\(decimals)") + " \(currency)"
    }
}

extension RouteCard {
    /// Why it never takes this; nil where it may.
    fileprivate func refuses(_ question: RouteQuestion) -> (RouteFinding.Word, String)? {
        if question.refusedBy.contains(name) { return (.refused, "refused this message") }
        if !classes.isEmpty, !classes.contains(question.messageClass) {
            return (.messageClass, "takes no \(question.messageClass) messages")
        }
        if !countries.isEmpty, question.country.map({ !countries.contains($0) }) ?? true {
            return (.country, "serves numbers of " + countries.sorted().joined(separator: ", "))
        }
        if !prefixes.isEmpty, !prefixes.contains(where: question.to.hasPrefix) {
            return (.prefix, "serves other beginnings of numbers")
        }
        if !carriers.isEmpty, question.carrier.map({ !carriers.contains($0) }) ?? true {
            let names = carriers.map(\.rawValue).sorted().joined(separator: ", ")
            return (.carrier, "serves numbers given out by \(names)")
        }
        return nil
    }
}
