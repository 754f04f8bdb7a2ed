import Foundation
import Store
import Testing

struct MasterKeyTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var file: String { folder.path("master.key") }
    private static let good = Data(repeating: 5, count: 32).base64EncodedString()

    private func write(_ bytes: Data, mode: Int = 0o600) throws {
        try bytes.write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    }

    private func sameKey(_ a: MasterKey, _ b: MasterKey) -> Bool {
        Vault(master: a, random: .seeded(1)).lookup("x") == Vault(master: b, random: .seeded(1)).lookup("x")
    }

    @Test func `a key made is the key loaded, in a file of one line that only its owner reads`() throws {
        let made = try MasterKey.create(file: file, random: .seeded(1))
        #expect(sameKey(made, try MasterKey.load(file: file, environment: [:])))
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.count == 45)
        #expect(text.hasSuffix("=\n"))
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["master.key"])
    }

    @Test func `a key is never replaced`() throws {
        let first = try MasterKey.create(file: file, random: .seeded(1))
        let error = #expect(throws: StoreError.self) { try MasterKey.create(file: file, random: .seeded(2)) }
        #expect(error?.code == .masterKeyInvalid)
        #expect(sameKey(first, try MasterKey.load(file: file, environment: [:])))
    }

    @Test func `the environment wins over the file, and an empty variable does not count`() throws {
        let inFile = try MasterKey.create(file: file, random: .seeded(1))
        let given = try MasterKey.load(file: file, environment: [MasterKey.variable: Self.good])
        #expect(!sameKey(given, inFile))
        #expect(sameKey(given, try MasterKey.load(file: "/nowhere", environment: [MasterKey.variable: Self.good])))
        #expect(sameKey(inFile, try MasterKey.load(file: file, environment: [MasterKey.variable: ""])))
    }

    @Test func `a missing key is said to be missing`() {
        let error = #expect(throws: StoreError.self) { try MasterKey.load(file: file, environment: [:]) }
        #expect(error?.code == .masterKeyMissing)
        #expect(error?.place == file)
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o660, 0o620])
    func `a key that others may touch is refused`(_ mode: Int) throws {
        try write(Data(Self.good.utf8), mode: mode)
        let error = #expect(throws: StoreError.self) { try MasterKey.load(file: file, environment: [:]) }
        #expect(error?.code == .masterKeyExposed)
    }

    @Test(arguments: [
        "", "not base64!", Data(repeating: 5, count: 31).base64EncodedString(),
        Data(repeating: 5, count: 33).base64EncodedString(), String(repeating: "A", count: 5000), "\u{0}\u{1}\u{2}",
    ])
    func `a key that is none is refused without being told`(_ text: String) throws {
        try write(Data(text.utf8))
        let error = try #require(throws: StoreError.self) { try MasterKey.load(file: file, environment: [:]) }
        #expect(error.code == .masterKeyInvalid)
        #expect(text.isEmpty || !error.description.contains(text))
    }

    @Test(arguments: [" \(good)\n", "\(good)\r\n", "\n\(good)\n\n"])
    func `white space around a key does not matter`(_ text: String) throws {
        try write(Data(text.utf8))
        let key = try MasterKey.load(file: file, environment: [:])
        #expect(sameKey(key, try MasterKey.load(file: file, environment: [MasterKey.variable: Self.good])))
    }

    @Test func `a folder of that name is refused`() throws {
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        #expect(throws: StoreError.self) { try MasterKey.load(file: file, environment: [:]) }
    }

    @Test func `no folder for the key is an error that names it`() {
        let path = folder.path("absent/master.key")
        let error = #expect(throws: StoreError.self) { try MasterKey.create(file: path, random: .seeded(1)) }
        #expect(error?.place == path)
    }
}
