package import Messaging
internal import Synchronization

/// Which ways there are now. Lanes share one, and each turn takes it as it stands when the turn begins.
package final class RoutesInForce: Sendable {
    private let state: Mutex<RouteMap>

    package init(_ map: RouteMap = RouteMap()) { state = Mutex(map) }

    package var current: RouteMap { state.withLock { $0 } }

    package func replace(_ map: RouteMap) { state.withLock { $0 = map } }
}
