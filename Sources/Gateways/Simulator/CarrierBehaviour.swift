package import CarrierProtocols
package import CivilTime

/// What a simulated carrier does to those who bind to it. Every share is between 0 and 1; every choice follows from the seed.
package struct CarrierBehaviour: Sendable {
    /// Words a share of destinations answers with, once each, after its first text.
    package struct Reply: Sendable, Hashable {
        package var share: Double
        package var text: String
        package var delay: Span

        package init(share: Double, text: String, delay: Span) {
            self.share = share
            self.text = text
            self.delay = delay
        }
    }

    package enum ReceiptForm: String, Sendable, CaseIterable { case text, tlvs, both }

    package var seed: UInt64 = 1

    /// Who may bind; nil lets anybody.
    package var systemID: String?
    package var password: String?
    package var refuseBind: SMPP.Status?
    /// Binds of one system_id at once; one more is refused.
    package var bindsAtMost: Int?
    /// Texts of one system_id in any one second, over all its binds; one more is throttled.
    package var rateAtMost: Int?
    /// Accepts connections and hangs up.
    package var closesAtOnce = false
    /// Answers with bytes that are not SMPP.
    package var speaksNonsense = false

    /// In real time, also where receipts run on a virtual clock.
    package var answerDelay = Span.milliseconds(0)...Span.milliseconds(0)
    package var throttled = 0.0
    /// Taken, and never answered.
    package var lostResponses = 0.0
    /// Answered after what came later, and after its own receipt where that is quick.
    package var outOfOrder = 0.0
    /// Each connection is cut after it has brought so many texts.
    package var dropConnectionAfter: Int?
    package var refusal: (share: Double, status: SMPP.Status) = (0, .submitFailed)

    package var receiptDelay = Span.milliseconds(0)...Span.milliseconds(0)
    package var undelivered = 0.0
    package var expired = 0.0
    package var lostReceipts = 0.0
    package var lateReceipts = 0.0
    package var lateReceiptDelay = Span.hours(2)
    package var duplicateReceipts = 0.0
    package var receiptForm = ReceiptForm.text
    /// How ids are written: see the same setting of a route.
    package var receiptIDs = SMPP.IDForm.asIs

    package var replies: [Reply] = []
    /// `deliver_sm` without an answer at most, a connection.
    package var deliveryWindow = 1_000

    package init() {}
}
