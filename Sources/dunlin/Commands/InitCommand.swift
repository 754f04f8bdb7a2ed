import ArgumentParser
import Foundation

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a lender's files to start from: settings, routes, strategy, templates, mappings.",
        discussion: "Files that are there already are left alone and named.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The folder to write to.")
    var folder = "."

    func run() async throws {
        var files = [("dunlin.yaml", BuiltInFiles.settings), ("routes.yaml", BuiltInFiles.routes)]
        files += BuiltInFiles.strategies.map { ("strategies/" + $0.name, $0.text) }
        files += BuiltInFiles.templates.map { ("templates/" + $0.name, $0.text) }
        files += [
            ("mappings/example.us.yaml", BuiltInFiles.demoMappings.0),
            ("mappings/example.cn.yaml", BuiltInFiles.demoMappings.1),
        ]
        for (name, text) in files {
            let path = folder + "/" + name
            if FileManager.default.fileExists(atPath: path) {
                Output.line("left alone  \(path)")
                continue
            }
            do {
                try FileManager.default.createDirectory(
                    atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
            } catch {
                throw Failure("\(path) could not be written", fix: "check the folder and its permissions")
            }
            Output.line("written     \(path)")
        }
        Output.line("Next: change dunlin.yaml to your portfolios, then run: dunlin check")
    }
}
