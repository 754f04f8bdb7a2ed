internal import LoanBook

/// What is imported: a folder with a lender's files, or the corrected rejected file of an earlier import.
struct Book: Sendable {
    private let path: String
    /// False for a rejected file: it holds a part of a book and says nothing of how new the rest is.
    let isWhole: Bool

    /// Checks that every file that the mapping needs is there.
    init(path: String, mapping: Mapping) throws(IntakeError) {
        self.path = path
        isWhole = try ByteFile.isFolder(path)
        guard isWhole else { return }
        for file in BookFile.allCases {
            guard let entry = mapping.files[file], !entry.isOptional else { continue }
            guard ByteFile.exists(path + "/" + entry.name) else {
                throw IntakeError(
                    .missingFile, file: entry.name, "is named by the mapping and is not in the book's folder",
                    fix: "Add it, correct files.\(file.rawValue).file, or mark it `optional: true`")
            }
        }
    }

    /// Nil when there is nothing of the kind.
    func records(_ file: BookFile, _ entry: FileMapping) throws(IntakeError) -> (any RecordSource)? {
        guard isWhole else { return try RejectedReader(path: path, kind: file) }
        let path = path + "/" + entry.name
        if entry.isOptional, !ByteFile.exists(path) { return nil }
        return try TableReader(
            path: path, name: entry.name, encoding: entry.formats.encoding, delimiter: entry.formats.delimiter)
    }
}
