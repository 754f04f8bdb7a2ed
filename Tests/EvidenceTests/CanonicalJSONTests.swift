import Evidence
import Testing

@Suite struct CanonicalJSONTests {
    @Test func `names are sorted by bytes, and nothing is written that need not be`() throws {
        let value = LeafValue.object([
            ("b", 2), ("a", .list([.null, true, false, -1, "x"])), ("é", "\u{1F426}"), ("Z", .object([])),
            ("aa", "\"\\/\n\r\t\u{8}\u{c}\u{0}\u{1f}\u{7f}"),
        ])
        let text = #"{"Z":{},"a":[null,true,false,-1,"x"],"aa":"\"\\/\n\r\t\b\f\u0000\u001f"#
        let bytes = try CanonicalJSON.encode(value)
        #expect(String(decoding: bytes, as: UTF8.self) == text + "\u{7f}\",\"b\":2,\"é\":\"\u{1F426}\"}")
        #expect(try CanonicalJSON.encode(CanonicalJSON.decode(bytes)) == bytes)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, Int64.max]) func `integers keep every digit`(integer: Int64) throws {
        let bytes = try CanonicalJSON.encode(.integer(integer))
        #expect(String(decoding: bytes, as: UTF8.self) == "\(integer)")
        #expect(try CanonicalJSON.decode(bytes).integer == integer)
    }

    @Test func `a name that comes twice is refused`() {
        #expect(throws: LeafFault.fieldTwice("a")) {
            try CanonicalJSON.encode(.object([("a", 1), ("b", 1), ("a", 2)]))
        }
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "]", "\"", "{}}", "{} ", " {}", "[1,]", "[,1]", "[1 ,2]", "{\"a\":1,}",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":1}", "01", "-0", "+1", "1.0", "1e3", "9223372036854775808", "nul", "True", "\"\\/\"",
        "\"\\u0041\"",
        "\"\\u000A\"", "\"\\n", "\"\\", "\"\\u00", "\"\\x\"", "\"\u{1}\"", "\"a\nb\"", "{\"a\"}", "{a:1}", "-", "[1]x",
    ]) func `every other spelling is refused`(text: String) {
        #expect(throws: LeafFault.self) { try CanonicalJSON.decode(Array(text.utf8)) }
    }

    @Test func `broken UTF-8 and depth without end are refused`() {
        #expect(throws: LeafFault.notCanonical(byte: 0)) { try CanonicalJSON.decode([0x22, 0xff, 0x22]) }
        #expect(throws: LeafFault.notCanonical(byte: 0)) { try CanonicalJSON.decode([0x22, 0xed, 0xa0, 0x80, 0x22]) }
        #expect(throws: LeafFault.tooDeep(limit: 32)) {
            try CanonicalJSON.decode([UInt8](repeating: UInt8(ascii: "["), count: 100_000))
        }
    }
}

@Suite struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]) func `the vectors of RFC 4648 hold`(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "Zm9v\n", " Zm9v", "Zm-v", "=m9v", "Zg==Zg==",
    ])
    func `other spellings are refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
