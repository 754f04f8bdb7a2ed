package import Evidence

/// What somebody outside signed about the log, as the store keeps it: checkpoints with what witnesses signed, and
/// time-stamps of them. Never changed, only added to.
package enum Countersignatures {
    /// A countersigned checkpoint.
    package struct Record: Sendable, Equatable {
        package var size: Int64
        package var note: [UInt8]
        package var timeStamps: [ExportFile.TimeStamp]

        package init(size: Int64, note: [UInt8], timeStamps: [ExportFile.TimeStamp] = []) {
            self.size = size
            self.note = note
            self.timeStamps = timeStamps
        }
    }

    /// Letters, digits, hyphen and underscore: the name stands in a file's.
    package static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) || $0 == 0x2d || $0 == 0x5f
            }
    }

    /// Adds to what is kept of the note's checkpoint, and returns all of it. `SignedLast` must be locked.
    static func add(
        _ signatures: [SignedNote.Signature], _ timeStamps: [ExportFile.TimeStamp], to note: SignedNote,
        size: Int64, in session: any SQLSession
    ) throws -> Record {
        let before = try session.text("SELECT note FROM countersigned WHERE size = ?", [.integer(size)])
        let merged: [UInt8]
        do throws(NoteFault) {
            var kept = note
            if let before { kept = try SignedNote(parsing: Array(before.utf8)) }
            guard kept.text == note.text else { throw .checkpoint("another was countersigned at this size") }
            merged = try kept.adding(note.signatures).adding(signatures).bytes
        } catch { throw EvidenceError.checkpoint(error) }
        try session.run(
            """
            INSERT INTO countersigned (size, note) VALUES (?, ?)
            ON CONFLICT (size) DO UPDATE SET note = excluded.note
            """, [.integer(size), .text(String(decoding: merged, as: UTF8.self))])
        for stamp in timeStamps {
            try session.run(
                "INSERT INTO time_stamp (size, authority, token) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [.integer(size), .text(stamp.authority), .blob(stamp.token)])
        }
        return try read(size: size, in: session) ?? Record(size: size, note: note.bytes, timeStamps: [])
    }

    package static func read(size: Int64, in session: any SQLSession) throws -> Record? {
        try records("WHERE c.size = ?", [.integer(size)], in: session).first
    }

    /// The newest that anybody countersigned.
    package static func latest(in session: any SQLSession) throws -> Record? {
        try records("WHERE c.size = (SELECT max(size) FROM countersigned)", [], in: session).first
    }

    /// The first `limit` of greater size than `size`.
    static func after(size: Int64, limit: Int64, in session: any SQLSession) throws -> [Record] {
        try records(
            "WHERE c.size IN (SELECT size FROM countersigned WHERE size > ? ORDER BY size LIMIT ?)",
            [.integer(size), .integer(limit)], in: session)
    }

    private static func records(
        _ condition: String, _ values: [SQLValue], in session: any SQLSession
    ) throws -> [Record] {
        var records: [Record] = []
        try session.query(
            """
            SELECT c.size, c.note, t.authority, t.token FROM countersigned c LEFT JOIN time_stamp t ON t.size = c.size
            \(condition) ORDER BY c.size, t.authority
            """, values
        ) { row in
            let size = row.integer(0)
            if records.last?.size != size {
                records.append(Record(size: size, note: Array(row.text(1).utf8), timeStamps: []))
            }
            guard !row.isNull(2) else { return }
            records[records.count - 1].timeStamps.append(.init(authority: row.text(2), token: row.blob(3)))
        }
        return records
    }
}
