/// What a borrower's reply means, as far as a machine should say; everything else is `other` and for people.
package enum Meaning: String, Sendable, CaseIterable {
    case optOut = "opt_out"
    case optIn = "opt_in"
    case paidAlready = "paid_already"
    case question
    case other
}

/// The meaning of `text`. `optOutWords` are those of the law packs that bind; Dunlin's own are always added, for
/// whoever writes one wants the messages to end.
///
/// An opt-out is a whole message that is such a word or a polite or emphatic form of it; a sentence that merely holds
/// the word is not ("I can't stop by the bank today").
package func meaning(of text: String, optOutWords: [String]) -> Meaning {
    (optOutWords.isEmpty ? ReplyReader.own : ReplyReader.own.adding(optOutWords)).meaning(of: text)
}
