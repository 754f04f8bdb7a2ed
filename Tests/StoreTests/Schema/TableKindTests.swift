import StoreEngines
import Testing

@testable import Store

/// Every table is of one kind, and is held to it: so that the schema can be spread over a PostgreSQL that shards, and old
/// months can be taken away.
struct TableKindTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private enum Kind: Equatable {
        /// Grows with the book; its key leads with the borrower.
        case hot
        /// The same, and in parts on PostgreSQL, cut by this column, which ascends in time.
        case hotParted(by: String)
        /// Grows, and cannot lead with the borrower.
        case lookUp(why: String)
        case lookUpParted(by: String, why: String)
        /// Some rows of the whole store, which every shard would hold.
        case small(String)
    }

    private static let kinds: [String: Kind] = [
        "borrower": .hot,  // its key is the borrower
        "borrower_key": .hot, "contact_point": .hot, "consent": .hot, "flag": .hot, "preference": .hot, "loan": .hot,
        "instalment": .hot,
        "payment": .hot, "payment_fault": .hot, "revision": .hot, "message": .hot, "contact": .hot, "task": .hot,
        "erasure": .hot, "loan_terms": .hot, "application": .hot, "promise": .hot, "arrangement": .hot,
        "arrangement_instalment": .hot, "failed_payment": .hot, "score": .hot,
        // Unique for all time (promise P2), which parts cannot be.
        "claim": .hot,
        "attempt": .hotParted(by: "id"), "segment": .hotParted(by: "attempt"), "decision": .hotParted(by: "month"),
        "receipt": .lookUpParted(by: "id", why: "may match nobody"),
        "reply": .lookUp(why: "may match nobody"),
        "carrier_id": .lookUp(why: "leads from a carrier's id to the borrower"),
        "leaf": .lookUp(why: "the log, in its own order; a borrower's numbers are unique for all time"),
        "tombstone": .lookUp(why: "of persons who have no borrower any more"),
        "tombstone_mark": .lookUp(why: "leads from a keyed hash to a tombstone"),
        "number_consent": .lookUp(why: "what was said of numbers that no borrower has"),
        "countersigned": .lookUp(why: "leads from the size of the log to a note"),
        "time_stamp": .lookUp(why: "leads from the size of the log to a token"),
        "setting": .small("a handful of rows"), "number": .small("one row a kind"), "portfolio": .small("a handful"),
        "batch": .small("one row an import"), "feed": .small("one row a portfolio and kind of file"),
        "pack": .small("one row a law pack that was ever in force"), "lane": .small("one row a delivering lane"),
        "duty": .small("one row a kind of work"), "master_key": .small("one row a master key"),
        "proposal": .small("one row a change that people proposed"), "proposal_file": .small("the files of each"),
        "file_version": .small("one row a text that was in force"), "file_text": .small("one row a text"),
        "broadcast": .small("one row a message to many"),
        "route_standing": .small("one row a route"), "route_day": .small("one row a route and day"),
        "price": .small("one row a price that ever stood"),
        "cost_sum": .small("one row a step, price and month of what is gone"),
        "store_key": .small("a handful of rows"), "key_step": .small("one row a table of a rotation"),
    ]

    /// Unique indexes of hot tables that do not hold the borrower: on a PostgreSQL that shards they become look-up tables.
    private static let loneUniques: Set<String> = [
        "loan_ref", "payment_ref", "borrower_portfolio_ref_key", "application_ref", "promise_ref", "arrangement_ref",
        "failed_payment_ref", "task_number",
    ]

    @Test func `every table has its kind, and leads with the borrower if it is hot`() throws {
        let tables = try SchemaTable.all()
        #expect(Set(tables.map(\.name)) == Set(Self.kinds.keys))
        for table in tables {
            let first = table.key.first
            switch Self.kinds[table.name] {
            case .hot, .hotParted: #expect(first == (table.name == "borrower" ? "id" : "borrower"), "\(table.name)")
            case .lookUp, .lookUpParted, .small: #expect(first != "borrower", "\(table.name) could be hot")
            case nil: Issue.record("\(table.name) has no kind")
            }
        }
    }

    @Test func `PostgreSQL cuts those tables by time and no others`() async throws {
        let database = try await Engine.postgres.migrated(in: folder)
        var cut: [String: String] = [:]
        for row in try await database.read({ session in
            try session.rows(
                """
                SELECT CAST(c.relname AS TEXT), pg_get_partkeydef(c.oid) FROM pg_partitioned_table p
                JOIN pg_class c ON c.oid = p.partrelid
                """
            ) { ($0.text(0), $0.text(1)) }
        }) { cut[row.0] = row.1 }
        var expected: [String: String] = [:]
        for (table, kind) in Self.kinds {
            switch kind {
            case .hotParted(let column), .lookUpParted(let column, _): expected[table] = "RANGE (\(column))"
            default: break
            }
        }
        #expect(cut == expected)
        let listed = PartedTables.all.flatMap(\.tables).map { ($0.name, "RANGE (\($0.column))") }
        #expect(Dictionary(uniqueKeysWithValues: listed) == cut, "the duty knows them all")
        // Each has a part for what has no other.
        for table in cut.keys {
            let rest = "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = '\(table)_rest'"
            #expect(try await database.read { try $0.text(rest) } == "DEFAULT")
        }
    }

    @Test func `what is unique in a hot table holds the borrower, or is named`() async throws {
        let database = try await Engine.postgres.migrated(in: folder)
        let uniques = try await database.read { session in
            try session.rows(
                """
                SELECT CAST(t.relname AS TEXT), CAST(i.relname AS TEXT), pg_get_indexdef(x.indexrelid) FROM pg_index x
                JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
                WHERE x.indisunique AND NOT t.relispartition AND t.relnamespace = current_schema()::regnamespace
                """
            ) { (table: $0.text(0), index: $0.text(1), words: $0.text(2)) }
        }
        var lone: Set<String> = []
        for (table, index, words) in uniques where table != "borrower" || index != "borrower_pkey" {
            switch Self.kinds[table] {
            case .hot, .hotParted: if !words.contains("(borrower") { lone.insert(index) }
            default: break
            }
        }
        #expect(lone == Self.loneUniques)
        #expect(uniques.count > 20)
    }
}
