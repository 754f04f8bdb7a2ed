internal import Synchronization

/// Why there is no zone of an id.
package enum ZoneFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The id is not shaped like an IANA name, or stands for whatever this machine is set to; nothing was read.
    case refused(id: String)
    case unknown(id: String)
    case broken(TZifError)

    package var description: String {
        switch self {
        case .refused(let id): "zone id \"\(id)\" is not an IANA zone name"
        case .unknown(let id): "zone \"\(id)\" is not in the time zone database"
        case .broken(let error): "\(error)"
        }
    }
}

/// Time zones by id, each read once. Safe to share between threads.
package final class Zones: Sendable {
    /// The tz database knows about 600 ids; an input full of invented ones must not grow the cache without end.
    static let greatestCacheCount = 2000
    static let greatestIDLength = 64

    private let read: @Sendable (String) -> [UInt8]?
    private let cache = Mutex<[String: Result<Zone, ZoneFault>]>([:])

    /// - Parameter read: the bytes of the TZif file of an id, or nil when there is none. Asked once an id.
    package init(read: @escaping @Sendable (String) -> [UInt8]?) { self.read = read }

    /// Nil for ids that are unknown, refused or broken; `resolve` says which.
    package func zone(_ id: String) -> Zone? {
        switch result(id) {
        case .success(let zone): zone
        case .failure: nil
        }
    }

    package func resolve(_ id: String) throws(ZoneFault) -> Zone { try result(id).get() }

    private func result(_ id: String) -> Result<Zone, ZoneFault> {
        if let known = cache.withLock({ $0[id] }) { return known }
        // Read outside the lock: two threads may read the same file once each, and agree.
        let result = load(id)
        cache.withLock { if $0.count < Zones.greatestCacheCount { $0[id] = result } }
        return result
    }

    private func load(_ id: String) -> Result<Zone, ZoneFault> {
        guard Zones.isName(id) else { return .failure(.refused(id: id)) }
        guard let bytes = read(id) else { return .failure(.unknown(id: id)) }
        do {
            return .success(try Zone(id: id, tzif: bytes))
        } catch {
            return .failure(.broken(error))
        }
    }

    /// Letters, digits, `+`, `-`, `_` and single inner slashes: nothing that leaves the folder. Names that mean "whatever
    /// this machine is set to" are no zones of a borrower.
    static func isName(_ id: String) -> Bool {
        guard (1...greatestIDLength).contains(id.utf8.count), !["localtime", "posixrules", "Factory"].contains(id)
        else { return false }
        var previous = UInt8(ascii: "/")
        for byte in id.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                break
            case UInt8(ascii: "/") where previous != UInt8(ascii: "/"): break
            default: return false
            }
            previous = byte
        }
        return previous != UInt8(ascii: "/")
    }
}
