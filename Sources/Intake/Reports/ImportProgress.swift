package import LoanBook

/// How far an import has come within one file; told after every block of about 128 KiB and at the file's end.
package struct ImportProgress: Sendable, Hashable {
    package var file: BookFile
    package var bytesDone: Int
    package var bytesTotal: Int
    /// Rows of the file read so far.
    package var rows: Int
}
