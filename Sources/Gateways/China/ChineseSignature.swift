/// Who puts the 【signature】 that Chinese texts begin with into the text that the borrower reads. Its length counts in any
/// case.
package enum ChineseSignature: String, Sendable, CaseIterable {
    /// We do: the carrier sends the text as it is.
    case inText
    /// The carrier puts it in front: it is taken out of the first part, whose length leaves room for it.
    case addedInFront
    /// The carrier puts it behind: it is taken from the front, and the last part leaves room for it.
    case addedAtEnd
}

/// Whether a carrier in China is told when a text is worth nothing any more.
package enum ChineseValidity: String, Sendable, CaseIterable { case off, absolute }
