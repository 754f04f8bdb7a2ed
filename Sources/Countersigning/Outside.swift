package import Evidence
package import Store

/// Who outside is asked to countersign checkpoints, as the lender's settings name them.
package struct Outside: Sendable {
    /// A C2SP witness: <https://c2sp.org/tlog-witness>.
    package struct Witness: Sendable {
        /// The settings' own name for it.
        package var name: String
        /// The submission prefix.
        package var url: String
        package var key: VerifierKey

        package init(name: String, url: String, key: VerifierKey) {
            self.name = name
            self.url = url
            self.key = key
        }
    }

    /// A time-stamping authority: RFC 3161 over HTTP.
    package struct Authority: Sendable {
        /// The settings' own name for it, which stands in file names too: see `Countersignatures.isName`.
        package var name: String
        package var url: String
        package var anchors: TimeStampAnchors

        package init(name: String, url: String, anchors: TimeStampAnchors) {
            self.name = name
            self.url = url
            self.anchors = anchors
        }
    }

    package var witnesses: [Witness]
    package var authorities: [Authority]
    /// How long each of them may take to answer.
    package var within: Duration

    package init(witnesses: [Witness] = [], authorities: [Authority] = [], within: Duration = .seconds(10)) {
        self.witnesses = witnesses
        self.authorities = authorities
        self.within = within
    }

    package var isEmpty: Bool { witnesses.isEmpty && authorities.isEmpty }

    /// What an audit checks their words with.
    package var countersigners: EvidenceAudit.Countersigners {
        .init(
            witnesses: witnesses.map(\.key),
            authorities: Dictionary(authorities.map { ($0.name, $0.anchors) }, uniquingKeysWith: { $1 }))
    }
}
