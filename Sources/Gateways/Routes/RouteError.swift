/// Why a route cannot be built.
package enum RouteError: Error, Sendable, CustomStringConvertible {
    case faultySettings(route: String, faults: [String])
    case certificateAuthorities(route: String, file: String, reason: String)

    package var description: String {
        switch self {
        case .faultySettings(let route, let faults): "route \(route): " + faults.joined(separator: "; ")
        case .certificateAuthorities(let route, let file, let reason):
            "route \(route): the authorities in \(file) cannot be read: \(reason)"
        }
    }
}
