import Store
import Testing

struct VaultTests {
    private let vault: Vault

    init() throws {
        let folder = try TemporaryFolder()
        let master = try MasterKey.create(
            file: folder.path("k"), random: RandomSource { Array(repeating: 5, count: $0) })
        vault = Vault(master: master, random: .seeded(9))
    }

    /// Computed by another program: HMAC-SHA256 cut to 16 bytes, under HKDF-SHA256 of 32 bytes of 5, no salt.
    @Test func `look-ups and digests are what the formula says, for ever`() {
        #expect(hex(vault.lookup("+8613800138000").written) == "57400e4525f429d9bf88ec129af3a5bb")
        #expect(hex(vault.digest([1, 2, 3]).written) == "b0b38785ce16a46eee5ddb790afd75aa")
    }

    @Test func `two texts have two look-ups`() {
        #expect(vault.lookup("+8613800138000") != vault.lookup("+8613800138001"))
        #expect(vault.lookup("") != vault.lookup(" "))
        #expect(vault.lookup("a").written.count == Vault.lookupLength)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 1000])
    func `what is sealed opens again, and twice sealed looks twice different`(_ length: Int) throws {
        let key = try vault.newKey(borrower: 1, retention: .profile)
        let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let box = try key.seal(plain, context: "leaf")
        #expect(try key.open(box, context: "leaf") == plain)
        #expect(try key.seal(plain, context: "leaf") != box)
        #expect(box.count == length + 28)
    }

    @Test func `a box opens only under its own context`() throws {
        let key = try vault.newKey(borrower: 1, retention: .profile)
        let box = try key.seal([1], context: "profile")
        let error = #expect(throws: StoreError.self) { try key.open(box, context: "leaf") }
        #expect(error?.code == .brokenSeal)
    }

    @Test func `any changed or missing byte breaks the seal`() throws {
        let key = try vault.newKey(borrower: 1, retention: .profile)
        let box = try key.seal([1, 2, 3], context: "leaf")
        for index in box.indices {
            var changed = box
            changed[index] ^= 1
            #expect(throws: StoreError.self) { try key.open(changed, context: "leaf") }
            #expect(throws: StoreError.self) { try key.open(Array(box[..<index]), context: "leaf") }
        }
        #expect(throws: StoreError.self) { try key.open(box + [0], context: "leaf") }
    }

    @Test func `a wrapped key opens for its own borrower and class only`() throws {
        let key = try vault.newKey(borrower: 1, retention: .record)
        let box = try key.seal([9], context: "leaf")
        let again = try vault.unwrap(key.wrapped, borrower: 1, retention: .record)
        #expect(try again.open(box, context: "leaf") == [9])
        #expect(throws: StoreError.self) { try vault.unwrap(key.wrapped, borrower: 2, retention: .record) }
        #expect(throws: StoreError.self) { try vault.unwrap(key.wrapped, borrower: 1, retention: .profile) }
        #expect(throws: StoreError.self) { try vault.unwrap([], borrower: 1, retention: .record) }
        #expect(throws: StoreError.self) { try vault.unwrap([2] + key.wrapped[1...], borrower: 1, retention: .record) }
    }

    @Test func `no two new keys are the same, and none holds its secret in the clear`() throws {
        let random = RandomSource { Array(repeating: 7, count: $0) }
        let folder = try TemporaryFolder()
        let vault = Vault(master: try MasterKey.create(file: folder.path("k"), random: random), random: random)
        let wrapped = try vault.newKey(borrower: 1, retention: .profile).wrapped
        #expect(!wrapped.dropFirst(13).contains([UInt8](repeating: 7, count: 8)))
        let keys = try (0..<100).map { _ in try self.vault.newKey(borrower: 1, retention: .profile).wrapped }
        #expect(Set(keys).count == 100)
    }

    @Test func `the store's own seal opens with the same master only`() throws {
        let box = try vault.sealStore([4, 5], context: "reply")
        #expect(try vault.openStore(box, context: "reply") == [4, 5])
        #expect(throws: StoreError.self) { try vault.openStore(box, context: "revision") }
        let folder = try TemporaryFolder()
        let other = Vault(master: try MasterKey.create(file: folder.path("k"), random: .seeded(1)), random: .seeded(1))
        #expect(throws: StoreError.self) { try other.openStore(box, context: "reply") }
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
