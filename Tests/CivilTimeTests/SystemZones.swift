import CivilTime
import Foundation

/// The machine's own time zone database, which every supported system has.
enum SystemZones {
    static let folder = "/usr/share/zoneinfo"
    static let zones = Zones { FileManager.default.contents(atPath: "\(folder)/\($0)").map { [UInt8]($0) } }

    static func zone(_ id: String) throws -> Zone { try zones.resolve(id) }

    static func bytes(_ id: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(folder)/\(id)").map { [UInt8]($0) }
    }
}
