import CivilTime

/// What becomes of one text: drawn from the seed, the destination and the text, so that a run can be repeated whatever the order
/// in which texts arrive.
struct CarrierFate {
    enum End { case delivered, undelivered, expired }

    var end: End
    /// nil: the receipt is lost.
    var receiptAfter: Span?
    var isDuplicated: Bool

    init(_ behaviour: CarrierBehaviour, destination: String, textHash: UInt64) {
        var random = SeededNumbers(seed: behaviour.seed ^ Self.hash(destination.utf8) &+ textHash)
        var draw = random.share()
        end = .delivered
        if draw < behaviour.undelivered {
            end = .undelivered
        } else {
            draw -= behaviour.undelivered
            if draw < behaviour.expired { end = .expired }
        }
        var delay = random.within(behaviour.receiptDelay)
        if random.share() < behaviour.lateReceipts {
            delay = Span(milliseconds: delay.milliseconds + behaviour.lateReceiptDelay.milliseconds)
        }
        receiptAfter = random.share() < behaviour.lostReceipts ? nil : delay
        isDuplicated = random.share() < behaviour.duplicateReceipts
    }

    /// The words `destination` answers with, if it is one that answers.
    static func reply(_ behaviour: CarrierBehaviour, destination: String) -> CarrierBehaviour.Reply? {
        guard !behaviour.replies.isEmpty else { return nil }
        var random = SeededNumbers(seed: (behaviour.seed ^ 0x5265_706C_79) &+ hash(destination.utf8))
        var draw = random.share()
        for reply in behaviour.replies {
            if draw < reply.share { return reply }
            draw -= reply.share
        }
        return nil
    }

    /// FNV-1a, 64 bits: the same on every machine and in every run.
    static func hash(_ octets: some Sequence<UInt8>) -> UInt64 {
        octets.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}

extension SeededNumbers {
    /// From 0 up to, not including, 1.
    mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func within(_ range: ClosedRange<Span>) -> Span {
        let width = range.upperBound.milliseconds - range.lowerBound.milliseconds
        guard width > 0 else { return range.lowerBound }
        return Span(milliseconds: range.lowerBound.milliseconds + Int64(next(upperBound: UInt64(width) + 1)))
    }
}
