import Testing

@testable import Store

/// Hot tables lead with the borrower, so that the schema can be spread over a PostgreSQL that shards. What cannot is named
/// here, with its reason.
struct TableKindTests {
    private static let lookUps: [String: String] = [
        "setting": "a handful of rows of the whole store",
        "number": "counters, one row a kind",
        "portfolio": "a handful of rows",
        "batch": "one row an import",
        "feed": "one row a portfolio and kind of file",
        "pack": "one row a law pack that was ever in force",
        "lane": "one row a delivering lane",
        "duty": "one row a kind of work",
        "borrower": "its key is the borrower",
        "carrier_id": "leads from a carrier's id to the borrower",
        "receipt": "may match nobody",
        "reply": "may match nobody",
        "countersigned": "one row a checkpoint",
        "time_stamp": "one row a checkpoint and authority",
        "master_key": "one row a master key",
        "store_key": "a handful of rows",
        "key_step": "how far a rotation has come, one row a table",
        "tombstone": "of persons who have no borrower any more",
        "tombstone_mark": "leads from a keyed hash to a tombstone",
        "number_consent": "what was said of numbers that no borrower has",
        "leaf": "the log, in its own order",
    ]

    @Test func `every table leads with the borrower, or is a look-up table that is named`() throws {
        let tables = try SchemaTable.all()
        #expect(tables.count > 20)
        for table in tables {
            let isNamed = Self.lookUps[table.name] != nil
            #expect(isNamed != (table.key.first == "borrower"), "\(table.name) (\(table.key))")
        }
        let names = Set(tables.map(\.name))
        #expect(Set(Self.lookUps.keys).subtracting(names).isEmpty, "a look-up table that is no more")
    }
}
