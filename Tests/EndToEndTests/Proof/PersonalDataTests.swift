import Foundation
import PostgresServer
import Testing

/// Promise P7: a planted name, number, address and reference stay inside, whatever is run and whatever is killed.
struct PersonalDataTests {
    @Test func `what is planted appears in no log, error, metric, file name or database file`() async throws {
        let lender = try Lender()
        let planted = try Planted(lender)
        try await planted.sendAndServe { _ in
            // What is written lately stands in the write-ahead log: look while it is there.
            try Sentinel.expectNothing(of: Planted.forms, inFolder: lender.folder[".dunlin"], but: ["rejected"])
        }
        try await planted.breakIn()
        try await planted.optOut()
        try await planted.breakFacts()
        try await planted.enterByHand()
        try await planted.lookAround()
        try await planted.decideAboutMany()
        try await planted.run("backup", "safe")
        try Sentinel.expectNothing(of: Planted.forms, inFolder: lender.folder["safe"])
        try await planted.run("restore", "safe", "--replace", "--yes")
        try await planted.run("keys", "rotate")
        try await planted.changeKeys()
        try Sentinel.expectNothing(of: Planted.forms, inFolder: lender.folder[".dunlin"], but: ["rejected"])

        // After the erasure the reference is gone too, from every file and from the next import's; the restored store's
        // predecessor is the lender's to delete.
        for name in try FileManager.default.contentsOfDirectory(atPath: lender.folder[".dunlin"])
        where name.contains("replaced") {
            try FileManager.default.removeItem(atPath: lender.folder[".dunlin/" + name])
        }
        try await planted.erase()
        try await planted.mistype()
        try Sentinel.expectNothing(
            of: Planted.forms + Planted.referenceForms, inFolder: lender.folder[".dunlin"],
            but: ["rejected/20261121"])
    }

    @Test func `nor in PostgreSQL's files and log, nor in the memory of its processes, nor on the way there and back`()
        async throws
    {
        // The server's log has every statement with every value; a row that is changed stands whole in the write-ahead log.
        let server = try PostgresServer(settings: [
            "fsync": "off", "wal_level": "logical", "log_statement": "all", "log_error_verbosity": "verbose",
            "shared_buffers": "16MB", "wal_keep_size": "1GB",
        ])
        defer { server.end() }
        for name in ["book", "second"] { try server.create(name) }
        let lender = try Lender(database: server.tcpURL("book"))
        var planted = try Planted(lender)
        try await planted.sendAndServe { serve in
            try server.execute("CHECKPOINT")
            try Sentinel.expectNothing(of: Planted.forms, inFolder: server.folder)
            try expectNothing(inMemoryOf: server, whichHolds: Planted.reference)
            // One of its processes is killed under the node, then the whole server.
            try server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dunlin'")
            try server.command("stop immediate")
            try server.command("start")
            try await planted.deliverMore(serve)
        }
        try server.execute("ALTER DATABASE book SET default_transaction_read_only = on")
        #expect(try await planted.run("flag", "raise", Planted.reference, "dispute").code == 1)
        try server.execute("ALTER DATABASE book RESET ALL")
        // The server's word on a row that it refuses shows the row.
        try server.execute(
            "ALTER TABLE contact_point ADD CONSTRAINT refused CHECK (borrower < 0) NOT VALID", database: "book")
        try lender.write(
            SmallBook(rows: [.init(id: "81", name: Planted.name, phone: "+1" + Planted.phone)]), as: "refused")
        let refused = try await planted.run(
            "import", "--mapping", Checkout.mapping("en"), "refused", "--now", SmallBook.now)
        #expect(refused.code == 1)
        #expect(try String(contentsOfFile: server.folder + "/log", encoding: .utf8).contains("Failing row contains"))
        try server.execute("ALTER TABLE contact_point DROP CONSTRAINT refused", database: "book")
        try await planted.breakIn()
        try await planted.optOut()
        try await planted.breakFacts()
        try await planted.enterByHand()
        try await planted.lookAround()
        try await planted.decideAboutMany()
        try await planted.run("keys", "make")
        try await planted.run("keys", "rotate")
        try await planted.changeKeys()
        let dump = try await Run.of(
            "/usr/bin/env", ["pg_dump", "--inserts", server.tcpURL("book")], in: lender.folder.path)
        #expect(dump.code == 0 && dump.out.contains(Planted.reference), "\(dump.err)")
        Sentinel.expectNothing(of: Planted.forms, in: Data(dump.out.utf8), "a dump")

        // To SQLite, and to another database.
        let home = lender.folder["moved.sqlite"]
        for (from, to) in [(server.tcpURL("book"), "sqlite:" + home), ("sqlite:" + home, server.tcpURL("second"))] {
            #expect(try await planted.run("move", "--from", from, "--to", to, "--yes").code == 0)
        }
        Sentinel.expectNothing(of: Planted.forms, in: try Data(contentsOf: URL(filePath: home)), "the moved store")
        planted.lender = try Lender(database: server.tcpURL("second"), in: lender.folder)
        try await planted.erase()
        // What is typed in the place of a reference is looked for as it was typed: a server that logs every value logs it.
        try server.execute("ALTER DATABASE second SET log_statement = none")
        try await planted.mistype()
        try server.execute("CHECKPOINT")
        try expectNothing(inMemoryOf: server)
        try Sentinel.expectNothing(of: Planted.forms, inFolder: server.folder)
        try Sentinel.expectNothing(of: Planted.forms, inFolder: lender.folder[".dunlin"], but: ["rejected"])
        #expect(
            try String(contentsOfFile: server.folder + "/log", encoding: .utf8).contains("INSERT INTO contact_point"))
    }

    /// What a core dump of the server's processes would hold: what we sent them, and what they made of it. `readable`:
    /// what is there to be found.
    private func expectNothing(inMemoryOf server: PostgresServer, whichHolds readable: String? = nil) throws {
        let pids = try server.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        var found = 0
        for pid in pids.compactMap({ $0[0] }) {
            guard let memory = ProcessMemory(pid: pid) else {
                Issue.record(
                    "this user may not read the memory of PostgreSQL's processes: it was NOT searched",
                    severity: .warning)
                return
            }
            if let readable, memory.bytes.holds(Data(readable.utf8)) { found += 1 }
            Sentinel.expectNothing(of: Planted.forms, in: memory.bytes, "the memory of a process of PostgreSQL")
        }
        #expect(readable == nil || found > 1)
    }
}
