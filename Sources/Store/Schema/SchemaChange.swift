/// One statement of a migration. Most are shared by the engines, and are written as plain text; what only one of them
/// needs, or says otherwise, names it:
///
///     static let statements: [SchemaChange] = [
///         "CREATE TABLE lane (…)",
///         .sqlite("…"), .postgres("…"),
///     ]
enum SchemaChange: Sendable, Hashable, ExpressibleByStringInterpolation {
    case shared(String)
    case only(SQLEngine, String)

    init(stringLiteral text: String) { self = .shared(text) }

    static func sqlite(_ text: String) -> SchemaChange { .only(.sqlite, text) }
    static func postgres(_ text: String) -> SchemaChange { .only(.postgres, text) }

    /// What is run on an engine; nil when it is nothing of that engine's.
    func text(for engine: SQLEngine) -> String? {
        switch self {
        case .shared(let text): text
        case .only(let only, let text): only == engine ? text : nil
        }
    }
}
