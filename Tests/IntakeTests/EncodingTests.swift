import Foundation
import LoanBook
import StoreEngines
import Testing

@testable import Intake

@Suite(.everyEngine) struct EncodingTests {
    static let text = "姓名,手机号\r\n王伟,１３８\r\n\"𠮷田\n\",x\r\n"
    static let fields = [["王伟", "１３８"], ["𠮷田\n", "x"]]

    private func read(_ bytes: [UInt8], _ encoding: TextEncoding) throws -> (header: [String], rows: [Record]) {
        let folder = try TemporaryFolder()
        let path = try folder.write("t.csv", bytes)
        let reader = try TableReader(path: path, name: "t.csv", encoding: encoding, delimiter: UInt8(ascii: ","))
        var rows: [Record] = []
        while let block = try reader.next() { rows += block }
        return (reader.header, rows)
    }

    private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit in
            let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return bigEndian ? bytes : bytes.reversed()
        }
    }

    /// 姓名,手机号 / 王伟,１３８ / 𠮷田 in GB18030; the last has a character of four bytes.
    private static let gb18030: [UInt8] =
        [0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xCA, 0xD6, 0xBB, 0xFA, 0xBA, 0xC5, 0x0D, 0x0A]
        + [0xCD, 0xF5, 0xCE, 0xB0, 0x2C, 0xA3, 0xB1, 0xA3, 0xB3, 0xA3, 0xB8, 0x0D, 0x0A]
        + [0x22, 0x95, 0x34, 0xB2, 0x35, 0xCC, 0xEF, 0x0A, 0x22, 0x2C, 0x78, 0x0D, 0x0A]

    @Test(arguments: [
        (TextEncoding.utf8, Array(text.utf8)), (.utf8, [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
        (.gb18030, gb18030), (.utf16LittleEndian, utf16(text, bigEndian: false)),
        (.utf16BigEndian, utf16(text, bigEndian: true)), (.utf16, [0xFF, 0xFE] + utf16(text, bigEndian: false)),
        (.utf16, [0xFE, 0xFF] + utf16(text, bigEndian: true)),
        (.utf16LittleEndian, [0xFF, 0xFE] + utf16(text, bigEndian: false)),
    ])
    func `every encoding gives the same records`(encoding: TextEncoding, bytes: [UInt8]) throws {
        let (header, rows) = try read(bytes, encoding)
        #expect(header == ["姓名", "手机号"])
        #expect(rows.map(\.fields) == Self.fields)
        #expect(rows.map(\.line) == [2, 3])
    }

    @Test func `UTF-16 without a mark needs its order said`() {
        #expect(throws: IntakeError.self) { try read(Self.utf16(Self.text, bigEndian: true), .utf16) }
    }

    @Test func `characters that a block cuts in two are whole again`() throws {
        let rows = (0..<20_000).map { "第\($0)行,𠮷\($0 % 7 == 0 ? "x" : "")" }
        let (header, records) = try read(Array(("a,b\n" + rows.joined(separator: "\n")).utf8), .utf8)
        #expect(header == ["a", "b"])
        #expect(records.map { $0.fields.joined(separator: ",") } == rows)
    }

    @Test func `memory is bounded by the block, not by the file`() throws {
        let folder = try TemporaryFolder()
        let row = String(repeating: "x", count: 99) + "\n"
        let path = try folder.write("t.csv", "a\n" + String(repeating: row, count: 20_000))
        let reader = try TableReader(path: path, name: "t.csv", encoding: .utf8, delimiter: UInt8(ascii: ","))
        var most = 0
        var all = 0
        while let block = try reader.next() {
            most = max(most, block.count)
            all += block.count
        }
        #expect(all == 20_000)
        #expect(most <= ByteFile.blockBytes / 100 + 1)
    }
}
