package import CivilTime
package import LoanBook

/// A carrier's bill as a file, and how it is to be read.
package struct Bill: Sendable {
    package var path: String
    package var encoding: TextEncoding
    package var columns: [BillColumn: String]
    /// Of its times.
    package var zone: Zone
    /// Decimals of a line's amounts that count.
    static let decimals = 6

    package init(path: String, encoding: TextEncoding, columns: [BillColumn: String], zone: Zone) {
        self.path = path
        self.encoding = encoding
        self.columns = columns
        self.zone = zone
    }

    /// What a line says; nil where it says nothing.
    struct Line: Sendable {
        var line: Int
        var id: String
        var time: Instant?
        var segments: Int?
        /// Millionths of the currency's main unit.
        var price: Int64?
        var amount: Int64?
        var number: String?
        /// Columns whose cell could not be read.
        var unreadable: [BillColumn] = []
    }

    /// Calls `body` with the lines of the file, some thousand at a time.
    func read(_ body: ([Line]) async throws -> Void) async throws {
        let reader = try open()
        let places = try BillColumn.places(in: reader.header, named: columns, file: reader.name)
        while let records = try reader.next() { try await body(records.map { line($0, places) }) }
    }

    /// With the mark between cells that its heading has most of.
    private func open() throws(IntakeError) -> TableReader {
        let name = String(path.split(separator: "/").last ?? "bill")
        let marks = Array(",;\t|".utf8)
        var best = try TableReader(path: path, name: name, encoding: encoding, delimiter: marks[0])
        for mark in marks.dropFirst() {
            let other = try TableReader(path: path, name: name, encoding: encoding, delimiter: mark)
            if other.header.count > best.header.count { best = other }
        }
        return best
    }

    private func line(_ record: Record, _ places: [BillColumn: Int]) -> Line {
        func cell(_ column: BillColumn) -> String? {
            guard let place = places[column], place < record.count else { return nil }
            let text = String(decoding: record[place], as: UTF8.self).filter {
                $0 != "'" && !$0.isWhitespace || $0 == " "
            }
            let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            return trimmed.isEmpty ? nil : String(trimmed)
        }
        var line = Line(line: record.line, id: cell(.id) ?? "")
        func read<Value>(_ column: BillColumn, _ value: (String) -> Value?) -> Value? {
            guard let text = cell(column) else { return nil }
            let read = value(text)
            if read == nil { line.unreadable.append(column) }
            return read
        }
        line.time = read(.time) { BillTime.read($0, zone: zone) }
        line.segments = read(.segments) { text in Int(text).flatMap { (1...255).contains($0) ? $0 : nil } }
        line.price = read(.price, Self.millionths)
        line.amount = read(.amount, Self.millionths)
        line.number = cell(.number)
        if line.id.isEmpty { line.unreadable.append(.id) }
        return line
    }

    /// `0.045`, `12`, `-0.045`; nil for what is no amount of at most six decimals.
    static func millionths(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? text.dropFirst() : text[...]).split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let first = parts.first, !first.isEmpty, first.count <= 12
        else { return nil }
        var decimals = parts.count == 2 ? String(parts[1]) : ""
        // Zeros behind the last decimal that counts.
        while decimals.count > Self.decimals, decimals.last == "0" { decimals.removeLast() }
        guard decimals.count <= Self.decimals else { return nil }
        decimals += String(repeating: "0", count: Self.decimals - decimals.count)
        return Int64(first + decimals).map { isNegative ? -$0 : $0 }
    }
}
