import Foundation
import Testing

/// A flag wins over the environment, the environment over the file, the file over the default.
struct PrecedenceTests {
    @Test(arguments: [
        ([String](), [String: String](), "json"), ([], ["DUNLIN_LOG_FORMAT": "text"], "text"),
        (["--log-format", "json"], ["DUNLIN_LOG_FORMAT": "text"], "json"), (["--log-format", "text"], [:], "text"),
    ])
    func `the format of logs`(flags: [String], environment: [String: String], format: String) async throws {
        let lender = try await Lender.with()
        try await lender.settings(port: 9)
        try lender.folder.replace("format: text", with: "format: json", in: "dunlin.yaml")
        // A new home says one line: that a key was made.
        let run = try await Run.of(
            Checkout.program,
            ["import", "--mapping", Checkout.mapping("en"), "book", "--home", "new", "--json", "--now", SmallBook.now]
                + flags,
            in: lender.folder.path, environment: environment)
        let lines = run.err.split(separator: "\n")
        #expect(lines.count == 1)
        let isJSON = lines.allSatisfy { $0.hasPrefix("{") }
        #expect(isJSON == (format == "json"), "\(run.err)")
        if isJSON { #expect(try JSONDocument(text: String(lines[0]))["level"].text == "notice") }
    }

    @Test func `the port of serve and the data folder`() async throws {
        let lender = try await Lender.with()
        try FileManager.default.moveItem(atPath: lender.folder[".dunlin"], toPath: lender.folder["moved"])
        try await lender.withCarrier { _ in
            // The file asks for a port that cannot be had: whoever is asked instead shows in what is said.
            try lender.folder.replace("host: 127.0.0.1     #", with: "host: 192.0.2.1     #", in: "dunlin.yaml")
            let fromFile = try await lender.dunlin("serve", "--home", "moved", "--now", SmallBook.now, within: 60)
            #expect(fromFile.code == 1)
            let environment = ["DUNLIN_LISTEN_HOST": "127.0.0.1", "DUNLIN_HOME": "moved"]
            try await lender.beside(["serve", "--now", SmallBook.now], environment: environment) { serve in
                let taken = try await serve.number(after: "listening port=")
                try FileManager.default.copyItem(atPath: lender.folder["moved"], toPath: lender.folder["second"])
                var more = environment
                more["DUNLIN_LISTEN_PORT"] = "\(taken)"
                let byEnvironment = try await lender.dunlin(
                    "serve", "--now", SmallBook.now, "--home", "second", environment: more, within: 60)
                #expect(byEnvironment.err.contains("the port \(taken) on 127.0.0.1 is in use"), "\(byEnvironment.err)")
                try await lender.beside(
                    ["serve", "--now", SmallBook.now, "--home", "second", "--port", "0"], environment: more
                ) { second in
                    let given = try await second.number(after: "listening port=")
                    #expect(given != taken)
                }
            }
        }
    }

    @Test(arguments: ["http", "99999"])
    func `a port that is none is refused, not replaced`(port: String) async throws {
        let lender = try await Lender.with()
        try await lender.settings(port: 9)
        let byEnvironment = try await lender.dunlin(
            "serve", "--now", SmallBook.now, environment: ["DUNLIN_LISTEN_PORT": port], within: 60)
        #expect(
            byEnvironment.code == 1 && byEnvironment.err.contains("listen.port is `\(port)`"), "\(byEnvironment.err)")
        try lender.folder.replace("port: 0", with: "port: \(port)", in: "dunlin.yaml")
        let byFile = try await lender.dunlin("serve", "--now", SmallBook.now, within: 60)
        #expect(byFile.code == 1 && byFile.err.contains("listen.port is `\(port)`"), "\(byFile.err)")
    }
}
