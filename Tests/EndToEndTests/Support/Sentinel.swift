import Foundation
import Glibc
import Testing

/// A text in every form in which it may lie about.
enum Sentinel {
    typealias Form = (word: String, bytes: Data)

    static func expectNothing(of forms: [Form], in text: String) {
        expectNothing(of: forms, in: Data(text.utf8), "what was said: \(text.prefix(2000))")
    }

    static func expectNothing(of forms: [Form], in data: Data, _ place: String) {
        for (word, bytes) in forms { #expect(!data.holds(bytes), "\(word) in \(place)") }
    }

    /// No file of the folder holds a sentinel, in its name or its bytes, and none is for everybody to read.
    static func expectNothing(of forms: [Form], inFolder folder: String, but excepted: [String] = []) throws {
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            expectNothing(of: forms, in: Data(name.utf8), "a file name")
            let path = folder + "/" + name
            // A server at work removes and renames its own.
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
                attributes[.type] as? FileAttributeType != .typeSocket
            else { continue }
            let mode = attributes[.posixPermissions] as? Int ?? 0
            #expect(mode & 0o007 == 0 || name.hasPrefix("evidence"), "\(name) has mode \(String(mode, radix: 8))")
            guard attributes[.type] as? FileAttributeType == .typeRegular, !excepted.contains(where: name.hasPrefix),
                let data = FileManager.default.contents(atPath: path)
            else { continue }
            expectNothing(of: forms, in: data, name)
        }
    }

    static func forms(of word: String) -> [Form] {
        let utf8 = Data(word.utf8)
        var forms = [utf8, Data(word.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })]
        forms.append(Data(word.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }))
        if let gbk = gbk[word] { forms.append(Data(gbk)) }
        let hex = utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        forms += [Data(hex.utf8), Data(hex.uppercased().utf8)]
        // Base64 of the word wherever it stands in what was encoded: without the letters that its neighbours share.
        for lead in 0..<3 {
            let letters = (Data(repeating: 0, count: lead) + utf8).base64EncodedString().filter { $0 != "=" }
            let inner = letters.dropFirst((lead * 8 + 5) / 6).dropLast((lead + utf8.count) % 3 == 0 ? 0 : 1)
            if inner.count >= 6 { forms.append(Data(inner.utf8)) }
        }
        if word.utf8.allSatisfy({ $0 < 0x7f && $0 > 0x1f && $0 != 0x40 && $0 != 0x24 && $0 != 0x5f }) {
            forms += packed(Array(word.utf8))
        }
        return forms.map { (word, $0) }
    }

    /// Seven bits a letter, as GSM packs them, wherever in its octet the word begins: without the octets that it shares with
    /// its neighbours. ASCII's letters and digits are GSM's.
    private static func packed(_ septets: [UInt8]) -> [Data] {
        (0..<8).compactMap { lead in
            var octets = [UInt8](repeating: 0, count: (septets.count * 7 + lead + 7) / 8)
            for (index, septet) in septets.enumerated() {
                for bit in 0..<7 where septet >> UInt8(bit) & 1 == 1 {
                    let place = lead + index * 7 + bit
                    octets[place / 8] |= 1 << UInt8(place % 8)
                }
            }
            let inner = octets.dropFirst(lead == 0 ? 0 : 1).dropLast((lead + septets.count * 7) % 8 == 0 ? 0 : 1)
            return inner.count >= 5 ? Data(inner) : nil
        }
    }

    /// GB 18030 of the Chinese ones; the others are ASCII there.
    private static let gbk: [String: [UInt8]] = [
        "邹泊澜": [0xD7, 0xDE, 0xB2, 0xB4, 0xC0, 0xBD], "邹泊": [0xD7, 0xDE, 0xB2, 0xB4],
    ]
}

extension Data {
    private typealias Search = @convention(c) (UnsafeRawPointer, Int, UnsafeRawPointer, Int) -> UnsafeRawPointer?

    /// The C library's `memmem`, which gets through the memory of a server in a moment; its header hides it from Swift.
    private static let search: Search? = unsafe dlsym(nil, "memmem").map { unsafe unsafeBitCast($0, to: Search.self) }

    func holds(_ bytes: Data) -> Bool {
        guard let search = unsafe Self.search else { return range(of: bytes) != nil }
        return unsafe withUnsafeBytes { here in
            unsafe bytes.withUnsafeBytes { there in
                guard let place = here.baseAddress, let sought = there.baseAddress else { return false }
                return unsafe search(place, here.count, sought, there.count) != nil
            }
        }
    }
}
