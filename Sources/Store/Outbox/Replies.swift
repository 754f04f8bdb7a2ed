package import CivilTime
package import LoanBook
package import Messaging

/// Replies as they came: whole, or part by part. Bodies are sealed by the caller.
package enum Replies {
    /// What stands in `meaning` for a part that waits for the others.
    package static let waitingPart = "part"
    /// The context of the seal of a body.
    package static let sealContext = "reply"

    package struct StoredPart: Sendable {
        package var number: UInt8
        package var body: [UInt8]
    }

    /// Keeps a reply or one part of it; returns its number.
    package static func keep(
        _ reply: CarrierReply, route: String, borrower: Borrower.ID?, lookup: KeyedHash, body: [UInt8], meaning: String,
        at now: Instant, in session: any SQLSession
    ) throws -> Int64 {
        let id = try Numbers.take("reply", 1, in: session)
        func integer(_ value: (some BinaryInteger)?) -> SQLValue { value.map { .integer(Int64($0)) } ?? .null }
        try session.run(
            """
            INSERT INTO reply (id, route, borrower, lookup, body, at_ms, part_reference, part_number, part_total, meaning)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(id), .text(route), borrower.map { .integer($0.number) } ?? .null, .blob(lookup.written),
                .blob(body),
                .integer(now.milliseconds), integer(reply.part?.reference), integer(reply.part?.number),
                integer(reply.part?.total), .text(meaning),
            ])
        return id
    }

    /// The waiting parts of one reply, by number; a part that came twice stands once.
    package static func parts(
        lookup: KeyedHash, reference: UInt16, total: UInt8, since: Instant, in session: any SQLSession
    ) throws -> [StoredPart] {
        var parts: [UInt8: StoredPart] = [:]
        // What stands in an earlier form came earlier.
        for form in lookup.forms.reversed() {
            try session.query(
                """
                SELECT part_number, body FROM reply
                WHERE lookup = ? AND part_reference = ? AND part_total = ? AND meaning = 'part' AND at_ms >= ?
                ORDER BY id
                """, [.blob(form), .integer(Int64(reference)), .integer(Int64(total)), .integer(since.milliseconds)]
            ) { row in
                let number = UInt8(truncatingIfNeeded: row.integer(0))
                parts[number] = StoredPart(number: number, body: row.blob(1))
            }
        }
        return parts.values.sorted { $0.number < $1.number }
    }

    /// A reply of which parts are missing.
    package struct Incomplete: Sendable {
        package var lookup: [UInt8]
        package var reference: UInt16
        package var total: UInt8
        package var route: String
    }

    /// Replies whose last part came before `before`, and whose others have not come.
    package static func incomplete(
        before: Instant, limit: Int, in session: any SQLSession
    ) throws -> [Incomplete] {
        try session.rows(
            """
            SELECT lookup, part_reference, part_total, min(route) FROM reply
            WHERE part_total IS NOT NULL AND meaning = 'part'
            GROUP BY lookup, part_reference, part_total HAVING max(at_ms) < ? LIMIT ?
            """, [.instant(before), .integer(limit)]
        ) {
            Incomplete(
                lookup: $0.blob(0), reference: UInt16(truncatingIfNeeded: $0.integer(1)),
                total: UInt8(truncatingIfNeeded: $0.integer(2)), route: $0.text(3))
        }
    }

    /// The parts were read as one reply: they wait no longer.
    package static func joined(
        lookup: KeyedHash, reference: UInt16, total: UInt8, in session: any SQLSession
    ) throws {
        for form in lookup.forms {
            try session.run(
                """
                UPDATE reply SET meaning = 'joined'
                WHERE lookup = ? AND part_reference = ? AND part_total = ? AND meaning = 'part'
                """, [.blob(form), .integer(Int64(reference)), .integer(Int64(total))])
        }
    }
}
