import CarrierProtocols
package import Messaging
import NIOCore

extension CarrierRoute {
    func statistics(_ speech: Wire.Speech) -> LinkStatistics {
        var statistics = LinkStatistics()
        let up = links.values.filter { $0.session.isBound }
        statistics.linksUp = up.count
        statistics.callers = callers.count
        statistics.linksWanted = share.allowed * carrier.roles.count
        statistics.reconnects = meter.reconnects
        statistics.received = meter.received.named(speech.name)
        statistics.sent = meter.sent.named(speech.name)
        statistics.received_bytes = meter.received_bytes
        statistics.sent_bytes = meter.sent_bytes
        statistics.outstanding = up.reduce(0) { $0 + $1.session.outstandingCount }
        statistics.window = up.reduce(0) { $0 + $1.capacity }
        statistics.waiting = waiting.count
        statistics.resting = resting.count
        statistics.throttled = meter.throttled
        statistics.putOff = meter.putOff
        statistics.unanswered = meter.unanswered
        statistics.receipts = meter.receipts
        statistics.replies = meter.replies
        statistics.unreadable = meter.unreadable
        statistics.responseTimes = meter.responseTimes
        return statistics
    }
}

extension CarrierSettings {
    /// Whose names the PDUs have.
    var speech: Wire.Speech {
        switch self {
        case .smpp: .smpp
        case .cmpp: .cmpp
        case .smgp: .smgp
        case .sgip: .sgip
        }
    }
}

extension CarrierGateway {
    package func statistics() async -> LinkStatistics? {
        let (box, speech) = (routeBox, speech)
        let asked = eventLoop.submit { box.value.statistics(speech) }
        do {
            return try await asked.get()
        } catch {
            // The event loop itself is gone, and its links with it.
            return nil
        }
    }
}
