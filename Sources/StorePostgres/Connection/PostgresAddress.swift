internal import CLibPQ
internal import Store

/// Where a server stands: the URL that libpq takes, and what may be said of it. A URL may hold a password, so nothing of
/// it appears in an error but hosts, ports and the database (promise P7).
struct PostgresAddress: Sendable {
    let url: String
    /// `postgres://host:port/database`, with every host of the URL.
    let place: String
    /// The options that the URL gives the server, so that ours do not replace them.
    let options: String

    /// Throws `cannotOpen` for a URL that libpq does not take.
    init(url: String) throws {
        self.url = url
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
            throw StoreError(
                .cannotOpen, "is no URL of a PostgreSQL database", at: "database",
                fix: "Write postgres://user@host:5432/name, or the path of an SQLite file")
        }
        guard let parts = Self.parse(url) else {
            throw StoreError(
                .cannotOpen, "the URL of the database cannot be read", at: "database",
                fix: "Write postgres://user@host:5432/name; signs like @ : / in a password are written %40 %3A %2F")
        }
        func list(_ key: String) -> [Substring] {
            (parts[key] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        }
        let ports = list("port")
        let named = list("host").isEmpty ? list("hostaddr") : list("host")
        let hosts = (named.isEmpty ? [""] : named).enumerated().map { index, host in
            let port = ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : ""
            return (host.isEmpty ? "localhost" : String(host)) + (port.isEmpty ? "" : ":" + port)
        }
        place = "postgres://" + hosts.joined(separator: ",") + "/" + (parts["dbname"] ?? "")
        options = parts["options"] ?? ""
    }

    /// The parameters that the URL sets; nil when libpq refuses it. Its own message may quote the password.
    private static func parse(_ url: String) -> [String: String]? {
        var words: UnsafeMutablePointer<CChar>?
        let options = unsafe PQconninfoParse(url, &words)
        defer {
            unsafe PQfreemem(words)
            unsafe PQconninfoFree(options)
        }
        guard var option = unsafe options else { return nil }
        var parts: [String: String] = [:]
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val { unsafe parts[String(cString: keyword)] = String(cString: value) }
            unsafe option += 1
        }
        return parts
    }
}
