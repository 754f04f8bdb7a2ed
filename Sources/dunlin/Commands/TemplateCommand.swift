import ArgumentParser
import Compliance
import Foundation
import Messaging

struct TemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "The texts: which there are, how one reads at its shortest and longest, and what is wrong in a file.",
        subcommands: [TemplateList.self, TemplateShow.self, TemplateLint.self], defaultSubcommand: TemplateList.self)
}

struct TemplateList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Every template: purpose, tone, languages, and segments at its shortest and longest.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "Only texts in this language, such as en or zh-Hans.") var language: String?
    @Flag(
        help: "One JSON document: {templates: [{key, language, purpose, tone, version, reviewed, shortest, longest}]}.")
    var json = false

    func run() async throws {
        let set = try await Workplace.open(options).lender().templates
        let language = try TemplateReports.language(language)
        let templates = set.templates.filter { language == nil || $0.language == language }
        Output.text(json ? TemplateReports.json(templates) : TemplateReports.list(templates))
    }
}

struct TemplateShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "One template: its text, its variables, and how it reads with the shortest and the longest values.",
        discussion: "The values are made up. The longest has a collector's first disclosure.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The template's key.") var key: String
    @Option(help: "Only the text in this language, such as en or zh-Hans.") var language: String?
    @Flag(help: "One JSON document: {templates: [{key, language, …, text, variables, shortest, longest}]}.")
    var json = false

    func run() async throws {
        let set = try await Workplace.open(options).lender().templates
        let language = try TemplateReports.language(language)
        let templates = set.templates.filter { $0.key == key && (language == nil || $0.language == language) }
        guard !templates.isEmpty else {
            let near = Nearest.name(to: key, among: set.templates.map(\.key))
            throw Failure(
                "there is no template `\(key)`" + (language.map { " in \($0.rawValue)" } ?? ""),
                fix: near.map { "did you mean `\($0)`?" } ?? "`dunlin template list` names them all")
        }
        if json {
            Output.text(TemplateReports.json(templates, withTexts: true))
        } else {
            Output.text(templates.map(TemplateReports.preview).joined(separator: "\n"))
        }
    }
}

struct TemplateLint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "What is wrong in texts: required elements, forbidden words with the place, and what a text costs.",
        discussion: """
            Without a file: the texts in force. With files: template files before they are put into templates/, with the \
            lender's own text rules of law/ and the built-in ones. Exit status 1 when there is a fault; what would make \
            a text cheaper is advice and no fault.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Template files that are not in force yet.") var files: [String] = []
    @Flag(help: "One JSON document: {faults: [{file, line, column, what, fix}], advice: [{key, language, what}]}.")
    var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let lenderFiles = LenderFiles(zones: workplace.zones, settingsFile: workplace.settings.configFile)
        var faults: [Fault] = []
        var templates: [Template] = []
        do {
            let own = try lenderFiles.onDisk()
            let texts = try files.isEmpty ? own.files("templates") : files.map { ($0, try TemplateReports.text($0)) }
            let set = try TemplateSet.parse(files: texts)
            templates = set.templates
            faults = try LenderFiles.textRules(own).faults(in: set)
        } catch let error as Faults {
            faults = error.list
        } catch let error as LawPackError {
            faults = error.faults.map(Fault.init)
        }
        Output.text(
            json
                ? TemplateReports.lintJSON(faults.sorted(), templates)
                : TemplateReports.lint(faults.sorted(), templates))
        if !faults.isEmpty { throw ExitCode.failure }
    }
}
