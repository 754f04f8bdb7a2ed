import ArgumentParser
import Evidence
import Foundation
import SettingsFiles

struct VerifyEvidence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check an exported file with the log's public key and nothing else.",
        discussion: """
            Whoever trusts a witness or a time-stamping authority names it too: then its word must be in the file, and \
            sound.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The exported file.") var file: String
    @Option(help: "The public key as `dunlin evidence key` prints it, or a file that holds it.") var key: String
    @Option(help: "The verifier key of a witness, or a file that holds it; may be given several times.")
    var witness: [String] = []
    @Option(
        help: ArgumentHelp(
            "A PEM file with certificates under which a time-stamp must stand; may be given several times.",
            valueName: "pem"))
    var timestamps: [String] = []
    @Flag(
        help: """
            One JSON document: {valid, leaves, first, last, tree_size, closed, cosignatures, time_stamps, packs, fault}.
            """)
    var json = false

    func run() async throws {
        let verifier = try Self.key(key, "--key", .signature, fix: "give what `dunlin evidence key` prints, in quotes")
        let witnesses = try witness.map {
            try Self.key($0, "--witness", .cosignature, fix: "give the witness's verifier key, in quotes")
        }
        let anchors = try timestamps.map { path in
            do { return try EvidenceFile.anchors(path) } catch {
                throw Failure("--timestamps \(path): \(error)", fix: "name a PEM file")
            }
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure("\(file): no such file, or not readable", fix: "name the exported file")
        }
        do {
            let report = try ExportFile.verify(Array(data), key: verifier, witnesses: witnesses)
            var stamps: [EvidenceReports.Dated] = []
            for anchors in anchors { stamps.append(try await Self.dated(report, anchors)) }
            Output.line(json ? EvidenceReports.json(report, stamps) : EvidenceReports.text(report, stamps))
        } catch {
            if json {
                Output.line(JSONText.write(.object([("valid", .bool(false)), ("fault", .text("\(error)"))])))
            } else {
                Output.line("NOT VALID: \(error)")
            }
            throw ExitCode.failure
        }
    }

    private static func key(
        _ given: String, _ option: String, _ kind: VerifierKey.Kind, fix: String
    ) throws -> VerifierKey {
        var text = given
        if let data = FileManager.default.contents(atPath: given) {
            text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        do { return try VerifierKey(text: text, kind) } catch {
            throw Failure("\(option) is no verifier key: \(error)", fix: fix)
        }
    }

    /// The earliest sound time-stamp of the file under these certificates; throws why there is none.
    private static func dated(_ report: ExportReport, _ anchors: TimeStampAnchors) async throws -> EvidenceReports.Dated
    {
        var found: EvidenceReports.Dated?
        var fault: (any Error)?
        for stamp in report.timeStamps {
            do {
                let proof = try await TimeStampToken(der: stamp.token).verify(
                    of: Array(report.checkpointText.utf8), anchors: anchors)
                if proof.at_ms < found?.proof.at_ms ?? .max { found = (stamp.authority, proof) }
            } catch { fault = fault ?? ExportFault(place: .timeStamp(stamp.authority), what: "\(error)") }
        }
        if let found { return found }
        throw fault ?? ExportFault(place: .end, what: "it holds no time-stamp")
    }
}
