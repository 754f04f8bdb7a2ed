import Evidence
import Testing

/// One change to the packs of a sound export, and what must be said of it.
struct PackTampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let place: ExportFault.Place
    let says: String
    var isLean = true
    /// Whether it is the spelling of the file that gives it away.
    var isSpelling = false
    let change: @Sendable (inout SampleExport) -> Void

    func sample() throws -> SampleExport {
        var sample = try SampleExport(isLean: isLean)
        change(&sample)
        return sample
    }

    private static let house = SampleExport.hash(SampleExport.house)
    private static let state = SampleExport.hash(SampleExport.state)
    private static let unnamed = ExportFile.Pack(hash: SampleExport.hash("unnamed"), text: "unnamed")

    private static func at(_ hash: String, _ change: (inout ExportFile.Pack) -> Void, in sample: inout SampleExport) {
        for index in sample.header.packs.indices where sample.header.packs[index].hash == hash {
            change(&sample.header.packs[index])
        }
    }

    static let all = [
        PackTampering(testDescription: "a byte of a text", place: .pack(house), says: "not what the hash says") {
            at(house, { $0.text = SampleExport.house.replacing("1", with: "2") }, in: &$0)
        },
        PackTampering(testDescription: "another spelling of a letter", place: .pack(house), says: "not what the hash") {
            at(house, { $0.text = SampleExport.house.replacing("ö", with: "o\u{308}") }, in: &$0)
        },
        PackTampering(testDescription: "a pack missing", place: .pack(state), says: "does not hold it") {
            $0.header.packs.removeAll { $0.hash == state }
        },
        PackTampering(testDescription: "a lost pack missing", place: .pack(SampleExport.lost), says: "does not hold it")
        {
            $0.header.packs.removeAll { $0.text == nil }
        },
        PackTampering(testDescription: "one too many", place: .pack(unnamed.hash), says: "no leaf names it") {
            $0.header.packs.append(unnamed)
            $0.header.packs.sort { $0.hash < $1.hash }
        },
        PackTampering(testDescription: "a lost one too many", place: .pack(unnamed.hash), says: "no leaf names it") {
            $0.header.packs.append(.init(hash: unnamed.hash, text: nil))
            $0.header.packs.sort { $0.hash < $1.hash }
        },
        PackTampering(testDescription: "a text that is needed left out", place: .pack(house), says: "text is missing") {
            at(house, { $0.text = nil }, in: &$0)
        },
        PackTampering(
            testDescription: "wrong order", place: .pack([house, state, SampleExport.lost].sorted()[1]),
            says: "out of order"
        ) {
            $0.header.packs.sort { $0.hash > $1.hash }
        },
        PackTampering(testDescription: "one twice", place: .pack(house), says: "it comes twice") { sample in
            sample.header.packs.append(.init(hash: house, text: SampleExport.house))
            sample.header.packs.sort { $0.hash < $1.hash }
        },
        PackTampering(testDescription: "a text that is too long", place: .pack(long.hash), says: "or too long") {
            $0.header.packs = [long]
        },
        PackTampering(
            testDescription: "too many", place: .end, says: "not a list of 4096 at most", isSpelling: true
        ) {
            $0.header.packs = (0...4096).map { .init(hash: "\($0)", text: nil) }
        },
        PackTampering(testDescription: "second form", place: .leaf(1), says: "does not hold their packs") {
            $0.header.format = .closed
        },
        PackTampering(
            testDescription: "second form that has its packs taken for the third's", place: .pack(house),
            says: "does not hold",
            isLean: false
        ) {
            $0.header.format = .cited
        },
    ]

    private static let long: ExportFile.Pack = {
        let text = String(repeating: "#", count: ExportFile.Pack.longest_bytes + 1)
        return ExportFile.Pack(hash: SampleExport.hash(text), text: text)
    }()
}

@Suite struct ExportPacksTests {
    @Test func `the report names every pack, and of each whether its text is there`() throws {
        let sample = try SampleExport()
        let packs = try ExportFile.verify(sample.file, key: sample.signer.key).packs
        #expect(packs.map(\.name.key) == ["house", "lost", "xx"])
        #expect(packs.map(\.bytes) == [SampleExport.house.utf8.count, nil, SampleExport.state.utf8.count])
        #expect(packs.map(\.name.hash).contains(SampleExport.hash(SampleExport.state)))
    }

    @Test(arguments: PackTampering.all) func `packs that were tampered with are refused`(
        _ tampering: PackTampering
    ) throws {
        let sample = try tampering.sample()
        let fault = #expect(throws: ExportFault.self) { try ExportFile.verify(sample.file, key: sample.signer.key) }
        #expect(fault?.place == tampering.place && fault?.what.contains(tampering.says) == true, "\(fault as Any)")
    }

    @Test(arguments: [ExportFile.Format.open, .closed])
    func `a file of an earlier form holds no packs`(_ format: ExportFile.Format) throws {
        var sample = try SampleExport(isLean: false)
        sample.header.format = format
        let file = String(decoding: sample.file, as: UTF8.self)
        let with = file.replacing("\n],\"portfolio\"", with: "\n],\"packs\":[],\"portfolio\"")
        #expect(with != file)
        let fault = #expect(throws: ExportFault.self) {
            try ExportFile.verify(Array(with.utf8), key: sample.signer.key)
        }
        #expect(fault?.place == .header)
        #expect(throws: Never.self) { try ExportFile.verify(sample.file, key: sample.signer.key) }
    }

    @Test func `what a leaf names is read strictly`() throws {
        func fault(_ fields: [(String, LeafValue)]) -> LeafFault? {
            var packs = NamedPacks()
            return #expect(throws: LeafFault.self) { try packs.add(.object(fields)) }
        }
        func pack(_ hash: String, key: String = "house") -> LeafValue {
            .object([("hash", .text(hash)), ("key", .text(key)), ("version", "1")])
        }
        let hash = SampleExport.hash("x")
        #expect(fault([("allowed", .list([]))]) == .field("packs"))
        #expect(fault([("allowed", "house/hours"), ("packs", .list([]))]) == .field("allowed"))
        #expect(fault([("packs", .null)]) == .field("packs"))
        #expect(fault([("packs", .list([.object([("key", "house"), ("hash", .text(hash))])]))]) == .field("packs"))
        for wrong in ["", "00", hash + "00", hash.uppercased()] {
            #expect(fault([("packs", .list([pack(wrong)]))]) == .field("packs"), "\(wrong)")
        }
        // Rules by name lean on a pack that is named beside them; the engine has none.
        let foreign = LeafFault.place("a rule that allowed is of no pack that it names")
        for rule: LeafValue in ["us/hours", "houses/hours", "", 1, "engine/zone"] {
            #expect(
                fault([("allowed", .list([rule])), ("packs", .list([pack(hash), pack("", key: "engine")]))]) == foreign)
        }
    }

    @Test func `a pack is needed as soon as one leaf leans on it`() throws {
        var packs = NamedPacks()
        let hash = SampleExport.hash("x")
        let named = LeafValue.list([.object([("hash", .text(hash)), ("key", "house"), ("version", "1")])])
        let (full, lean): (LeafValue, LeafValue) = (
            .object([("packs", named)]), .object([("allowed", .list([])), ("packs", named)])
        )
        try packs.add(full)
        #expect(packs.hashes == [hash: false])
        try packs.add(lean)
        try packs.add(full)
        #expect(packs.hashes == [hash: true] && packs.names.count == 1)
    }
}
