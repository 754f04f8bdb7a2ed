package import CivilTime
internal import LoanBook

/// A change to the lender's files that waits for a second person, or was decided.
package struct Proposal: Sendable, Hashable {
    package enum State: String, Sendable {
        case open, approved, rejected
    }

    /// One file of it.
    package struct File: Sendable, Hashable {
        /// Its path beside the settings file, such as `strategies/standard.yaml`.
        package var file: String
        /// SHA-256 of the new text in lower-case hex; nil when the file is to go.
        package var hash: String?
        /// What was in force of the file when the change was proposed; nil when nothing was.
        package var base: String?

        package init(file: String, hash: String?, base: String?) {
            self.file = file
            self.hash = hash
            self.base = base
        }
    }

    /// Who did it and when, with a word of why.
    package struct Act: Sendable, Hashable {
        package var by: String
        package var at: Instant
        package var note: String

        package init(by: String, at: Instant, note: String = "") {
            self.by = by
            self.at = at
            self.note = note
        }
    }

    package var id: Int64
    package var state: State
    package var proposed: Act
    /// Nil while it is open.
    package var decided: Act?
    /// In the order of their names.
    package var files: [File]
}

/// Why a proposal is not made or decided.
package enum ProposalFault: Error, Equatable {
    case unknown(Int64)
    case decided(Proposal)
    /// Who proposes does not approve.
    case samePerson(String)
    /// The text of a file in force is not the one that the change was made on.
    case baseChanged(Proposal, FileVersion)
    /// Something else was approved since the whole was checked.
    case revisionChanged
}

/// A name as people write it: case, width and spaces at its ends are no difference between persons.
package enum PersonName {
    package static let longest_bytes = 100

    /// Nil when it is empty, longer than the limit, or holds control characters.
    package static func read(_ text: String) -> String? {
        let name = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !name.isEmpty, name.utf8.count <= longest_bytes else { return nil }
        return name.holdsControlCharacters ? nil : name
    }

    package static func isSame(_ one: String, _ other: String) -> Bool { folded(one) == folded(other) }

    private static func folded(_ name: String) -> String {
        let scalars = name.unicodeScalars.map { scalar in
            // Full-width forms stand in the block at U+FF01 in the order of ASCII.
            (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
        }
        return String(String.UnicodeScalarView(scalars)).lowercased()
    }
}
