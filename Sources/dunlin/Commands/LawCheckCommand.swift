import ArgumentParser
import Compliance
import Foundation
import Messaging
import Store

struct LawCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "Read packs and rules of texts, run their vectors, say what no rule judges, and what nobody has verified.",
        discussion: """
            Without a file: what is in force. With files: a lender's own packs and wording files before they are put \
            into law/; each fault with file, line, column and what mends it. Exit status 1 when there is a fault.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Files of packs, or of rules of texts, that are not in force yet.") var files: [String] = []
    @Flag(
        help: "One JSON document: {faults: [{file, line, column, what, fix}], packs, wording, vectors, …}.")
    var json = false

    func run() async throws {
        var faults: [Fault] = []
        var packs: [LawPack] = []
        var wording: [TextRules] = []
        let context: LawContext
        if files.isEmpty {
            let workplace = try await Workplace.open(options)
            let lender = try workplace.lender()
            (packs, wording) = (lender.law.packs, lender.wording)
            context = LawContext(zones: workplace.zones, book: lender.law)
        } else {
            for file in files {
                do {
                    let text = try LawCheck.text(of: file)
                    if LenderFiles.isWording(text) {
                        wording.append(try TextRules.parse(yaml: text, file: file))
                    } else {
                        packs.append(try LawPack.parse(yaml: text, file: file))
                    }
                } catch let error as LawPackError {
                    faults += error.faults.map(Fault.init)
                }
            }
            var law = try LawBook.builtIn()
            for pack in packs {
                do throws(LawPackError) {
                    law = try law.adding([pack])
                } catch {
                    faults += error.faults.map(Fault.init).map { LawCheck.located($0, pack.file) }
                }
            }
            context = LawContext(zones: ZoneFiles.zones, book: law)
        }
        let results = packs.flatMap { $0.vectorResults(context) }
        faults += results.compactMap { $0.fault }
        let review = LawReview(packs: packs, wording: wording, vectors: results.count, faults: faults.sorted())
        Output.text(json ? review.json : review.text)
        if !faults.isEmpty { throw ExitCode.failure }
    }

    /// A key that is taken is found out after reading, when only the key is known.
    private static func located(_ fault: Fault, _ file: String) -> Fault {
        Fault(file: file, line: fault.line, column: fault.column, what: fault.what, fix: fault.fix)
    }

    private static func text(of path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("\(path) could not be read", fix: "check that it is there and readable")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure("\(path) is not UTF-8", fix: "save it as UTF-8")
        }
        return text
    }
}

struct LawVectors: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vectors",
        abstract: "Run the cases beside the rules, and say of each what was expected and whether it holds.",
        discussion: "Exit status 1 when one does not hold.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "A pack's key; left out: all packs.") var pack: String?
    @Flag(help: "One JSON document: {vectors: [{rule, name, file, line, at, expected, holds, said}], failed}.")
    var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let law = try workplace.lender().law
        let context = LawContext(zones: workplace.zones, book: law)
        let results = try law.packs(named: pack).flatMap { $0.vectorResults(context) }
        Output.text(json ? LawReports.json(results) : LawReports.text(results))
        if results.contains(where: { $0.objection != nil }) { throw ExitCode.failure }
    }
}
