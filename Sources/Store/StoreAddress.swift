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
    /// rather too much than too little: either may stand inside the other.
    ///
    /// Byte by byte: with an accent behind it an `@` is another character to Swift, and the same to libpq.
    static func masked(_ text: String) -> String {
        let bytes = text.utf8
        guard let scheme = bytes.firstRange(of: "://".utf8) else {
            return bytes.contains(UInt8(ascii: "@")) || isPassword(bytes[...]) ? mask : text
        }
        let rest = bytes[scheme.upperBound...]
        var hidden = passwordParameters(of: rest)
        if let at = rest.lastIndex(of: UInt8(ascii: "@")), let colon = rest[..<at].firstIndex(of: UInt8(ascii: ":")) {
            hidden.append(rest.index(after: colon)..<at)
        }
        var shown = String(text[..<scheme.upperBound])
        var place = rest.startIndex
        for range in hidden.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound >= place { shown += text[place..<range.lowerBound] + mask }
            place = max(place, range.upperBound)
        }
        return shown + text[place...]
    }

    /// Where the values stand.
    private static func passwordParameters(of rest: Substring.UTF8View) -> [Range<String.Index>] {
        guard let query = rest.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        return rest[rest.index(after: query)...].split(separator: UInt8(ascii: "&")).compactMap { parameter in
            let equals = parameter.indices.first { index in
                parameter[index] == UInt8(ascii: "=") && isPassword(parameter[..<index])
            }
            return equals.map { parameter.index(after: $0)..<parameter.endIndex }
        }
    }

    /// A name that is written with percent signs may be any.
    private static func isPassword(_ name: Substring.UTF8View) -> Bool {
        let name = name.map { $0 | 0x20 }
        return name.contains(UInt8(ascii: "%"))
            || name.firstRange(of: "pass".utf8) != nil && !name.elementsEqual("passfile".utf8)
    }
}
