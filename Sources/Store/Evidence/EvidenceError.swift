package import Evidence

/// Why evidence cannot be written, published or exported. Names files and leaves by index, never what a leaf says.
package enum EvidenceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another process publishes into the same folder.
    case busy(_ folder: String)
    case file(_ path: String, words: String)
    case missingFile(_ path: String)
    case tile(TileFault)
    case checkpoint(NoteFault)
    /// A full tile or bundle on disk is not what the store's leaves make.
    case fileDiffers(_ path: String)
    /// The tiles on disk do not have the signed root.
    case rootDiffers(size: Int64)
    /// The store lacks a leaf.
    case missingLeaf(index: Int64)
    /// The store has fewer leaves than were signed for: an older database stands beside newer evidence.
    case storeShorter(signed: Int64, stored: Int64)
    /// A leaf of the store is not the one that was published.
    case leafDiffers(index: Int64)
    case leaf(index: Int64, LeafFault)
    case draft(kind: String, LeafFault)
    /// What the store remembers as signed last was replaced by somebody who did not take the publishers' lock.
    case signedMeanwhile
    /// The checkpoint does not cover the leaf that closes the export.
    case notCovered(index: Int64, size: Int64)
    case unknownBorrower
    /// One of a borrower's own numbers is not in the store: `borrower` is the store's number.
    case missingNumber(_ number: Int64, borrower: Int64)
    /// Leaves tell of rules by name, and the store lacks the text of their pack.
    case missingPack(_ hash: String)
    /// A pack's text in the store is not the one that its hash names.
    case packDiffers(_ hash: String)
    case tooManyPacks(Int)
    /// The folder holds another log than the store's.
    case otherLog(_ folder: String, name: String)
    /// The log was ended when the store was brought back, and another begun.
    case logEnded(_ name: String)
    /// The borrower's key was destroyed: the leaves stand, their content is gone.
    case erased

    package var description: String {
        switch self {
        case .busy(let folder): "another process is publishing evidence into \(folder)"
        case .file(let path, let words): "\(path): \(words)"
        case .missingFile(let path): "\(path) is missing"
        case .tile(let fault): fault.description
        case .checkpoint(let fault): fault.description
        case .fileDiffers(let path): "\(path) on disk is not what the store's leaves make; it is left as it is"
        case .rootDiffers(let size): "the tiles do not have the root that was signed for \(size) leaves"
        case .missingLeaf(let index): "leaf \(index) is missing in the store"
        case .storeShorter(let signed, let stored):
            "\(signed) leaves were signed, but the store holds \(stored): was an older database brought back? "
                + "Then tell it so: dunlin restore --brought-back"
        case .leafDiffers(let index): "leaf \(index) in the store is not the one that was published"
        case .leaf(let index, let fault): "leaf \(index): \(fault)"
        case .draft(let kind, let fault): "a leaf of kind \(kind) cannot be recorded: \(fault)"
        case .signedMeanwhile: "the checkpoint that the store remembers was replaced past the publishers' lock"
        case .notCovered(let index, let size):
            "leaf \(index) is not under the checkpoint of \(size) leaves; publish first"
        case .unknownBorrower: "there is no such borrower"
        case .missingNumber(let number, let borrower): "leaf \(number) of borrower \(borrower) is missing in the store"
        case .missingPack(let hash):
            "the law pack \(hash), which leaves name, is not in the store: put its file into law/, "
                + "or take the program that has it built in, and run dunlin send once"
        case .packDiffers(let hash): "the text of the law pack \(hash) in the store is not the one of that hash"
        case .tooManyPacks(let count): "the leaves name \(count) law packs; the limit is \(ExportFile.Pack.most)"
        case .otherLog(let folder, let name):
            "\(folder) holds the log \(name), which is not the store's: was an older database brought back? "
                + "Then tell it so: dunlin restore --brought-back. If not, move that folder aside"
        case .logEnded(let name):
            "the log \(name) ended when the store was brought back from a backup; start this process again"
        case .erased: "the borrower was erased: the leaves stand in the log, their content is gone"
        }
    }
}
