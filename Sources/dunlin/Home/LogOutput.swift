import CivilTime
import Foundation
import Logging

/// Structured logs on standard error: `text` for people, `json` for machines. They hold no personal data (promise P7):
/// callers log counts, routes and numbers of Dunlin's own, and nothing else.
struct LogOutput: LogHandler {
    enum Format: String { case text, json }

    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let label: String
    let format: Format

    static func logger(_ settings: Settings) throws -> Logger {
        guard let level = Logger.Level(rawValue: settings.logLevel) else {
            throw Failure(
                "the log level `\(settings.logLevel)` is not known",
                fix: "write one of: " + Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard let format = Format(rawValue: settings.logFormat) else {
            throw Failure("the log format `\(settings.logFormat)` is not known", fix: "write text or json")
        }
        return Logger(label: "dunlin") { LogOutput(logLevel: level, label: $0, format: format) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let time = LawClock.system.now().description
        let line: String
        switch format {
        case .text:
            let tail = fields.map { " \($0.key)=\($0.value)" }.joined()
            line = "\(time) \(event.level.rawValue) \(event.message)\(tail)\n"
        case .json:
            var members = [("time", time), ("level", event.level.rawValue), ("message", "\(event.message)")]
            members += fields.map { ($0.key, "\($0.value)") }
            line =
                "{" + members.map { "\(JSONText.quoted($0.0)):\(JSONText.quoted($0.1))" }.joined(separator: ",") + "}\n"
        }
        FileHandle.standardError.write(Data(line.utf8))
    }
}
