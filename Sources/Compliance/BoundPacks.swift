package import LoanBook
internal import Messaging

/// The rules that bind one region and role, sorted by what they concern.
@safe package final class BoundPacks: Sendable {
    package let region: String
    package let role: Portfolio.Role
    /// Those that bind, in the order of the book.
    package let packs: [LawPack]
    /// No pack speaks for this region's country: the house rules and the law of a union of states do not.
    package let isUnknownCountry: Bool
    /// Of `packs`, which hold them: dozens are asked in every decision, and asking counts no reference.
    private let rules: [[Unmanaged<LawRule>]]

    package init(packs all: [LawPack], region: String, role: Portfolio.Role) {
        let bound = all.filter { Jurisdiction.binds($0.jurisdiction, region) }
        packs = bound
        self.region = region
        self.role = role
        isUnknownCountry = !bound.contains { Jurisdiction.speaksForCountry($0.jurisdiction) }
        let binding = bound.flatMap(\.rules).filter { $0.binds(role, in: region) }
        unsafe rules = Self.byPurpose { purpose, channel in binding.filter { $0.concerns(purpose, channel) } }
    }

    /// The law of one rule alone, for its vectors.
    init(only rule: LawRule, of pack: LawPack, region: String, role: Portfolio.Role) {
        packs = [pack]
        self.region = region
        self.role = role
        isUnknownCountry = false
        unsafe rules = Self.byPurpose { purpose, channel in
            rule.binds(role, in: region) && rule.concerns(purpose, channel) ? [rule] : []
        }
    }

    private static func byPurpose(_ rules: (Purpose, Channel) -> [LawRule]) -> [[Unmanaged<LawRule>]] {
        unsafe Purpose.allCases.flatMap { purpose in
            unsafe Channel.allCases.map { channel in unsafe rules(purpose, channel).map { unsafe .passUnretained($0) } }
        }
    }

    /// What would end the silence of an unknown country.
    var silence: String {
        let country = region.prefix { $0 != "-" }
        return packs.contains { $0.jurisdiction == Jurisdiction.union }
            ? "the law of the European Union does not replace that of \(country): write a pack of jurisdiction \(country)"
            : "write a pack of jurisdiction \(country)"
    }

    /// Calls `body` with each rule that may object to a message of this purpose on this channel.
    func forEachRule(for purpose: Purpose, _ channel: Channel, _ body: (LawRule) -> Void) {
        let rules = unsafe rules[purpose.place * Channel.allCases.count + (channel.rawValue - 1)]
        unsafe rules.forEach { unsafe $0._withUnsafeGuaranteedRef(body) }
    }
}

/// Words that opt out under these packs, as the packs write them; whoever compares normalises both sides.
package func optOutWords(for packs: BoundPacks) -> [String] {
    var seen: Set<String> = []
    var words: [String] = []
    for pack in packs.packs {
        for language in pack.optOutWords.keys.sorted() {
            for word in pack.optOutWords[language] ?? [] where seen.insert(word).inserted { words.append(word) }
        }
    }
    return words
}

/// Whether one confirmation of an opt-out may be sent at all; `permit` judges the single case.
package func allowsOptOutConfirmation(_ packs: BoundPacks) -> Bool {
    var allowed = false
    for pack in packs.packs {
        for rule in pack.rules where rule.binds(packs.role, in: packs.region) {
            guard case .optOut(let optOut) = rule.kind, let minutes = optOut.confirmation_min else { continue }
            if minutes == 0 { return false }
            allowed = true
        }
    }
    return allowed && !packs.isUnknownCountry
}
