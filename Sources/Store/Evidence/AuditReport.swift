package import Evidence

/// What an audit of the whole log found.
package struct AuditReport: Sendable {
    package struct Fault: Sendable, Equatable, CustomStringConvertible {
        /// The file, leaf or row that is not as it should be.
        package let place: String
        package let what: String

        package var description: String { "\(place): \(what)" }
    }

    /// Faults that are listed; more are counted.
    static let listed = 100

    /// Leaves that the checkpoint covers.
    package internal(set) var size: Int64 = 0
    /// Leaves in the store that no checkpoint covers yet.
    package internal(set) var unpublished: Int64 = 0
    package internal(set) var root: TreeHash = .empty
    /// Tiles and bundles compared, partial ones of earlier checkpoints included.
    package internal(set) var files: Int64 = 0
    /// Leaves whose seal opened and whose commitment held.
    package internal(set) var opened: Int64 = 0
    /// Leaves whose borrower was erased: they stand, and nobody can open them.
    package internal(set) var erased: Int64 = 0
    package internal(set) var kinds: [LeafKind: Int64] = [:]
    /// Attempts and receipts of the store that were looked for in the log.
    package internal(set) var attempts: Int64 = 0
    package internal(set) var receipts: Int64 = 0
    /// Checkpoints that somebody outside countersigned; of these, the words of known witnesses, and time-stamps.
    package internal(set) var countersigned: Int64 = 0
    package internal(set) var cosignatures: Int64 = 0
    package internal(set) var timeStamps: Int64 = 0
    package internal(set) var faults: [Fault] = []
    package internal(set) var faultCount: Int64 = 0

    package var isSound: Bool { faultCount == 0 }

    mutating func add(_ place: String, _ what: String) {
        faultCount += 1
        if faults.count < Self.listed { faults.append(Fault(place: place, what: what)) }
    }
}
