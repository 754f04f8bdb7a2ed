import Evidence
import Foundation
import SettingsFiles

extension EvidenceFile {
    /// Beside whose settings file certificates stand.
    init(folder: String) { self.init(folder: folder, certificates: Self.anchors) }

    static func load(_ settings: Settings) throws -> EvidenceSettings {
        guard let path = settings.configFile else { return EvidenceSettings() }
        guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
        else { throw Failure("\(path) could not be read as UTF-8", fix: "check that it is there and readable") }
        return try EvidenceFile(folder: (path as NSString).deletingLastPathComponent).parse(yaml: text, file: path)
    }

    /// What a PEM file certifies by.
    static func anchors(_ path: String) throws -> TimeStampAnchors {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TimeStampFault.anchors("there is no such file, or it is not readable")
        }
        return try TimeStampAnchors(pem: String(decoding: data, as: UTF8.self))
    }
}
