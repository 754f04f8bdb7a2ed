import ArgumentParser
import Countersigning
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
        subcommands: [
            ExportEvidence.self, VerifyEvidence.self, AuditEvidence.self, PublishEvidence.self, WitnessEvidence.self,
            EvidenceKeyCommand.self,
        ])
}

struct ExportEvidence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write one borrower's evidence to a file that a stranger can verify.",
        discussion: """
            The file holds personal data. That it was made, and how many leaves it has, becomes part of the evidence. \
            Witnesses and time-stamping authorities of dunlin.yaml are asked to countersign the checkpoint first; one \
            that does not answer does not stop the export.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "The lender's own borrower id.") var borrower: String
    @Option(help: "The portfolio, when the id stands in several.") var portfolio: String?
    @Option(help: "The file to write (default: evidence-ID.json in this folder, ID being the store's number).")
    var out: String?
    @Flag(help: "One JSON document: {file, leaves, after, key, countersigned}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        let found = try await store.findRecord(borrower, portfolio: portfolio)
        let path = out ?? "evidence-\(found.number).json"
        let export = try await EvidenceDesk.export(found, to: path, workplace, store)
        if json {
            Output.line(
                JSONText.write(
                    .object([
                        ("file", .text(path)), ("leaves", .number(export.written.leaves)),
                        ("after", .number(export.written.after)), ("key", .text(export.key.description)),
                        ("countersigned", EvidenceReports.json(export.round)),
                    ])))
        } else {
            Output.line("\(export.written.leaves) leaves written to \(path)")
            Output.text(EvidenceReports.text(export.round))
            Output.line("Verify it anywhere: dunlin evidence verify \(path) --key '\(export.key.description)'")
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

struct PublishEvidence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Bring this data folder's copy of the log up to date, and sign it.",
        discussion: """
            `send`, `serve` and `export` do so by themselves. Of several nodes one publishes; another one's folder is \
            brought up to date by this, before an audit there.
            """)

    @OptionGroup var options: GlobalOptions
    @Flag(help: "One JSON document: {leaves, added, root}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        let publisher = try await EvidenceDesk.publisher(workplace, store).publisher
        let published = try await publisher.publishInTurn()
        try await publisher.writeCountersignedInTurn()
        guard json else {
            return Output.line(
                "\(published.size) leaves under a signed checkpoint, \(published.added) of them new here")
        }
        Output.line(
            JSONText.write(
                .object([
                    ("leaves", .number(published.size)), ("added", .number(published.added)),
                    ("root", .text(Base64.encode(published.root.bytes))),
                ])))
    }
}

struct WitnessEvidence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Have the log countersigned now by the witnesses and time-stamping authorities of dunlin.yaml.",
        discussion: "`serve` does so every hour, `send` at its end. Ends with an error when one of them did not sign.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "One JSON document: {leaves, countersigned: [{name, kind, signed, at, words}]}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        let publisher = try await EvidenceDesk.publisher(workplace, store).publisher
        guard let round = try await EvidenceDesk.countersign(workplace, publisher) else {
            throw Failure(
                "dunlin.yaml names no witness and no time-stamping authority",
                fix: "name one under evidence: see Documentation/evidence.md")
        }
        if json {
            Output.line(
                JSONText.write(
                    .object([("leaves", .number(round.size)), ("countersigned", EvidenceReports.json(round))])))
        } else {
            Output.text("\(round.size) leaves\n" + EvidenceReports.text(round))
        }
        if !round.isWhole { throw ExitCode.failure }
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
