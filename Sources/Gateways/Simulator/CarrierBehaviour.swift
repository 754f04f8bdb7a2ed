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
    /// nil takes any. Where both sides prove that they know it, the carrier then proves `defaultSecret`.
    package var password: String?
    package static let defaultSecret = "dunlin"
    /// Shows that it knows another secret than it does, as some gateways do (CMPP's AuthenticatorISMG).
    package var provesWrongly = false
    package var refusesBinds = false
    /// Binds of one system_id at once; one more is refused.
    package var bindsAtMost: Int?
    /// Texts of one system_id in any one second, over all its binds; one more is throttled.
    package var rateAtMost: Int?
    /// Accepts connections and hangs up.
    package var closesAtOnce = false
    /// Answers with bytes of no carrier's protocol.
    package var speaksNonsense = false

    /// Each segment of TCP is acknowledged when it arrives, not with the next words: what a sender without TCP_NODELAY hangs on.
    package var acknowledgesAtOnce = false
    /// In real time, also where receipts run on a virtual clock.
    package var answerDelay = Span.milliseconds(0)...Span.milliseconds(0)
    package var throttled = 0.0
    /// Taken, and never answered.
    package var lostResponses = 0.0
    /// Answered after what came later, and after its own receipt where that is quick.
    package var outOfOrder = 0.0
    /// Each connection is cut after it has brought so many texts.
    package var dropConnectionAfter: Int?
    /// Texts refused with this code of the protocol.
    package var refusal: (share: Double, code: UInt32?) = (0, nil)

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
    /// Where clients listen for the carrier's own connections, where the protocol delivers over such.
    package var callsBack: (host: String, port: Int)?
    /// `deliver_sm` without an answer at most, a connection.
    package var deliveryWindow = 1_000

    package init() {}
}
