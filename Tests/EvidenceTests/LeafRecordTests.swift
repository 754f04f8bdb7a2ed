import Evidence
import Testing

@Suite struct LeafRecordTests {
    let salt = [UInt8](repeating: 5, count: LeafContent.saltLength)
    let content = LeafContent(
        at_ms: 1_763_668_800_123, kind: .attempt,
        borrower: .init(portfolio: "north", reference: "B-17", number: 3),
        record: .object([("text", "Pay \"now\""), ("attempt", 9)]))

    func leaf(box: [UInt8], plain: [UInt8]) -> LeafRecord {
        LeafRecord(
            id: [UInt8](0..<16), at_ms: 1_763_668_800_123, commitment: LeafContent.commitment(plain), kind: .attempt,
            box: box)
    }

    @Test func `the content is canonical and names its borrower and number`() throws {
        let plain = try content.plainText(salt: salt)
        #expect(
            String(decoding: plain.dropFirst(16), as: UTF8.self)
                == #"{"at":1763668800123,"borrower":"B-17","kind":"attempt","number":3,"portfolio":"north","#
                + #""record":{"attempt":9,"text":"Pay \"now\""}}"#)
        let read = try LeafContent(plainText: plain, of: leaf(box: [], plain: plain))
        #expect(read.borrower == content.borrower && read.record["attempt"]?.integer == 9)
    }

    @Test func `a leaf is laid out as documented, and reads back`() throws {
        let plain = try content.plainText(salt: salt)
        let leaf = leaf(box: [0xaa, 0xbb], plain: plain)
        let bytes = try leaf.encode()
        #expect(bytes.count == 1 + 16 + 8 + 32 + 1 + 7 + 2)
        #expect(bytes[0] == 1 && Array(bytes[1..<17]) == [UInt8](0..<16) && bytes[57] == 7)
        #expect(String(decoding: bytes[58..<65], as: UTF8.self) == "attempt")
        #expect(try LeafRecord(decoding: bytes) == leaf)
        let early = LeafRecord(
            id: leaf.id, at_ms: -1, commitment: leaf.commitment, kind: leaf.kind, box: [])
        #expect(try LeafRecord(decoding: early.encode()).at_ms == -1)
    }

    @Test func `what stands outside the seal tells of nobody`() throws {
        let plain = try content.plainText(salt: salt)
        let outside = try String(decoding: leaf(box: [], plain: plain).encode(), as: UTF8.self)
        #expect(!outside.contains("B-17") && !outside.contains("north") && !outside.contains("Pay"))
    }

    @Test func `content, kind or time other than the leaf's is found`() throws {
        let plain = try content.plainText(salt: salt)
        for at in plain.indices {
            var changed = plain
            changed[at] ^= 1
            #expect(throws: LeafFault.commitment) {
                try LeafContent(plainText: changed, of: leaf(box: [], plain: plain))
            }
        }
        let later = LeafRecord(
            id: [], at_ms: 1, commitment: LeafContent.commitment(plain), kind: .attempt, box: [])
        #expect(throws: LeafFault.field("at")) { try LeafContent(plainText: plain, of: later) }
        let other = LeafRecord(
            id: [], at_ms: content.at_ms, commitment: LeafContent.commitment(plain), kind: .reply, box: [])
        #expect(throws: LeafFault.field("kind")) { try LeafContent(plainText: plain, of: other) }
    }

    @Test func `a leaf has a limit`() throws {
        let room = LeafRecord.longest_bytes - 58 - 7
        let most = leaf(box: [UInt8](repeating: 1, count: room), plain: [])
        #expect(try most.encode().count == 65_535)
        #expect(throws: LeafFault.tooLong(bytes: 65_536, limit: 65_535)) {
            try leaf(box: [UInt8](repeating: 1, count: room + 1), plain: []).encode()
        }
        #expect(throws: LeafFault.tooLong(bytes: 65_536, limit: 65_535)) {
            try LeafRecord(decoding: [UInt8](repeating: 1, count: 65_536))
        }
    }

    @Test func `every prefix that cuts the frame is refused, and so are unknown versions and kinds`() throws {
        let bytes = try leaf(box: [], plain: []).encode()
        for count in 0..<bytes.count {
            #expect(throws: LeafFault.cutShort(bytes: count)) { try LeafRecord(decoding: Array(bytes.prefix(count))) }
        }
        #expect(throws: LeafFault.version(2)) { try LeafRecord(decoding: [2] + bytes.dropFirst()) }
        for word in ["", "A", "two words", "é", String(repeating: "a", count: 33)] {
            let changed = bytes.prefix(57) + [UInt8(word.utf8.count)] + Array(word.utf8)
            #expect(throws: LeafFault.kind) { try LeafRecord(decoding: Array(changed)) }
        }
    }
}
