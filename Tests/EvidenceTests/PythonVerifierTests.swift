import Evidence
import Foundation
import Testing

/// Promise P6: a program that shares no code with Dunlin comes to the same word.
@Suite struct PythonVerifierTests {
    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first(
        where: FileManager.default.isExecutableFile(atPath:))

    @Test(.enabled(if: python != nil, "python3 is not installed"), arguments: [false, true])
    func `the independent verifier accepts a sound export and names the changed leaf`(
        withoutCryptography: Bool
    ) throws {
        let sample = try SampleExport(leaves: 3)
        #expect(try run(sample.file, sample, withoutCryptography).hasPrefix("VERIFIED: {"))

        var moved = sample
        moved.leaves[1].bytes[5] ^= 1
        #expect(
            try run(moved.file, sample, withoutCryptography)
                == "NOT VERIFIED: leaf 2: its bytes, index and proof do not lead to the checkpoint's root\n")
        var reworded = sample
        reworded.leaves[2].plainText[0] ^= 1
        #expect(
            try run(reworded.file, sample, withoutCryptography)
                == "NOT VERIFIED: leaf 3: the content is not what the leaf commits to\n")
        var short = sample
        short.leaves.remove(at: 1)
        #expect(
            try run(short.file, sample, withoutCryptography)
                == "NOT VERIFIED: leaf 2: its number is 3: a leaf is missing or out of order\n")
        var forged = sample
        forged.header.checkpoint = Array(
            String(decoding: sample.header.checkpoint, as: UTF8.self).replacing("\n15\n", with: "\n16\n").utf8)
        #expect(
            try run(forged.file, sample, withoutCryptography)
                == "NOT VERIFIED: checkpoint: the signature does not fit the text\n")
        #expect(
            try run(sample.file + [0x20], sample, withoutCryptography)
                == "NOT VERIFIED: the file is not in canonical form\n")
    }

    @Test(.enabled(if: python != nil, "python3 is not installed"))
    func `it finds the same fault with the packs, and reads what earlier versions wrote`() throws {
        let sound = try run(try SampleExport().file, try SampleExport())
        #expect(
            sound.contains(
                "{\"bytes\": \(SampleExport.house.utf8.count), \"hash\": \"\(SampleExport.hash(SampleExport.house))\", "
                    + "\"key\": \"house\", \"version\": \"1\"}"), "\(sound)")
        for (number, tampering) in PackTampering.all.enumerated() {
            let sample = try tampering.sample()
            let fault = #expect(throws: ExportFault.self, "\(number)") {
                try ExportFile.verify(sample.file, key: sample.signer.key)
            }
            let words = try run(sample.file, sample)
            // Both name the pack or leaf and say what is wrong; where the file's spelling is, in words of their own.
            #expect(words == "NOT VERIFIED: \(try #require(fault))\n" || tampering.isSpelling, "\(words)")
            #expect(words.hasPrefix("NOT VERIFIED: "), "\(words)")
        }
        let old = try EarlierExport()
        #expect(try run(old.file, key: old.key).hasPrefix("VERIFIED: {"))
        let second = try SampleExport(isLean: false)
        #expect(try run(second.file, second).hasPrefix("VERIFIED: {"))
    }

    private func run(_ file: [UInt8], _ sample: SampleExport, _ withoutCryptography: Bool = false) throws -> String {
        try run(file, key: sample.signer.key.description, withoutCryptography)
    }

    private func run(_ file: [UInt8], key: String, _ withoutCryptography: Bool = false) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dunlin-export-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let export = folder.appending(path: "export.json")
        try Data(file).write(to: export)
        let tool = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Tools/verify_evidence.py")
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.python))
        // -S leaves out installed packages, so that the verifier's own arithmetic is used.
        process.arguments =
            (withoutCryptography ? ["-S"] : []) + ["-B", tool.path, export.path, key]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
