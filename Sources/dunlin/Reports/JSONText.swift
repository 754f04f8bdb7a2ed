import Intake

/// The one document that a command with `--json` writes to standard output.
enum JSONText {
    indirect enum Value {
        case text(String)
        case number(Int64)
        case decimal(Double)
        case bool(Bool)
        case null
        case list([Value])
        /// In the order given.
        case object([(String, Value)])
    }

    static func quoted(_ text: String) -> String { Intake.JSONText.quoted(text) }

    static func write(_ value: Value) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .number(let number): String(number)
        case .decimal(let number): number.isFinite ? String(number) : "null"
        case .bool(let flag): flag ? "true" : "false"
        case .null: "null"
        case .list(let items): "[" + items.map(write).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { quoted($0.0) + ":" + write($0.1) }.joined(separator: ",") + "}"
        }
    }
}
