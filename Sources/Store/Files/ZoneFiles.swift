package import CivilTime

/// The zones of this machine, read from the system's time zone database.
package enum ZoneFiles {
    /// Where Debian's tzdata puts them.
    static let folder = "/usr/share/zoneinfo/"
    /// The largest zone of 2025's database has under 4 KiB.
    static let sizeLimit = 64 * 1024

    /// Each zone is read once. A file that cannot be read is an unknown zone, which the law answers with silence (P10).
    package static let zones = Zones { id in
        do {
            return try PrivateFile.contents(of: folder + id, limit: sizeLimit)?.bytes
        } catch {
            return nil
        }
    }
}
