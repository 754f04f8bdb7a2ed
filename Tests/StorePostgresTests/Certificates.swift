import Foundation
import PostgresServer

/// Authorities and what they sign, made by openssl in a folder of the test's own.
final class Certificates: Sendable {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "dunlin-tls-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Makes an authority: `NAME.pem` and `NAME.key`.
    func authority(_ name: String) throws {
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj",
            "/CN=\(name)", "-keyout", path(name + ".key"), "-out", path(name + ".pem"))
    }

    /// Makes a certificate: `NAME.pem` and `NAME.key`. `names` as openssl writes them: `DNS:localhost,IP:127.0.0.1`. It
    /// lasts for `days`; one of less than none is over.
    func certificate(_ name: String, by authority: String, subject: String, names: String? = nil, days: Int = 30) throws
    {
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(subject)",
            "-keyout",
            path(name + ".key"), "-out", path(name + ".csr"))
        try ("basicConstraints=CA:FALSE\n" + (names.map { "subjectAltName=\($0)\n" } ?? "")).write(
            toFile: path("extensions"), atomically: true, encoding: .utf8)
        try openssl(
            "x509", "-req", "-in", path(name + ".csr"), "-CA", path(authority + ".pem"), "-CAkey",
            path(authority + ".key"), "-CAcreateserial", "-days", "\(days)", "-extfile", path("extensions"), "-out",
            path(name + ".pem"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path(name + ".key"))
    }

    /// Gives the server this certificate, and has it speak TLS from the next connection on. `clients` signs those whom it
    /// asks for a certificate.
    func install(_ name: String, on server: PostgresServer, clients: String? = nil) throws {
        let data = server.folder + "/data"
        let owner = try FileManager.default.attributesOfItem(atPath: data)
        var files = [(name + ".pem", "server.crt"), (name + ".key", "server.key")]
        if let clients { files.append((clients + ".pem", "clients.crt")) }
        for (from, to) in files {
            try Data(contentsOf: URL(filePath: path(from))).write(to: URL(filePath: data + "/" + to))
            // The server refuses a key that is another user's.
            try FileManager.default.setAttributes(
                [
                    .posixPermissions: 0o600, .ownerAccountID: owner[.ownerAccountID] ?? 0,
                    .groupOwnerAccountID: owner[.groupOwnerAccountID] ?? 0,
                ], ofItemAtPath: data + "/" + to)
        }
        try server.execute("ALTER SYSTEM SET ssl_ca_file = '\(clients == nil ? "" : "clients.crt")'")
        try server.execute("ALTER SYSTEM SET ssl = on")
        try server.command("settings")
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        let said = Pipe()
        process.standardError = said
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let words = try said.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(command: arguments[0], words: String(decoding: words, as: UTF8.self))
        }
    }

    struct Failure: Error {
        var command: String
        var words: String
    }
}
