import CivilTime
import Foundation
import Gateways
import Messaging
import Testing

@Suite(
    .timeLimit(.minutes(1)),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "the openssl command is not here"))
struct TLSTests {
    /// A certificate for 127.0.0.1 that it signed itself, in a folder that goes with the test.
    private func withCertificate(_ body: (CarrierSimulator.TLS) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let files = CarrierSimulator.TLS(
            certificateFile: folder.appendingPathComponent("c.pem").path,
            keyFile: folder.appendingPathComponent("k.pem").path)
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj",
            "/CN=carrier", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", files.keyFile, "-out",
            files.certificateFile,
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0)
        try await body(files)
    }

    private func route(_ port: Int, _ tls: SMPPRouteSettings.TLS?) -> SMPPRouteSettings {
        var settings = SMPPRouteSettings(name: "tls", host: "127.0.0.1", port: port, systemID: "a", password: "b")
        settings.reconnect = .init(first: .milliseconds(2), longest: .milliseconds(20))
        settings.drainLimit = .milliseconds(200)
        settings.tls = tls
        return settings
    }

    @Test func `texts and receipts travel over TLS`() async throws {
        try await withCertificate { files in
            let carrier = try CarrierSimulator(time: .virtual(start: noon), tls: files)
            let port = try await carrier.start()
            try await withGateway(route(port, .init(caFile: files.certificateFile))) { rig in
                await rig.bound()
                await rig.send(0..<300)
                #expect(await rig.receipts(300).accepted.count == 300)
            }
            await carrier.stop()
        }
    }

    @Test func `a certificate nobody vouches for is refused in clear words`() async throws {
        try await withCertificate { files in
            let carrier = try CarrierSimulator(time: .virtual(start: noon), tls: files)
            let port = try await carrier.start()
            try await withGateway(route(port, .init())) { rig in
                let events = await rig.events { !$0.links.isEmpty }
                #expect(events.links[0].up == false)
                #expect(events.links[0].words.contains("TLS failed"))
            }
            #expect(await carrier.counts().binds == 0)
            await carrier.stop()
        }
    }

    @Test func `files that hold no certificate are named`() async throws {
        #expect(throws: CarrierSimulatorError.self) {
            try CarrierSimulator(
                time: .virtual(start: noon), tls: .init(certificateFile: #filePath, keyFile: #filePath))
        }
        let settings = route(1, .init(caFile: "/no/such/file.pem"))
        #expect(throws: RouteError.self) { try CarrierGateway(settings: .smpp(settings), clock: .fixed(noon), seed: 1) }
    }
}
