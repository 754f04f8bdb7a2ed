/// What a leaf records: a word that stands outside the seal.
package struct LeafKind: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    package static let longest = 32

    package let rawValue: String

    /// Nil unless 1 to `longest` of a-z and the underscore.
    package init?(rawValue: String) {
        guard (1...Self.longest).contains(rawValue.utf8.count),
            rawValue.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_") }
            )
        else { return nil }
        self.rawValue = rawValue
    }

    private init(known rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }

    /// Planning's or delivery's word on a step: send, hold or suppress, with findings.
    package static let decision = LeafKind(known: "decision")
    /// Written ahead of the carrier's wire. Content field `attempt`: the attempt's number.
    package static let attempt = LeafKind(known: "attempt")
    /// How an attempt ended. Content field `attempt`.
    package static let outcome = LeafKind(known: "outcome")
    /// What a carrier reported. Content field `receipt`: the receipt's number; `attempt` where one is known.
    package static let receipt = LeafKind(known: "receipt")
    /// What a borrower answered. Content field `reply`.
    package static let reply = LeafKind(known: "reply")
    /// Consent given or revoked. Content field `consent`.
    package static let consent = LeafKind(known: "consent")
    /// A batch that became visible.
    package static let `import` = LeafKind(known: "import")
    /// A fact about a borrower raised or ended by a person. Content fields `flag`, `raised`.
    package static let flag = LeafKind(known: "flag")
    /// A contact made outside Dunlin, recorded by a person. Content fields `contact`, `channel`, `made_at`.
    package static let contact = LeafKind(known: "contact")
    /// An address added or its standing changed by a person. Content fields `contact_point`, `standing`.
    package static let contactPoint = LeafKind(known: "contact_point")
    /// What a borrower wants of frequency, content and hours, recorded by a person.
    package static let preference = LeafKind(known: "preference")
    /// A fact of lending that a person said: a promise, an arrangement, an application, a failed payment. Content fields
    /// `fact`, `reference`, `change`, `says`.
    package static let fact = LeafKind(known: "fact")
    /// Work of a person was closed. Content fields `task`, `work` (its kind), `outcome`, `by`, `note`.
    package static let task = LeafKind(known: "task")
    /// A borrower's keys were destroyed. Content fields `classes`, `subject` (the store's number of the borrower).
    package static let erasure = LeafKind(known: "erasure")
    /// An erased borrower may be brought in again. Content field `reason`.
    package static let readmission = LeafKind(known: "readmission")
    /// A change to the master keys. Content fields `act`, `generation`.
    package static let keys = LeafKind(known: "keys")
    /// The store was brought back from a backup. Content fields `known_until`, `restored_at`, and where the log had to be begun
    /// anew `earlier_log` (its public key), `earlier_size` and `earlier_root` (what of it is known).
    package static let restore = LeafKind(known: "restore")
    /// A change to the lender's files. Content fields `act` (`proposed`, `approved`, `rejected`), `by`, `proposal`, and `files`,
    /// each `from` a hash `to` another.
    package static let change = LeafKind(known: "change")
    /// A message to many. Content fields `act` (`proposed`, `approved`, `stopped`), `by`, `broadcast`.
    package static let broadcast = LeafKind(known: "broadcast")
    /// Somebody was shown unmasked personal data.
    package static let reveal = LeafKind(known: "reveal")
    /// A borrower's leaves were closed for an export and written to a file: see `ClosingLeaf`.
    package static let export = LeafKind(known: "export")
    /// The one confirmation of an opt-out.
    package static let sentConfirmation = LeafKind(known: "sent_confirmation")
}
