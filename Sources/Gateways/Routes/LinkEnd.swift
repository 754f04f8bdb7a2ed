import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Which of a route's connections: `number` from 1.
struct BindPlace: Sendable, Hashable {
    var number: Int
    var role: LinkRole

    /// For the operator: `bind 2 (receiver)`.
    var words: String { "bind \(number) (\(role))" }
}

/// How a connection ended.
struct LinkEnd: Sendable {
    /// For the operator.
    var words: String
    /// How long it was bound.
    var lived = Duration.zero
    /// The carrier refused who we are.
    var isHopeless = false
    /// We ended it: its bind was dismissed, or the route stops.
    var isOurs = false
    /// It had nothing to say for a while, and had lived long enough to be opened again without a pause.
    var isQuiet = false
}

extension LinkEnd {
    /// A connection's failure in an operator's words.
    static func words(_ error: any Error, host: String, port: Int) -> String {
        let place = "\(host):\(port)"
        switch error {
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first { return words(first.error, host: host, port: port) }
            return "the name \(host) cannot be resolved"
        case let error as IOError: return "\(place): \(error)"
        case ChannelError.connectTimeout: return "\(place) did not take the connection in time"
        case let error as NIOSSLError: return "\(place): TLS failed: \(error)"
        case let error as NIOSSLExtraError: return "\(place): TLS failed: \(error)"
        case let error as BoringSSLError: return "\(place): TLS failed: \(error)"
        default: return "\(place): \(error)"
        }
    }
}

extension NIOBSDSocket.Option {
    /// Milliseconds that sent or buffered bytes may stay unacknowledged (RFC 5482; `tcp(7)`).
    static let userTimeout = NIOBSDSocket.Option(rawValue: TCP_USER_TIMEOUT)
    /// What arrived is acknowledged now (`tcp(7)`).
    static let quickAcknowledgement = NIOBSDSocket.Option(rawValue: TCP_QUICKACK)
}
