import Evidence

/// Where countersigned checkpoints stand in the folder, each in one of its own:
///
///     countersigned/23/checkpoint        the signed note, with what witnesses signed
///     countersigned/23/AUTHORITY.tst     an RFC 3161 token over the note's text, in DER
extension EvidenceFolder {
    static let countersignedName = "countersigned"

    static func checkpointName(ofSize size: Int64) -> String { "\(countersignedName)/\(size)/checkpoint" }

    static func timeStampName(ofSize size: Int64, authority: String) -> String {
        "\(countersignedName)/\(size)/\(authority).tst"
    }

    /// Writes what is not there yet, or has become more.
    func write(_ record: Countersignatures.Record) throws {
        var files = [(Self.checkpointName(ofSize: record.size), record.note)]
        // A name that is none of ours cannot lead out of the folder.
        for stamp in record.timeStamps where Countersignatures.isName(stamp.authority) {
            files.append((Self.timeStampName(ofSize: record.size, authority: stamp.authority), stamp.token))
        }
        let place = path(of: "\(Self.countersignedName)/\(record.size)")
        var isChanged = false
        for (name, bytes) in files {
            guard try countersigned(name) != bytes else { continue }
            try DurableFile.makeFolders(place)
            try DurableFile.replace(path(of: name), with: bytes)
            isChanged = true
        }
        if isChanged { try flush([place]) }
    }

    /// Bytes of such a file; nil where there is none.
    func countersigned(_ name: String) throws -> [UInt8]? {
        try DurableFile.contents(of: path(of: name), limit: SignedNote.longest_bytes)
    }
}
