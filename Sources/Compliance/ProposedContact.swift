package import LoanBook
package import Messaging

/// A contact that somebody wants to make; what `permit` judges.
package struct ProposedContact: Sendable {
    package var purpose: Purpose
    package var channel: Channel
    /// Nil when the borrower has no usable contact point on the channel.
    package var contactPoint: ContactPoint?
    package var loan: Loan.ID?
    /// The product of that loan; nil where it is about none, or none is known: every rule of some products binds then.
    package var product: String?
    /// Days past due of the loan it is about, today.
    package var daysPastDue: Int
    /// The rendered text, when there is one to judge (wording rules); nil at the first look of planning.
    package var text: String?
    package var language: String
    /// No message of the collection class was ever sent to this borrower about this loan.
    package var isFirstCollectionContact: Bool

    package init(
        purpose: Purpose, channel: Channel, contactPoint: ContactPoint?, loan: Loan.ID?, daysPastDue: Int,
        text: String?, language: String, isFirstCollectionContact: Bool, product: String? = nil
    ) {
        self.purpose = purpose
        self.channel = channel
        self.contactPoint = contactPoint
        self.loan = loan
        self.product = product
        self.daysPastDue = daysPastDue
        self.text = text
        self.language = language
        self.isFirstCollectionContact = isFirstCollectionContact
    }
}
