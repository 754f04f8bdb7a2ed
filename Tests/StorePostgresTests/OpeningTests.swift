import Foundation
import PostgresServer
import Store
import Testing

@testable import StorePostgres

/// What is wrong with a database is told when it is opened, in words that mend it, and never with the password.
@Suite struct OpeningTests {
    private static let secret = "s3cret-pass"

    private func failure(_ url: String) throws -> StoreError {
        var settings = PostgresSettings()
        settings.connect_s = 2
        let error = #expect(throws: StoreError.self) { try PostgresDatabase(url: url, settings: settings) }
        let failure = try #require(error)
        #expect(!failure.description.contains(Self.secret))
        #expect(!failure.description.contains("somebody"))
        return failure
    }

    @Test(arguments: [
        "book.sqlite", "http://example.com/", "", "host=localhost dbname=x password=s3cret-pass",
        "postgres://somebody:s3cret-pass@host:port/x", "postgres://somebody:s3cret-pass@[::1/x",
        "postgres://host/x?no_such_word=1",
    ])
    func `what is no URL of a database is refused`(_ url: String) throws {
        let error = try failure(url)
        #expect(error.code == .cannotOpen)
        #expect(error.fix.contains("postgres://user@host:5432/name"))
    }

    @Test(arguments: [
        "postgres://somebody:s3cret-pass@127.0.0.1:1/loans": "127.0.0.1:1/loans",
        "postgres://somebody:s3cret-pass@no-such-host.invalid/loans": "no-such-host.invalid/loans",
        "postgres://somebody:s3cret-pass@127.0.0.1:1,127.0.0.1:2/loans": "127.0.0.1:1,127.0.0.1:2/loans",
        "postgres://somebody:s3cret-pass@/loans?host=/no/such/folder": "/no/such/folder/loans",
    ])
    func `a server that is not there is named`(_ url: String, _ place: String) throws {
        let error = try failure(url)
        #expect(error.code == .unreachable)
        #expect(error.place == "postgres://" + place)
        #expect(!error.fix.isEmpty)
    }

    @Test func `a database that is not there is named`() throws {
        let error = try failure(PostgresServer.shared().url("no-such-database"))
        #expect(error.code == .cannotOpen)
        #expect(error.what == "there is no such database")
        #expect(error.place.hasSuffix("/no-such-database"))
    }

    @Test func `a user that the server does not know is refused, and not named`() throws {
        let server = try PostgresServer.shared()
        let error = try failure("postgres://somebody:s3cret-pass@127.0.0.1:\(server.port)/postgres")
        #expect(error.code == .cannotOpen)
        #expect(error.what == "the server does not know the user")
    }

    @Test func `a wrong password is refused, and not told`() throws {
        let server = try PostgresServer(settings: ["fsync": "off"])
        defer { server.end() }
        try server.execute("CREATE ROLE somebody LOGIN PASSWORD 'another'")
        let rules = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        try rules.write(toFile: server.folder + "/data/pg_hba.conf", atomically: false, encoding: .utf8)
        try server.command("settings")
        for url in ["somebody:s3cret-pass@", "somebody@"] {
            let error = try failure("postgres://\(url)127.0.0.1:\(server.port)/postgres")
            #expect(error.code == .cannotOpen)
            #expect(error.what == "the server refuses user or password")
        }
        try "local all all trust\n".write(
            toFile: server.folder + "/data/pg_hba.conf", atomically: false, encoding: .utf8)
        try server.command("settings")
        let error = try failure("postgres://somebody:s3cret-pass@127.0.0.1:\(server.port)/postgres")
        #expect(error.what == "the server lets nobody in from here")
    }

    @Test func `a server without TLS is refused where the URL asks for it`() throws {
        let server = try PostgresServer.shared()
        let error = try failure(server.tcpURL("postgres") + "?sslmode=require")
        #expect(error.code == .cannotOpen)
        #expect(error.what.hasSuffix("the server does not speak TLS, which sslmode asks for"))
    }

    @Test func `a database of another encoding is refused`() throws {
        let server = try PostgresServer.shared()
        let name = "latin-\(UUID().uuidString)"
        try server.execute("CREATE DATABASE \"\(name)\" ENCODING 'LATIN1' TEMPLATE template0")
        defer { #expect(throws: Never.self) { try server.drop(name) } }
        let error = try failure(server.url(name))
        #expect(error.code == .cannotOpen)
        #expect(error.what.contains("LATIN1"))
    }

    @Test func `a database of another program is refused and left as it was`() throws {
        let server = try PostgresServer.shared()
        let name = "other-\(UUID().uuidString)"
        try server.create(name)
        defer { #expect(throws: Never.self) { try server.drop(name) } }
        try server.execute("CREATE TABLE invoices (id int)", database: name)
        let error = try failure(server.url(name))
        #expect(error.code == .notADatabase)
        let tables = try server.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace", database: name
        )
        #expect(tables == [["invoices"]])
    }

    @Test func `the URL's own settings stand, and the options of both hold`() async throws {
        let server = try PostgresServer.shared()
        let name = "options-\(UUID().uuidString)"
        try server.create(name)
        defer { #expect(throws: Never.self) { try server.drop(name) } }
        let database = try PostgresDatabase(
            url: server.url(name) + "&application_name=mine&options=-c%20work_mem%3D8MB")
        let seen = try await database.read { session in
            try ["application_name", "work_mem", "jit", "client_encoding"].map {
                try session.text("SELECT current_setting(?)", [.text($0)])
            }
        }
        #expect(seen == ["mine", "8MB", "off", "UTF8"])
        try database.close()
    }
}
