internal import LoanBook

/// The records of one kind of file, block by block.
protocol RecordSource: AnyObject {
    /// The cells of the heading.
    var header: [String] { get }
    var bytesDone: Int { get }
    var bytesTotal: Int { get }

    /// The next records, in their order; nil at the end.
    func next() throws(IntakeError) -> [Record]?
}
