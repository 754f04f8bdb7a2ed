/// The first thing that is wrong with an export file, and where.
package struct ExportFault: Error, Equatable, CustomStringConvertible {
    package enum Place: Sendable, Equatable, CustomStringConvertible {
        case file
        case header
        case checkpoint
        /// Counted from 1, as the borrower's own leaves are.
        case leaf(Int64)
        case timeStamp(_ authority: String)
        /// By its hash.
        case pack(String)
        case end

        package var description: String {
            switch self {
            case .file: "file"
            case .header: "header"
            case .checkpoint: "checkpoint"
            case .leaf(let number): "leaf \(number)"
            case .timeStamp(let authority): "time-stamp by \(authority)"
            case .pack(let hash): "pack \(hash)"
            case .end: "end of file"
            }
        }
    }

    package let place: Place
    package let what: String

    package init(place: Place, what: String) {
        self.place = place
        self.what = what
    }

    package var description: String { "\(place): \(what)" }
}

/// What a sound export file proves.
package struct ExportReport: Sendable {
    /// A pack that leaves name.
    package struct Pack: Sendable, Equatable {
        package let name: NamedPacks.Name
        /// The length of its text; nil where the file does not hold it.
        package let bytes: Int?
    }

    package let origin: String
    /// The log's size and root when the checkpoint was signed.
    package let size: Int64
    package let root: TreeHash
    package let portfolio: String
    package let borrower: String
    /// The borrower's leaves, numbered from 1 to this without a gap.
    package let leaves: Int64
    package let kinds: [LeafKind: Int64]
    package let first_ms: Int64
    package let last_ms: Int64
    /// Numbers of leaves whose time lies before their predecessor's: what a clock set back leaves behind.
    package let outOfOrder: [Int64]
    /// The last leaf closes the file: when it was written, the borrower had these leaves and no more.
    package let isClosed: Bool
    /// What was signed: what a time-stamp must be of.
    package let checkpointText: String
    /// By the witnesses that were asked for.
    package let cosignatures: [Cosignature]
    /// Signatures of the checkpoint beside the log's own.
    package let otherSignatures: Int
    /// By key, version and hash.
    package let packs: [Pack]
    /// As they stand in the file; not checked.
    package let timeStamps: [ExportFile.TimeStamp]
}
