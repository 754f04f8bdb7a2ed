import CivilTime
import Messaging
import NIOCore

/// What one connection has to send and the socket was not given yet. The texts in it are looked at once more right before
/// the write: a process may have been frozen since they were gathered.
struct OutboundBatch {
    struct Text {
        var token: SegmentToken
        var sequence: UInt32
        var writeBefore: ContinuousClock.Instant
        var validUntil: Instant
        /// Why the carrier put it off before; nil at its first writing.
        var refusal: SendError?
        var octets: Range<Int>
    }

    var bytes = ByteBuffer()
    private var texts: [Text] = []
    private var writeBefore: ContinuousClock.Instant?
    private var validUntil = Instant.distantFuture

    var count_bytes: Int { bytes.readableBytes }

    /// What was written from `start` on is a text.
    mutating func note(
        _ token: SegmentToken, from start: Int, sequence: UInt32, submission: Submission, refusal: SendError?
    ) {
        texts.append(
            Text(
                token: token, sequence: sequence, writeBefore: submission.writeBefore,
                validUntil: submission.validUntil, refusal: refusal, octets: start..<bytes.readableBytes))
        writeBefore = min(writeBefore ?? submission.writeBefore, submission.writeBefore)
        validUntil = min(validUntil, submission.validUntil)
    }

    /// Takes out the texts whose moment has passed.
    mutating func takeLate(_ moment: Moment) -> [Text] {
        guard let writeBefore, writeBefore <= moment.monotonic || validUntil <= moment.law else { return [] }
        let late = texts.filter { moment.isTooLate(writeBefore: $0.writeBefore, validUntil: $0.validUntil) }
        var kept = ByteBuffer()
        var next = bytes.readerIndex
        for text in late {
            let start = bytes.readerIndex + text.octets.lowerBound
            if let slice = bytes.getSlice(at: next, length: start - next) { kept.writeImmutableBuffer(slice) }
            next = bytes.readerIndex + text.octets.upperBound
        }
        if let rest = bytes.getSlice(at: next, length: bytes.writerIndex - next) { kept.writeImmutableBuffer(rest) }
        bytes = kept
        forgetTexts()
        return late
    }

    /// The texts that will never be given to the socket, because the connection has ended.
    mutating func takeTexts() -> [Text] {
        defer { _ = take() }
        return texts
    }

    /// Everything, for the socket.
    mutating func take() -> ByteBuffer {
        defer {
            bytes = ByteBuffer()
            forgetTexts()
        }
        return bytes
    }

    mutating func reserve(_ capacity_bytes: Int, _ allocator: ByteBufferAllocator) {
        if bytes.readableBytes == 0 { bytes = allocator.buffer(capacity: capacity_bytes) }
    }

    private mutating func forgetTexts() {
        texts.removeAll(keepingCapacity: true)
        writeBefore = nil
        validUntil = .distantFuture
    }
}

/// One look at both clocks.
struct Moment {
    /// Deadlines.
    var monotonic: ContinuousClock.Instant
    /// The law's windows.
    var law: Instant

    func isTooLate(_ submission: Submission) -> Bool {
        isTooLate(writeBefore: submission.writeBefore, validUntil: submission.validUntil)
    }

    /// Holds for parts that are written again as well: the law was asked about no later moment.
    func isTooLate(writeBefore: ContinuousClock.Instant, validUntil: Instant) -> Bool {
        writeBefore <= monotonic || validUntil <= law
    }
}
