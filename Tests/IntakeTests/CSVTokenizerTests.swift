import LoanBook
import Testing

@testable import Intake

@Suite struct CSVTokenizerTests {
    /// Reads `text` cut into blocks of `block` bytes.
    private func records(_ text: String, block: Int, delimiter: UInt8 = UInt8(ascii: ",")) throws -> [Record] {
        var tokenizer = CSVTokenizer(delimiter: delimiter)
        var records: [Record] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: block) {
            try tokenizer.read(bytes[start..<min(start + block, bytes.count)], into: &records)
        }
        try tokenizer.finish(into: &records)
        return records
    }

    @Test(arguments: [
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,\n,b\n", [["a", ""], ["", "b"]]),
        ("\"a\",\"b\"\n", [["a", "b"]]),
        ("\"a,b\",c\n", [["a,b", "c"]]),
        ("\"a\"\"b\",c\n", [["a\"b", "c"]]),
        ("\"\"\"\"\n", [["\""]]),
        ("\"a\nb\",c\n", [["a\nb", "c"]]),
        ("\"a\r\nb\",c\r\n", [["a\r\nb", "c"]]),
        ("a\"b,c\n", [["a\"b", "c"]]),
        ("a\"b\",c\n", [["a\"b\"", "c"]]),
        ("\"a\"b,c\n", [["ab", "c"]]),
        ("\"a\" ,c\n", [["a ", "c"]]),
        ("a\rb,c\n", [["a\rb", "c"]]),
        ("a\r\r\nb\n", [["a\r"], ["b"]]),
        ("a\n\n\r\nb\n", [["a"], ["b"]]),
        ("\"\",\"\"\n", [["", ""]]),
        ("姓名,手机号\n王伟,１３８\n", [["姓名", "手机号"], ["王伟", "１３８"]]),
        ("a,b\r", [["a", "b"]]),
        ("", []),
    ])
    func `records are read alike however the file is cut into blocks`(text: String, fields: [[String]]) throws {
        for block in [1, 2, 3, 7, 4096] {
            #expect(try records(text, block: block).map(\.fields) == fields, "blocks of \(block)")
        }
    }

    @Test func `lines are physical lines, and a record's is the one on which it starts`() throws {
        let text = "h\n\"a\nb\"\nc\r\n\n\"d\"\"\ne\"\nf\n"
        for block in [1, 5, 4096] {
            #expect(try records(text, block: block).map(\.line) == [1, 2, 4, 6, 8])
        }
    }

    @Test(arguments: [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")])
    func `another delimiter makes commas data`(delimiter: UInt8) throws {
        let mark = String(decoding: [delimiter], as: UTF8.self)
        let found = try records("1,5\(mark)b\n", block: 4096, delimiter: delimiter)
        #expect(found.map(\.fields) == [["1,5", "b"]])
    }

    @Test(arguments: [1, 64, 4096])
    func `a quote that is never closed names the line on which it was opened`(block: Int) {
        #expect(throws: CSVTokenizer.Fault.unterminatedQuote(line: 3)) {
            try records("a,b\nc,d\ne,\"f\ng\nh", block: block)
        }
    }

    @Test func `fields and records have limits`() {
        let field = String(repeating: "x", count: CSVTokenizer.greatestFieldBytes + 1)
        #expect(throws: CSVTokenizer.Fault.fieldTooLong(line: 2)) { try records("a\n\(field)\n", block: 4096) }
        #expect(throws: CSVTokenizer.Fault.fieldTooLong(line: 2)) {
            try records("a\n\"\n\(field)\"\n", block: 4096)
        }
        let record = String(repeating: String(repeating: "x", count: 1000) + ",", count: 1100)
        #expect(throws: CSVTokenizer.Fault.recordTooLong(line: 2)) { try records("a\n\(record)\n", block: 4096) }
    }

    @Test func `a NUL byte is no text`() {
        #expect(throws: CSVTokenizer.Fault.nulByte(line: 2)) { try records("a\nb\0c\n", block: 4096) }
        #expect(throws: CSVTokenizer.Fault.nulByte(line: 3)) { try records("a\n\"b\n\0c\"\n", block: 4096) }
    }
}
