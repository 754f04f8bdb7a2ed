import Messaging

/// A text that takes several PDUs, from its arrival to the end of its last part. Half of it is worth nothing to the borrower.
struct TextInParts {
    let submission: Submission
    /// Joins the parts at the handset, however often one is written.
    let reference: UInt16
    /// When it was submitted, on the route's monotonic clock.
    let since: Duration
    /// Parts that have not ended.
    private(set) var open: Int
    private var onWire = 0
    private var isOut = false
    /// A part was refused for good, or until delivery tries anew: the text cannot become whole any more.
    private(set) var isBroken = false

    init(_ submission: Submission, reference: UInt16, since: Duration) {
        self.submission = submission
        self.reference = reference
        self.since = since
        open = submission.text.segments.count
    }

    /// A part was taken, or may have been.
    var mayBeOut: Bool { isOut || onWire > 0 }

    /// As `mayBeOut`, for the others while one part is taken back.
    var mayBeOutBesidesOne: Bool { isOut || onWire > 1 }

    mutating func written() { onWire += 1 }

    /// A part did not leave after all.
    mutating func withdrawn(isRefused: Bool) {
        onWire -= 1
        gaveUp(1, isRefused: isRefused)
    }

    /// The carrier wants the part later.
    mutating func putOff() { onWire -= 1 }

    mutating func accepted() { leftWire(isOut: true) }
    mutating func unanswered() { leftWire(isOut: true) }
    mutating func refused() { leftWire(isOut: false) }

    /// Parts that were not on the wire are given up.
    mutating func gaveUp(_ parts: Int, isRefused: Bool) {
        open -= parts
        if isRefused { isBroken = true }
    }

    private mutating func leftWire(isOut: Bool) {
        onWire -= 1
        open -= 1
        if isOut { self.isOut = true } else { isBroken = true }
    }
}
