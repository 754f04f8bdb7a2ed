import CivilTime
import Configuration
import Foundation
import Messaging
import SettingsFiles
import Store
import SystemPackage

/// The scalar settings: a flag wins over the environment, the environment over `dunlin.yaml`, and that over the default.
struct Settings: Sendable {
    var home: String
    /// Nil: the data folder's own file.
    var database: StoreAddress?
    var configFile: String?
    var masterKeyFile: String
    var logLevel: String
    var logFormat: String
    var listenHost: String
    var listenPort: Int
    /// Who says which strategies, texts and law are in force.
    var changes: ChangesSetting

    static func resolve(_ options: GlobalOptions) async throws -> Settings {
        var flags: [AbsoluteConfigKey: ConfigValue] = [:]
        func flag(_ key: [String], _ value: String?) {
            guard let value else { return }
            flags[AbsoluteConfigKey(key)] = ConfigValue(.string(value), isSecret: key == ["database"])
        }
        flag(["home"], options.home)
        flag(["database"], options.database)
        flag(["log", "level"], options.logLevel)
        flag(["log", "format"], options.logFormat)

        let file = try configFile(options)
        var changes = ChangesSetting.files
        if let file {
            guard let data = FileManager.default.contents(atPath: file),
                let text = String(validating: data, as: UTF8.self)
            else { throw Failure("\(file) is no readable UTF-8 file", fix: "name a settings file with --config") }
            // Told with line and column, as every other fault of the lender's files.
            let root = try MarkedNode.parse(yaml: text, file: file)
            try DatabaseSetting.check(root, file: file)
            changes = try ChangesSetting.read(root, file: file)
        }
        let yaml: FileProvider<YAMLSnapshot>
        do {
            yaml = try await FileProvider<YAMLSnapshot>(
                filePath: FilePath(file ?? "/nonexistent/dunlin.yaml"), allowMissing: true)
        } catch {
            throw Failure("\(file ?? "dunlin.yaml"): not readable as YAML settings: \(error)", fix: "run dunlin check")
        }
        let reader = ConfigReader(providers: [
            InMemoryProvider(values: flags),
            EnvironmentVariablesProvider().prefixKeys(with: "dunlin"),
            yaml,
        ])
        let home = reader.string(forKey: "home", default: "./.dunlin")
        return Settings(
            home: home, database: try DatabaseSetting.read(reader.string(forKey: "database", isSecret: true)),
            configFile: file,
            masterKeyFile: reader.string(forKey: "keys.master_file", default: home + "/keys/master.key"),
            logLevel: reader.string(forKey: "log.level", default: "info"),
            logFormat: reader.string(forKey: "log.format", default: "text"),
            listenHost: reader.string(forKey: "listen.host", default: "127.0.0.1"),
            listenPort: try port(reader, "listen.port", otherwise: 8080), changes: changes)
    }

    /// A port, 0 for any free one. What is there and is none is refused: another port than the one written is no answer.
    private static func port(_ reader: ConfigReader, _ key: ConfigKey, otherwise: Int) throws -> Int {
        let number = reader.int(forKey: key)
        if let number, (0...65_535).contains(number) { return number }
        guard let text = number.map(String.init) ?? reader.string(forKey: key) else { return otherwise }
        throw Failure("\(key) is `\(text)`, which is no port", fix: "write a whole number from 0 to 65535")
    }

    private static func configFile(_ options: GlobalOptions) throws -> String? {
        let manager = FileManager.default
        if let named = options.config ?? ProcessInfo.processInfo.environment["DUNLIN_CONFIG"] {
            guard manager.isReadableFile(atPath: named) else {
                throw Failure("\(named): no such settings file, or not readable", fix: "name another with --config")
            }
            return named
        }
        return manager.isReadableFile(atPath: "dunlin.yaml") ? "dunlin.yaml" : nil
    }
}
