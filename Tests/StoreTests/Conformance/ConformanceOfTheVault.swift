import Store
import StoreEngines
import Testing

struct ConformanceOfTheVault {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: Engine.allCases)
    func `another master key than the first is refused`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let first = try MasterKey.create(file: folder.path("first.key"), random: .seeded(1))
        let other = try MasterKey.create(file: folder.path("other.key"), random: .seeded(2))
        _ = try await Vault.open(database, master: first, random: .seeded(3))
        _ = try await Vault.open(database, master: first, random: .seeded(4))
        let error = await #expect(throws: StoreError.self) {
            try await Vault.open(database, master: other, random: .seeded(5))
        }
        #expect(error?.code == .wrongMasterKey)
    }

    @Test(arguments: Engine.allCases)
    func `a borrower's key is made once and opens what it sealed`(_ engine: Engine) async throws {
        let book = try await SampleBook.make(engine, in: folder)
        let vault = book.vault
        let box = try await book.database.write { session in
            #expect(try Keys.existing(borrower: 1, .profile, in: session, vault: vault)?.wrapped == nil)
            return try Keys.key(borrower: 1, .profile, in: session, vault: vault).seal([1, 2, 3], context: "leaf")
        }
        try await book.database.write { session in
            let again = try Keys.key(borrower: 1, .profile, in: session, vault: vault)
            #expect(try again.open(box, context: "leaf") == [1, 2, 3])
            let other = try Keys.key(borrower: 1, .record, in: session, vault: vault)
            #expect(throws: StoreError.self) { try other.open(box, context: "leaf") }
        }
        #expect(try await book.database.read { try $0.integer("SELECT count(*) FROM borrower_key") } == 2)
    }
}
