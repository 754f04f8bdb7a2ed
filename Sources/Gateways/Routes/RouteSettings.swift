package import Messaging

/// What every route has, whatever its protocol. Each protocol's own settings hold one of these.
package struct RouteSettings: Sendable {
    package struct TLS: Sendable, Hashable {
        /// PEM file of the authorities to trust; nil trusts the system's.
        package var caFile: String?
        /// Name the certificate must bear where it differs from the host.
        package var serverName: String?
        /// Off only for carriers that use a certificate no authority signed and that cannot be given as `caFile`.
        package var verifies: Bool

        package init(caFile: String? = nil, serverName: String? = nil, verifies: Bool = true) {
            self.caFile = caFile
            self.serverName = serverName
            self.verifies = verifies
        }
    }

    package var name: String
    package var host: String
    package var port: Int
    package var tls: TLS?
    /// Sessions held at once, 1 to 64.
    package var binds = 1
    /// Segments without an answer at most, a bind.
    package var window: Int
    /// Segments a second over the whole route; nil for as fast as the window allows.
    package var messagesPerSecond: Double?
    /// What this carrier's own codes mean, over the protocol's table.
    package var policies: [UInt32: SendError.Policy] = [:]
    package var connectTimeout = Duration.seconds(10)
    package var reconnect = Backoff.Settings()
    package var resending = Resending()
    /// How long a stopping route waits for answers before it unbinds.
    package var drainLimit = Duration.seconds(10)
    /// A connection whose other side takes no bytes for so long is ended by the kernel, and what it had not sent with it.
    package var unsentLimit = Duration.seconds(20)
    /// What the kernel may hold of a connection that takes no bytes; it doubles the figure for its own use.
    static let sendBuffer_bytes = 64 * 1_024
    /// Events not yet taken by delivery before reading from the carrier pauses.
    package var eventBacklog = 4_096
    package var simulator = false

    package init(name: String, host: String, port: Int, window: Int) {
        self.name = name
        self.host = host
        self.port = port
        self.window = window
    }

    /// What is wrong with these settings, for `dunlin check`; empty when nothing is.
    package var faults: [String] {
        [
            (!name.isEmpty, "name is empty"), (!host.isEmpty, "host is empty"),
            ((1...65_535).contains(port), "port \(port) is not between 1 and 65535"),
            ((1...64).contains(binds), "binds \(binds) is not between 1 and 64"),
            ((1...10_000).contains(window), "window \(window) is not between 1 and 10000"),
            (
                messagesPerSecond.map { $0 > 0 && $0 <= 1_000_000 } ?? true, "messages_per_second must be above 0"
            ),
            (resending.tries > 0, "resending tries must be above 0"),
            (eventBacklog > 0, "event_backlog must be above 0"),
        ].filter { !$0.0 }.map(\.1)
    }

    /// Texts that are longer than their field, or that a NUL would cut.
    static func faults(ofFields fields: [(name: String, text: String, limit_bytes: Int)]) -> [String] {
        fields.flatMap { field in
            [
                field.text.utf8.count > field.limit_bytes
                    ? "\(field.name) is longer than \(field.limit_bytes) octets" : nil,
                field.text.utf8.contains(0) ? "\(field.name) has a NUL character" : nil,
            ].compactMap { $0 }
        }
    }
}
