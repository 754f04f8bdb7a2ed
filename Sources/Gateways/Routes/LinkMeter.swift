import Messaging
import NIOCore

/// Counts what a route's links say. It belongs to the route's event loop, so that counting takes no lock.
struct LinkMeter {
    var received = CommandCounts()
    var sent = CommandCounts()
    var received_bytes = 0
    var sent_bytes = 0
    var reconnects = 0
    var throttled = 0
    var putOff = 0
    var unanswered = 0
    var receipts = 0
    var replies = 0
    var unreadable = 0
    var responseTimes = DurationCounts()
    private var seen: Set<BindPlace> = []

    /// Whole PDUs on their way to the socket: each begins with its length and its command, in every protocol.
    mutating func sent(_ bytes: ByteBuffer) {
        sent_bytes += bytes.readableBytes
        var place = bytes.readerIndex
        while let (length, command) = bytes.getMultipleIntegers(at: place, as: (UInt32, UInt32).self), length >= 8 {
            sent.add(command)
            place += Int(length)
        }
    }

    /// One PDU that stood in front of `bytes`, unless nothing of it was read.
    mutating func received(_ command: UInt32?, from start: Int, upTo end: Int) {
        if let command, end > start { received.add(command) }
    }

    mutating func bound(_ place: BindPlace) {
        if !seen.insert(place).inserted { reconnects += 1 }
    }

    mutating func delivered(_ event: GatewayEvent) {
        switch event {
        case .receipt: receipts += 1
        case .reply: replies += 1
        case .unreadable: unreadable += 1
        case .accepted, .refused, .unanswered, .unwritten, .link, .remark: break
        }
    }
}

extension ByteBuffer {
    /// The command of the PDU in front: behind its length, in every protocol.
    var commandInFront: UInt32? { getInteger(at: readerIndex + 4) }
}

/// How often each command was seen. A handful make up all that is said, so that looking along a list is quickest.
struct CommandCounts {
    /// Commands that are told apart: more than any protocol has. A carrier that makes up numbers makes no more rows.
    static let limit = 64

    private(set) var rows: [(command: UInt32, count: Int)] = []
    private(set) var others = 0

    mutating func add(_ command: UInt32) {
        for index in rows.indices where rows[index].command == command {
            rows[index].count += 1
            return
        }
        guard rows.count < Self.limit else {
            others += 1
            return
        }
        rows.append((command, 1))
    }

    /// Commands without a name are one row: their numbers are the carrier's, and labels are not.
    func named(_ name: (UInt32) -> String?) -> [String: Int] {
        var counts: [String: Int] = others == 0 ? [:] : ["unknown": others]
        for row in rows { counts[name(row.command) ?? "unknown", default: 0] += row.count }
        return counts
    }
}
