import Foundation
import Synchronization

/// Stands between Dunlin and a server on loopback, and cuts the link where a test says. Gone with its last reference.
package final class CutProxy: Sendable {
    /// Where the link breaks, once `words` come by from Dunlin.
    package enum Cut: Sendable {
        /// Before the server hears them.
        case before
        /// When the server has answered, before Dunlin hears that.
        case after
        /// Never; but from then on nothing comes through.
        case silent
    }

    private struct State {
        var cut: Cut?
        var words: [UInt8] = []
        var cuts = 0
    }

    package let port: Int
    private let target: Int
    private let listener: Int32
    private let state = Mutex(State())

    /// Listens on a free port and hands on to `target`, both on 127.0.0.1.
    package init(to target: Int) throws {
        self.target = target
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        listener = descriptor
        var address = Self.loopback(port: 0)
        let bound = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(descriptor, 64) == 0 else {
            throw PostgresServer.Failure(description: "no port for the test's proxy")
        }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(descriptor, $0, &length) }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0, let self else { return }
                self.serve(client)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Cuts the link of whoever says `words` from now on.
    package func arm(_ cut: Cut?, at words: String = "COMMIT\0") {
        state.withLock { state in
            state.cut = cut
            state.words = Array(words.utf8)
        }
    }

    /// How often the link was cut.
    package var cuts: Int { state.withLock { $0.cuts } }

    private func serve(_ client: Int32) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(port: target)
        let connected = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        Thread.detachNewThread { [self] in
            defer {
                close(client)
                close(server)
            }
            guard connected == 0 else { return }
            pump(client, server)
        }
    }

    private func pump(_ client: Int32, _ server: Int32) {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        var answersLeft: Int?
        while true {
            var both = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard unsafe poll(&both, 2, -1) > 0 else { return }
            for (index, (from, to)) in [(client, server), (server, client)].enumerated() where both[index].revents != 0
            {
                let count = unsafe read(from, &buffer, buffer.count)
                guard count > 0 else { return }
                switch index == 0 ? cut(for: buffer[..<count]) : nil {
                case .before: return
                case .after: answersLeft = 1
                case .silent:
                    // Holds the link open until Dunlin gives up.
                    while unsafe read(client, &buffer, buffer.count) > 0 {}
                    return
                case nil: break
                }
                if index == 1, answersLeft != nil { return }
                var sent = 0
                while sent < count {
                    let more = unsafe buffer.withUnsafeBytes { unsafe write(to, $0.baseAddress! + sent, count - sent) }
                    guard more > 0 else { return }
                    sent += more
                }
            }
        }
    }

    private func cut(for bytes: ArraySlice<UInt8>) -> Cut? {
        state.withLock { state in
            guard let cut = state.cut, bytes.contains(state.words) else { return nil }
            state.cuts += 1
            return cut
        }
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
