/// Reads replies under one set of opt-out words; made once where many replies are read.
package struct ReplyReader: Sendable {
    private var words: Set<[String]> = []
    private var joined: Set<String> = []
    private static let longestPhrase_words = 8

    /// Of Dunlin's own words alone, which every reader knows.
    static let own: ReplyReader = {
        var reader = ReplyReader()
        reader.add(OptOutForms.words)
        return reader
    }()

    private init() {}

    package init(optOutWords: [String]) { self = Self.own.adding(optOutWords) }

    func adding(_ optOutWords: [String]) -> ReplyReader {
        var reader = self
        reader.add(optOutWords)
        return reader
    }

    private mutating func add(_ optOutWords: [String]) {
        for word in optOutWords {
            let text = ReplyText(word)
            guard !text.words.isEmpty else { continue }
            words.insert(text.words)
            joined.insert(text.joined)
        }
    }

    package func meaning(of text: String) -> Meaning {
        let reply = ReplyText(text)
        guard !reply.words.isEmpty else { return reply.endsAsQuestion ? .question : .other }
        if !reply.endsAsQuestion || reply.words.count == 1 {
            if joined.contains(reply.joined) || isPoliteOptOut(reply) || opensWithOptOut(reply)
                || isChineseOptOut(reply.joined)
            {
                return .optOut
            }
        }
        if ReplyPhrases.optIn.contains(reply.joined) { return .optIn }
        if ReplyPhrases.saysPaid(reply) { return .paidAlready }
        if reply.endsAsQuestion || ReplyPhrases.asks(reply) { return .question }
        return .other
    }

    /// An opt-out word with nothing around it but courtesy and its object: `please stop texting me`.
    private func isPoliteOptOut(_ reply: ReplyText) -> Bool {
        let words = reply.words
        for start in words.indices {
            let furthest = min(words.count, start + Self.longestPhrase_words)
            for end in start + 1...furthest where self.words.contains(Array(words[start..<end])) {
                let before = words[..<start].allSatisfy(OptOutForms.before.contains)
                // Anger repeats itself: `stop stop stop`.
                let after = words[end...].allSatisfy { OptOutForms.after.contains($0) || self.words.contains([$0]) }
                if before && after { return true }
            }
            if !OptOutForms.before.contains(words[start]) { return false }
        }
        return false
    }

    /// A word that means nothing else, said first: `STOP wrong number`, `退订，我已还款`. What follows it takes nothing
    /// back (47 CFR 64.1200(a)(10): any reasonable means); only `stop by`, `stop at` and their like go somewhere, and
    /// `stop lying` asks for something else.
    private func opensWithOptOut(_ reply: ReplyText) -> Bool {
        if reply.joined.hasPrefix("退订") { return true }
        let rest = reply.words.drop { OptOutForms.before.contains($0) }
        guard let first = rest.first, OptOutForms.unmistakable.contains(first) else { return false }
        guard let next = rest.dropFirst().first else { return true }
        let asksForElse = next.hasSuffix("ing") && !OptOutForms.after.contains(next)
        return !asksForElse && !OptOutForms.placesAfterStop.contains(next)
    }

    private func isChineseOptOut(_ text: String) -> Bool {
        var rest = text[...]
        guard rest.count <= 24, rest.contains(where: { $0.unicodeScalars.contains { $0.properties.isIdeographic } })
        else { return false }
        // Each turn takes one thing away, so there are at most as many as characters.
        while !rest.isEmpty {
            if joined.contains(String(rest)) { return true }
            if let prefix = OptOutForms.chineseBefore.first(where: { rest.hasPrefix($0) }) {
                rest = rest.dropFirst(prefix.count)
            } else if let suffix = OptOutForms.chineseAfter.first(where: { rest.hasSuffix($0) }) {
                rest = rest.dropLast(suffix.count)
            } else {
                return false
            }
        }
        return false
    }
}
