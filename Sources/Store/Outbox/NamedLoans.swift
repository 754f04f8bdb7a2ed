import LoanBook

/// Further loans that a message named, as a contact holds them.
enum NamedLoans {
    static func text(_ loans: some Collection<Loan.ID>) -> String? {
        loans.isEmpty ? nil : loans.map { String($0.number) }.joined(separator: " ")
    }

    static func mentions(_ text: String, of contact: PastContact) -> [PastContact] {
        text.split(separator: " ").compactMap { Int64($0) }.map { number in
            var mention = contact
            mention.kind = .mention
            mention.loan = Loan.ID(number)
            return mention
        }
    }
}
