import ArgumentParser
import Evidence
import Foundation
import LoanBook
import Store

struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "The proof of what was sent, what was not, and why.",
        discussion: """
            The log lies in the data folder under evidence/, in the public tlog-tiles layout with signed checkpoints: \
            other people's verifiers work on it too.
            """,
        subcommands: [ExportEvidence.self, VerifyEvidence.self, AuditEvidence.self, EvidenceKeyCommand.self])
}

struct ExportEvidence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write one borrower's evidence to a file that a stranger can verify.",
        discussion: "The file holds personal data. Who exported it, and when, becomes part of the evidence.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "The lender's own borrower id.") var borrower: String
    @Option(help: "The portfolio, when the id stands in several.") var portfolio: String?
    @Option(help: "The file to write (default: evidence-ID.json in this folder, ID being the store's number).")
    var out: String?
    @Flag(help: "One JSON document: {file, leaves, unpublished, key}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        let found = try await store.findRecord(borrower, portfolio: portfolio)
        let publisher = try await EvidenceDesk.publisher(workplace, store)
        try await EvidenceDesk.recordReveal(of: found, how: "export", workplace, store)
        _ = try await publisher.publisher.publishInTurn()
        let path = out ?? "evidence-\(found.number).json"
        let written = try await EvidenceExport.write(
            borrower: found.number, to: path, database: store.database, directory: workplace.home.evidence,
            key: publisher.signer.key, vault: store.vault)
        if json {
            Output.line(
                JSONText.write(
                    .object([
                        ("file", .text(path)), ("leaves", .number(written.leaves)),
                        ("unpublished", .number(written.unpublished)), ("key", .text(publisher.signer.key.description)),
                    ])))
        } else {
            Output.line("\(written.leaves) leaves written to \(path)")
            Output.line(
                "Verify it anywhere: dunlin evidence verify \(path) --key '\(publisher.signer.key.description)'")
        }
    }
}

struct VerifyEvidence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check an exported file with the log's public key and nothing else.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The exported file.") var file: String
    @Option(help: "The public key as `dunlin evidence key` prints it, or a file that holds it.") var key: String
    @Flag(help: "One JSON document: {valid, leaves, first, last, tree_size, fault}.") var json = false

    func run() async throws {
        var text = key
        if let data = FileManager.default.contents(atPath: key) {
            text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let verifier: VerifierKey
        do { verifier = try VerifierKey(text: text) } catch {
            throw Failure(
                "--key is no verifier key: \(error)", fix: "give what `dunlin evidence key` prints, in quotes")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure("\(file): no such file, or not readable", fix: "name the exported file")
        }
        do {
            let report = try ExportFile.verify(Array(data), key: verifier)
            if json {
                Output.line(EvidenceReports.json(report))
            } else {
                Output.line(EvidenceReports.text(report))
            }
        } catch {
            if json {
                Output.line(JSONText.write(.object([("valid", .bool(false)), ("fault", .text("\(error)"))])))
            } else {
                Output.line("NOT VALID: \(error)")
            }
            throw ExitCode.failure
        }
    }
}

struct AuditEvidence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check the whole log against the store: every tile, leaf, seal and count.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "One JSON document: {valid, leaves, kinds, faults}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        let publisher = try await EvidenceDesk.publisher(workplace, store)
        let audit = try await EvidenceDesk.audit(workplace, store, key: publisher.signer.key)
        Output.line(json ? EvidenceReports.json(audit) : EvidenceReports.text(audit))
        if !audit.isSound { throw ExitCode.failure }
    }
}

struct EvidenceKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Print the log's public key, as a signed-note verifier key.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "One JSON document: {key}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        let key = try await EvidenceDesk.publisher(workplace, store).signer.key.description
        Output.line(json ? JSONText.write(.object([("key", .text(key))])) : key)
    }
}
