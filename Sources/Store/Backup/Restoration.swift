package import CivilTime
package import Decisions
internal import Evidence

/// What a store is told when it was brought back from a backup, by whatever means: what it has forgotten since. Both engines.
package struct Restoration: Sendable {
    package struct Recorded: Sendable, Equatable {
        /// Nil when it is proven that nothing was said after the backup.
        package var lapse: Lapse?
        /// The name of the log that has ended, and of the one that goes on with its leaves.
        package var endedLog: String?
        package var log: String?
    }

    /// Up to where the store remembers: when the backup was made. Nil takes the last thing that the store knows of.
    package var knownUntil: Instant?
    /// Nothing was said after the backup: nothing is forgotten, and the log goes on under its name.
    package var isWhole: Bool
    /// The name of the log that may have to be begun.
    package var origin: String

    package init(knownUntil: Instant?, isWhole: Bool, origin: String) {
        self.knownUntil = knownUntil
        self.isWhole = isWhole
        self.origin = origin
    }

    /// Contacts further back than this count for nobody.
    private static let remembered = Span.days(40)

    /// One transaction; nobody may be at work with the store. Frees a backup's copy for work.
    package func record(
        in database: any SQLDatabase, vault: Vault, random: RandomSource, at now: Instant
    ) async throws -> Recorded {
        try await database.write(repeatable: true) { session in
            try session.lock([.facts, .log], .exclusive)
            var recorded = Recorded()
            let last = try session.integer("SELECT max(at_ms) FROM leaf WHERE idx > (SELECT max(idx) FROM leaf) - 1000")
            let lastKnown = Instant(milliseconds: last ?? 0)
            let known = knownUntil ?? lastKnown
            // Never before what the store itself remembers, whatever the clock says.
            let at = max(now, lastKnown, known)
            var content: [(String, LeafValue)] = [
                ("known_until", .text(known.description)), ("restored_at", .text(at.description)),
            ]
            if !isWhole {
                let lapse = try lapse(from: known, until: at, in: session)
                try lapse.write(in: session)
                recorded.lapse = lapse
                content += try begunAnew(in: session, vault: vault, random: random, &recorded)
            }
            try StoreMark.clear(StoreMark.backup, in: session)
            let leaf = LeafDraft(kind: .restore, borrower: nil, at: at, content: content)
            try EvidenceLog.append([leaf], in: session, vault: vault, random: random)
            return recorded
        }
    }

    /// An earlier lapse of which caps may still have to count is made part of this one.
    private func lapse(from known: Instant, until: Instant, in session: any SQLSession) throws -> Lapse {
        let next = try session.integer("SELECT next FROM number WHERE kind = 'reply'") ?? 1
        var from = max(known, until - Self.remembered)
        if let earlier = try Lapse.read(in: session), earlier.until > until - Self.remembered {
            from = min(from, earlier.from)
        }
        return Lapse(from: from, until: until, firstReply: next)
    }

    private func begunAnew(
        in session: any SQLSession, vault: Vault, random: RandomSource, _ recorded: inout Recorded
    ) throws -> [(String, LeafValue)] {
        guard let old = try EvidenceKey.renew(origin: origin, in: session, vault: vault, random: random) else {
            return []
        }
        let signed = try SignedLast.read(session, key: old)?.checkpoint
        try SignedLast.forget(in: session)
        (recorded.endedLog, recorded.log) = (old.name, origin)
        var content: [(String, LeafValue)] = [("earlier_log", .text(old.description))]
        if let signed {
            content += [
                ("earlier_size", .integer(signed.size)), ("earlier_root", .text(Base64.encode(signed.root.bytes))),
            ]
        }
        return content
    }
}
