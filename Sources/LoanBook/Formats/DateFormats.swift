internal import CivilTime

/// How a file writes dates: patterns such as `yyyy-MM-dd` or `d.M.yyyy`, tried in order, compiled once.
///
/// `yyyy` is four digits, `MM` and `dd` two, `M` and `d` one or two; everything else stands for itself.
package struct DateFormats: Sendable, Hashable {
    enum Piece: Sendable, Hashable { case year, month2, month, day2, day, mark([UInt8]) }

    private let formats: [[Piece]]

    /// Nil when a pattern does not hold year, month and day once each.
    package init?(patterns: [String]) {
        var formats: [[Piece]] = []
        for pattern in patterns {
            guard let pieces = DateFormats.pieces(pattern) else { return nil }
            formats.append(pieces)
        }
        guard !formats.isEmpty else { return nil }
        self.formats = formats
    }

    package static let iso = DateFormats(formats: [[.year, .mark([0x2D]), .month2, .mark([0x2D]), .day2]])

    private init(formats: [[Piece]]) { self.formats = formats }

    private static func pieces(_ pattern: String) -> [Piece]? {
        var pieces: [Piece] = []
        var rest = Array(pattern.utf8)[...]
        var seen = (year: 0, month: 0, day: 0)
        while let first = rest.first {
            let run = rest.prefix { $0 == first }.count
            switch (first, run) {
            case (UInt8(ascii: "y"), 4): pieces.append(.year); seen.year += 1
            case (UInt8(ascii: "M"), 2): pieces.append(.month2); seen.month += 1
            case (UInt8(ascii: "M"), 1): pieces.append(.month); seen.month += 1
            case (UInt8(ascii: "d"), 2): pieces.append(.day2); seen.day += 1
            case (UInt8(ascii: "d"), 1): pieces.append(.day); seen.day += 1
            case (UInt8(ascii: "y"), _), (UInt8(ascii: "M"), _), (UInt8(ascii: "d"), _): return nil
            default: pieces.append(.mark(Array(rest.prefix(run))))
            }
            rest = rest.dropFirst(run)
        }
        return seen == (1, 1, 1) ? pieces : nil
    }

    /// Nil when no pattern fits or there is no such day.
    func date(_ bytes: ArraySlice<UInt8>) -> CivilDate? {
        for pieces in formats {
            if let date = DateFormats.date(bytes, pieces) { return date }
        }
        return nil
    }

    private static func date(_ bytes: ArraySlice<UInt8>, _ pieces: [Piece]) -> CivilDate? {
        var (year, month, day) = (0, 0, 0)
        var rest = bytes
        for piece in pieces {
            switch piece {
            case .year:
                guard let value = number(&rest, least: 4, most: 4) else { return nil }
                year = value
            case .month2:
                guard let value = number(&rest, least: 2, most: 2) else { return nil }
                month = value
            case .month:
                guard let value = number(&rest, least: 1, most: 2) else { return nil }
                month = value
            case .day2:
                guard let value = number(&rest, least: 2, most: 2) else { return nil }
                day = value
            case .day:
                guard let value = number(&rest, least: 1, most: 2) else { return nil }
                day = value
            case .mark(let mark):
                guard rest.starts(with: mark) else { return nil }
                rest = rest.dropFirst(mark.count)
            }
        }
        guard rest.isEmpty else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, least: Int, most: Int) -> Int? {
        var value = 0
        var count = 0
        while count < most, let byte = rest.first, (0x30...0x39).contains(byte) {
            value = value * 10 + Int(byte - 0x30)
            count += 1
            rest = rest.dropFirst()
        }
        return count >= least ? value : nil
    }
}
