import Foundation
import PostgresServer
import Store
import Testing

@testable import StorePostgres

/// A server with a real certificate: whom it lets in, and in which words everybody else hears what to set.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "openssl is not installed"))
final class TLSTests {
    private static let secret = "s3cret-pass"
    private static let sound = "DNS:localhost,IP:127.0.0.1"

    private let server: PostgresServer
    private let certificates: Certificates

    init() throws {
        server = try PostgresServer(settings: ["fsync": "off"])
        certificates = try Certificates()
        try certificates.authority("ours")
        try server.execute("CREATE ROLE somebody LOGIN SUPERUSER PASSWORD '\(Self.secret)'")
        try server.create("book")
    }

    deinit { server.end() }

    /// Nobody enters without TLS and a password; with `certificate` neither without one of the client's own.
    private func rules(_ more: String = "") throws {
        try "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256 \(more)\n".write(
            toFile: server.folder + "/data/pg_hba.conf", atomically: false, encoding: .utf8)
        try server.command("settings")
    }

    private func url(_ host: String = "localhost", _ mode: String = "verify-full", authority: String = "ours") -> String
    {
        "postgres://somebody:\(Self.secret)@\(host):\(server.port)/book?sslmode=\(mode)"
            + "&sslrootcert=\(certificates.path(authority + ".pem"))"
    }

    private func open(_ url: String) throws -> PostgresDatabase {
        var settings = PostgresSettings()
        settings.connect_s = 5
        return try PostgresDatabase(url: url, settings: settings)
    }

    private func expectRefusal(_ url: String, _ what: String, _ fix: String) throws {
        let error = #expect(throws: StoreError.self) { try open(url) }
        let failure = try #require(error)
        #expect(failure.code == .cannotOpen)
        #expect(failure.what.contains(what) && failure.fix.contains(fix), "\(failure)")
        for word in [Self.secret, "somebody"] { #expect(!failure.description.contains(word)) }
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["localhost", "127.0.0.1"])
    func `with the right authority and name everything goes through TLS`(_ host: String) async throws {
        try certificates.certificate("sound", by: "ours", subject: "localhost", names: Self.sound)
        try certificates.install("sound", on: server)
        try rules()
        let database = try open(url(host))
        try await Migrations.run(on: database)
        let versions = try await database.read { session in
            try session.rows(
                "SELECT version FROM pg_stat_ssl WHERE pid IN (SELECT pid FROM pg_stat_activity WHERE application_name = 'dunlin')"
            ) { $0.text(0) }
        }
        #expect(!versions.isEmpty && versions.allSatisfy { $0.hasPrefix("TLSv1.") }, "\(versions)")

        // Much in both directions: more than a record, more than a socket's buffer.
        let words = String(repeating: "wader ", count: 1000)
        try await database.write { session in
            try session.runMany(
                "INSERT INTO setting (key, value) VALUES (?, ?)", (0..<2000).map { [.text("k\($0)"), .text(words)] })
        }
        let bytes = try await database.read { session in
            var bytes = 0
            try session.query("SELECT value FROM setting WHERE key LIKE 'k%'", []) { bytes += $0.text(0).utf8.count }
            return bytes
        }
        #expect(bytes == 2000 * 6000)

        // Nodes wake each other over it.
        let other = try open(url(host))
        var wakes = other.wakes().makeAsyncIterator()
        // What every listener hears when it begins.
        var begun: Set<Wake> = []
        while begun.count < Wake.allCases.count, let wake = await wakes.next() { begun.insert(wake) }
        try await database.write { try $0.notify(.facts) }
        #expect(await wakes.next() == .facts)
        try other.close()
        try database.close()
    }

    @Test func `an authority that is not the server's is refused`() throws {
        try certificates.authority("another")
        try certificates.certificate("sound", by: "ours", subject: "localhost", names: Self.sound)
        try certificates.install("sound", on: server)
        for mode in ["verify-ca", "verify-full"] {
            try expectRefusal(
                url("localhost", mode, authority: "another"), "signed by none of those that sslrootcert names",
                "Let sslrootcert in the URL name")
        }
        // Encrypted all the same, for whoever asks for no more.
        try "local all all trust\nhostssl all all 127.0.0.1/32 trust\n".write(
            toFile: server.folder + "/data/pg_hba.conf", atomically: false, encoding: .utf8)
        try server.command("settings")
        try open("postgres://somebody@localhost:\(server.port)/book?sslmode=require").close()
    }

    @Test func `a certificate that is out of date is refused`() throws {
        try certificates.certificate("old", by: "ours", subject: "localhost", names: Self.sound, days: -1)
        try certificates.install("old", on: server)
        try expectRefusal(url(), "out of date", "sslrootcert")
    }

    @Test func `a certificate for another name is refused, where the name is asked for`() throws {
        try certificates.certificate("other", by: "ours", subject: "db.example", names: "DNS:db.example")
        try certificates.install("other", on: server)
        try rules()
        try expectRefusal(
            url(), "for another name than the URL's host", "Name the host in the URL as its certificate does")
        try expectRefusal(url("127.0.0.1"), "for another name", "certificate for this name")
        try open(url("localhost", "verify-ca")).close()
    }

    @Test(arguments: ["require", "verify-ca", "verify-full"])
    func `a server without TLS is refused, and hears no password`(_ mode: String) throws {
        try "local all all trust\nhost all all 127.0.0.1/32 password\n".write(
            toFile: server.folder + "/data/pg_hba.conf", atomically: false, encoding: .utf8)
        try server.command("settings")
        try expectRefusal(url("localhost", mode), "does not speak TLS", "ssl = on")
        #expect(try !String(contentsOfFile: server.folder + "/log", encoding: .utf8).contains(Self.secret))
        // It would have let us in.
        try open("postgres://somebody:\(Self.secret)@localhost:\(server.port)/book?sslmode=disable").close()
    }

    @Test func `a file of authorities that is missing is told`() throws {
        try certificates.certificate("sound", by: "ours", subject: "localhost", names: Self.sound)
        try certificates.install("sound", on: server)
        try expectRefusal(url(authority: "missing"), "sslrootcert names is missing", "sslrootcert in the URL")
    }

    @Test func `a server that lets nobody in without TLS says so, and one that asks for a client's certificate`() throws
    {
        try certificates.authority("clients")
        try certificates.certificate("sound", by: "ours", subject: "localhost", names: Self.sound)
        try certificates.install("sound", on: server, clients: "clients")
        try rules()
        try expectRefusal(url("localhost", "disable"), "lets nobody in from here", "write sslmode=verify-full")

        try rules("clientcert=verify-full")
        try expectRefusal(url(), "asks for a certificate of the client", "sslcert=FILE&sslkey=FILE")
        try certificates.certificate("client", by: "clients", subject: "somebody")
        let (cert, key) = (certificates.path("client.pem"), certificates.path("client.key"))
        try expectRefusal(
            url() + "&sslcert=\(cert)&sslkey=\(certificates.path("missing.key"))", "sslkey names is missing", "sslkey")
        try open(url() + "&sslcert=\(cert)&sslkey=\(key)").close()
    }
}
