package import LoanBook

/// By what an import recognises somebody who was erased. Within one portfolio: erasing ends one relation, not another.
package enum ErasedMark: Sendable, Hashable {
    case reference(Reference)
    /// So that rows which name a loan only are recognised too.
    case loan(Reference)
    /// The same name with the same number or address: the same person under a new reference. The number alone may be a
    /// relative's, or a new owner's.
    case person(name: String, address: String)

    package enum Kind: Int, Sendable, CaseIterable { case reference = 1, loan, person }

    package var kind: Kind {
        switch self {
        case .reference: .reference
        case .loan: .loan
        case .person: .person
        }
    }

    /// What is hashed. A unit separator stands between the parts, and before them a word that no number begins with.
    package func text(portfolio: Portfolio.Key) -> String {
        let parts: [String] =
            switch self {
            case .reference(let reference): ["reference", portfolio, reference]
            case .loan(let reference): ["loan", portfolio, reference]
            case .person(let name, let address): ["person", portfolio, Self.plain(name), address.lowercased()]
            }
        return "erased\u{1F}" + parts.joined(separator: "\u{1F}")
    }

    /// Case and spaces come and go between exports.
    private static func plain(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
