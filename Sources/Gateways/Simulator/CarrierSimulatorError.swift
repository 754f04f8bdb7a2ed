/// Why a simulated carrier cannot run.
package enum CarrierSimulatorError: Error, Sendable, Hashable, CustomStringConvertible {
    case portInUse(host: String, port: Int)
    case cannotListen(host: String, port: Int, reason: String)
    /// `code` is the system's `errno`.
    case journal(file: String, code: Int32)
    case certificate(file: String, reason: String)

    package var description: String {
        switch self {
        case .portInUse(let host, let port):
            "port \(port) of \(host) is already in use; stop what uses it or choose another port (0 takes a free one)"
        case .cannotListen(let host, let port, let reason): "cannot listen on \(host):\(port): \(reason)"
        case .journal(let file, let code): "the journal \(file) cannot be written (errno \(code))"
        case .certificate(let file, let reason): "the certificate or key \(file) cannot be used: \(reason)"
        }
    }
}
