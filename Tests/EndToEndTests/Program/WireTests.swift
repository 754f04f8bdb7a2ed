import Foundation
import Testing

struct WireTests {
    /// A bind, and a text to 8613800138000.
    private static let digits = """
        # written down from a log
        00000024 00000009 00000000 00000001 6c656e64657200 7333637233743900 00 34 00 00 00
        00000037 00000004 00000000 00000002 00 0500 4c454e44455200 0101 3836313338303031333830303000
        00 00 00 00 00 01 00 00 00 03 4f7765
        """

    private func run(_ digits: String, _ arguments: String...) async throws -> Run {
        let lender = try Lender()
        let file = lender.folder.path + "/digits"
        try digits.write(toFile: file, atomically: true, encoding: .utf8)
        return try await lender.run(["wire", "--hex"] + arguments + [file])
    }

    @Test func `what a support desk gets holds no number, no text and no password`() async throws {
        let text = try await run(Self.digits)
        let json = try await run(Self.digits, "--json")
        for run in [text, json] {
            #expect(run.code == 0, "\(run.err)")
            #expect(run.out.contains("*********8000") && run.out.contains("submit_sm") && run.out.contains("LENDER"))
            for secret in ["8613800138000", "Owe", "s3cr3t", "4f 77 65"] { #expect(!run.out.contains(secret)) }
        }
        #expect(json.out.split(separator: "\n").allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
    }

    @Test func `revealing says what it does, and never shows a password`() async throws {
        let run = try await run(Self.digits, "--reveal", "--protocol", "smpp")
        #expect(run.code == 0)
        #expect(run.out.contains("8613800138000") && run.out.contains("\"Owe\""))
        #expect(run.err.contains("borrowers' numbers"))
        #expect(!run.out.contains("s3cr3t"))
    }

    @Test func `what is no capture and what is of no protocol are told apart`() async throws {
        let lender = try Lender()
        let file = lender.folder.path + "/words"
        try "just some words, and not few of them".write(toFile: file, atomically: true, encoding: .utf8)
        let capture = try await lender.run(["wire", file])
        #expect(capture.code == 1 && capture.err.contains("neither pcap nor pcapng"))
        #expect(try await lender.run(["wire", "--hex", file]).err.contains("line 1: not hexadecimal digits"))
        let none = try await run("dead beef dead beef")
        #expect(none.code == 1 && none.err.contains("none of the four protocols"))
    }
}
