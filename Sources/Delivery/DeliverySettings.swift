package import CivilTime

/// The limits of delivery. Each has a reason beside it.
package struct DeliverySettings: Sendable {
    /// Receipts are awaited so long; then an `unknown` or `accepted` attempt stands for good. Carriers keep trying a
    /// message for up to 48 hours as a rule (CMPP states that figure).
    package var receiptWait: Span = .hours(72)
    /// From the commit of an attempt to its bytes on the socket, on the monotonic clock; later it is given back.
    package var writeWithin: Duration = .seconds(20)
    /// A passing refusal is tried again so often, then the message fails.
    package var attemptsAtMost = 5
    /// Where a portfolio has several routes, a passing refusal is tried so often on one before the next is.
    package var triesOnOneRoute = 2
    /// The first wait after a passing refusal; it doubles with every further one.
    package var retryAfter: Span = .seconds(30)
    /// The wait after the carrier asked to slow down, which costs no attempt of `attemptsAtMost`.
    package var slowDownFor: Span = .seconds(2)
    /// A lane that says nothing for so long is taken for dead by the others; each turn prolongs it. Long enough for a slow
    /// disk or a failover, short enough that nobody waits long for the answers of a node that is gone.
    package var lease: Span = .seconds(15)
    /// A node whose clock differs more from the database's holds what is due.
    package var clockDifferenceAtMost: Span = .seconds(30)
    /// How long a store that cannot be written to is waited for; nil for ever.
    package var storePatience: Duration?
    /// Messages looked at in one transaction, whatever the window.
    package var batch = 500
    /// Events that may wait for the next turn.
    package var inbox = 2000
    /// Parts of one reply are joined when they come within this time.
    package var replyPartsWithin: Span = .hours(24)
    /// How far back contacts are read for caps: the longest rolling window of any pack, and a day.
    package var contactsWithin: Span = .days(40)

    package init() {}
}
