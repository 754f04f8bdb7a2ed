/// Where the store is: a file of this machine, or a server that several nodes share.
package enum StoreAddress: Sendable, Hashable {
    case sqlite(path: String)
    /// The whole URL, as libpq reads it. It may hold a password, and is never printed: see `description`.
    case postgres(url: String)

    private static let sqliteScheme = "sqlite:"
    private static let postgresSchemes = ["postgres://", "postgresql://"]
    /// Longer ones are no address.
    private static let longest_bytes = 4096

    /// Reads `sqlite:PATH` or `postgres://…`.
    package init(_ text: String) throws(Malformed) {
        guard text.utf8.count <= Self.longest_bytes else {
            throw Malformed(what: "is longer than \(Self.longest_bytes) bytes", shown: "")
        }
        if text.hasPrefix(Self.sqliteScheme) {
            let path = String(text.dropFirst(Self.sqliteScheme.count))
            // `sqlite://` is how a URL would begin; two slashes more or less must not name another file.
            guard !path.isEmpty, !path.hasPrefix("//") else {
                throw Malformed(what: path.isEmpty ? "names no file" : "has slashes after `sqlite:`", shown: text)
            }
            self = .sqlite(path: path)
        } else if let scheme = Self.postgresSchemes.first(where: text.hasPrefix) {
            let rest = text.dropFirst(scheme.count)
            guard !rest.isEmpty, !text.contains(where: \.isWhitespace) else {
                throw Malformed(what: rest.isEmpty ? "names no server" : "has a space in it", shown: Self.masked(text))
            }
            self = .postgres(url: text)
        } else {
            throw Malformed(what: "is neither a file nor a server", shown: Self.masked(text))
        }
    }

    /// Why a text is no address. Safe to print.
    package struct Malformed: Error, Hashable {
        package static let fix =
            "write sqlite:PATH, or postgres://USER@HOST/DATABASE (a password is better in PGPASSWORD or ~/.pgpass)"

        package var what: String
        /// The text without its password.
        package var shown: String
    }

    package var engine: SQLEngine {
        switch self {
        case .sqlite: .sqlite
        case .postgres: .postgres
        }
    }

    /// Whether a password stands in the address itself.
    package var holdsPassword: Bool {
        if case .postgres(let url) = self { Self.masked(url) != url } else { false }
    }
}

extension StoreAddress: CustomStringConvertible {
    /// The address as it may be printed: without its password.
    package var description: String {
        switch self {
        case .sqlite(let path): Self.sqliteScheme + path
        case .postgres(let url): Self.masked(url)
        }
    }

    private static let mask = "***"

    /// Hides what stands between the first colon and the last `@`, and the values of parameters that are passwords. Hides
    /// rather too much than too little.
    static func masked(_ text: String) -> String {
        guard let scheme = text.firstRange(of: "://") else { return text.contains("@") ? mask : text }
        var rest = text[scheme.upperBound...]
        var shown = String(text[..<scheme.upperBound])
        if let at = rest.lastIndex(of: "@") {
            let user = rest[..<at]
            let colon = user.firstIndex(of: ":")
            shown += user[..<(colon ?? user.endIndex)]
            if colon != nil { shown += ":" + mask }
            rest = rest[at...]
        }
        guard let query = rest.firstIndex(of: "?") else { return shown + rest }
        let parameters = rest[rest.index(after: query)...].split(separator: "&", omittingEmptySubsequences: false)
        let safe = parameters.map { parameter in
            let name = parameter.prefix { $0 != "=" }
            return name.lowercased().contains("pass") && name != "passfile" ? "\(name)=\(mask)" : String(parameter)
        }
        return shown + rest[...query] + safe.joined(separator: "&")
    }
}
