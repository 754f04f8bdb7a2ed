import CivilTime
import Store
import Testing

struct BorrowerProfileTests {
    @Test(arguments: ["", "张伟", "Maria de la Cruz", "🪿", "北京晨禾科技有限公司"], [nil, -25_567, 0, 20_000] as [Int32?])
    func `a profile decodes to what was encoded`(_ name: String, _ days: Int32?) throws {
        let profile = BorrowerProfile(name: name, birthDate: days.map { CivilDate(daysSinceEpoch: $0) })
        #expect(try BorrowerProfile(decoding: profile.encode()) == profile)
    }

    @Test func `the bytes of version 1 never change`() {
        let profile = BorrowerProfile(name: "Al", birthDate: CivilDate(daysSinceEpoch: 258))
        #expect(profile.encode() == [1, 0, 0, 1, 2, 65, 108])
        #expect(BorrowerProfile(name: "", birthDate: nil).encode() == [1, 128, 0, 0, 0])
    }

    @Test(arguments: [[], [1], [1, 0, 0, 0], [2, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0xFF]] as [[UInt8]])
    func `bytes of another form are refused`(_ bytes: [UInt8]) {
        let error = #expect(throws: StoreError.self) { try BorrowerProfile(decoding: bytes) }
        #expect(error?.code == .unreadableRow)
    }
}
