import Messaging
import Testing

@Suite struct NationalLanguageTests {
    private static let ways: [NationalShifts] = NationalLanguage.allCases.flatMap { language in
        [
            NationalShifts(single: language, locking: nil), NationalShifts(single: nil, locking: language),
            NationalShifts(single: language, locking: language),
        ].compactMap { $0 }
    }

    /// Characters of each locking table, and a sum over all that the septets and those behind an escape read as, each scalar times
    /// its place: reckoned by another program from the tables that three implementations agree on.
    private static let sums: [(NationalLanguage, Int, Int)] = [
        (.turkish, 127, 8_301_965),
        (.spanish, 127, 7_002_772),
        (.portuguese, 127, 7_032_960),
        (.bengali, 114, 28_209_812),
        (.gujarati, 120, 28_677_014),
        (.hindi, 127, 32_356_042),
        (.kannada, 120, 33_397_359),
        (.malayalam, 120, 38_725_151),
        (.oriya, 116, 29_099_615),
        (.punjabi, 110, 26_078_270),
        (.tamil, 102, 29_949_010),
        (.telugu, 120, 35_019_021),
        (.urdu, 127, 24_078_176),
    ]

    @Test(arguments: sums)
    func `every table is the one that others have, and each septet reads and writes as itself`(
        _ language: NationalLanguage, _ count: Int, _ sum: Int
    ) throws {
        let shifts = try #require(NationalShifts(single: language, locking: language))
        let septets = (UInt8(0)..<128).filter { $0 != GSM7.escape }
        let read = septets.map { GSM7.decode([$0], shifts: shifts) }
        let behind = septets.map { GSM7.decode([GSM7.escape, $0], shifts: shifts) }
        let scalars = (read + behind).flatMap(\.unicodeScalars)
        #expect(scalars.count == 254)
        #expect(scalars.enumerated().reduce(0) { $0 + ($1.offset + 1) * Int($1.element.value) } == sum)
        // A hole of the table reads as a space, which is written as another septet.
        let same = zip(septets, read).filter { septet, text in GSM7.encode(text, shifts: shifts) == [septet] }
        #expect(same.count == count)
        for text in read + behind {
            #expect(GSM7.encode(text, shifts: shifts).map { GSM7.decode($0, shifts: shifts) } == text)
        }
    }

    @Test(
        arguments: [
            (NationalLanguage.turkish, "İ", [UInt8](arrayLiteral: 0x40), [UInt8](arrayLiteral: 0x1B, 0x49)),
            (.turkish, "ğ", [0x0C], [0x1B, 0x67]), (.turkish, "ş", [0x1D], [0x1B, 0x73]),
            (.turkish, "ı", [0x07], [0x1B, 0x69]), (.turkish, "€", [0x04], [0x1B, 0x65]),
            (.portuguese, "ã", [0x7B], [0x1B, 0x7B]), (.portuguese, "ê", [0x04], [0x1B, 0x05]),
            (.hindi, "क", [0x15], nil), (.hindi, "₹", nil, nil), (.urdu, "ا", [0x00], nil), (.tamil, "அ", [0x03], nil),
            (.bengali, "A", [0x1B, 0x41], [0x41]), (.bengali, "a", [0x61], [0x61]), (.telugu, "అ", [0x03], nil),
        ] as [(NationalLanguage, String, [UInt8]?, [UInt8]?)])
    func `letters stand where the specification puts them`(
        _ language: NationalLanguage, _ letter: String, _ both: [UInt8]?, _ single: [UInt8]?
    ) throws {
        let lockingToo = try #require(NationalShifts(single: language, locking: language))
        let singleOnly = try #require(NationalShifts(single: language, locking: nil))
        #expect(GSM7.encode(letter, shifts: lockingToo) == both)
        #expect(GSM7.encode(letter, shifts: singleOnly) == single)
    }

    @Test func `a locking table alone keeps the default extension table`() throws {
        let shifts = try #require(NationalShifts(single: nil, locking: .turkish))
        #expect(GSM7.encode("ğ[", shifts: shifts) == [0x0C, 0x1B, 0x3C])
        #expect(GSM7.decode([0x0C, 0x1B, 0x3C, 0x1B, 0x67, 0x1B], shifts: shifts) == "ğ[g ")
        #expect(GSM7.decode([0x61, 0xC3, 0x1B, 0x1B], shifts: shifts) == "a\u{FFFD} ")
        #expect(GSM7.encode("中", shifts: shifts) == nil)
        let bengali = try #require(NationalShifts(single: nil, locking: .bengali))
        // 0x0C is left out.
        #expect(GSM7.decode([0x0C], shifts: bengali) == " ")
    }

    @Test func `languages that nobody knows and the locking table that Spanish lacks are read as the default`() {
        #expect(NationalShifts(single: UInt8(14), locking: UInt8(0)) == nil)
        #expect(NationalShifts(single: nil, locking: UInt8(2)) == nil)
        #expect(NationalShifts(single: UInt8(2), locking: UInt8(2))?.elements_bytes == 3)
        #expect(NationalShifts(single: UInt8(1), locking: UInt8(200)) == NationalShifts(single: .turkish, locking: nil))
        #expect(SegmentedText.Alphabet.gsm7.decode([0x0C], shifts: nil) == "ø")
        let turkish = NationalShifts(single: nil, locking: .turkish)
        #expect(SegmentedText.Alphabet.gsm7.decode([0x0C], shifts: turkish) == "ğ")
        #expect(SegmentedText.Alphabet.ucs2.decode([0x90, 0x00], shifts: turkish) == "退")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var languages: [NationalLanguage]
        var header = 6
        var single: NationalLanguage?
        var locking: NationalLanguage?
        var sizes: [Int]
        var testDescription: String { name }
    }

    private static func a(_ count: Int) -> String { String(repeating: "a", count: count) }

    static let cases: [Case] = [
        // A header of 4 octets leaves 136: 155 septets. With the concatenation 9 octets leave 131: 149.
        Case(name: "155 septets", text: a(153) + "ş", languages: [.turkish], single: .turkish, sizes: [155]),
        Case(name: "156 septets", text: a(154) + "ş", languages: [.turkish], locking: .turkish, sizes: [155]),
        Case(
            name: "156 septets of a locking table", text: a(155) + "ş", languages: [.turkish], single: .turkish,
            sizes: [149, 8]),
        Case(
            name: "two full parts", text: a(296) + "ş", languages: [.turkish], single: .turkish, sizes: [149, 149]),
        Case(
            name: "an escape pair over the boundary", text: a(148) + "ş" + a(100), languages: [.turkish],
            single: .turkish, sizes: [148, 102]),
        Case(
            name: "16-bit reference", text: a(295) + "ş", languages: [.turkish], header: 7, locking: .turkish,
            sizes: [148, 148]),
        // 7 octets leave 133: 152 septets; with the concatenation 12 leave 128: 146.
        Case(
            name: "both tables", text: String(repeating: "ক", count: 150) + "A", languages: [.bengali],
            single: .bengali, locking: .bengali, sizes: [152]),
        Case(
            name: "both tables in parts", text: String(repeating: "ক", count: 290) + "A", languages: [.bengali],
            single: .bengali, locking: .bengali, sizes: [146, 146]),
        Case(
            name: "the language that saves", text: String(repeating: "ã", count: 100),
            languages: [.turkish, .portuguese],
            locking: .portuguese, sizes: [100]),
        Case(
            name: "one segment needs no concatenation outside", text: a(150) + "ş", languages: [.turkish], header: 0,
            single: .turkish, sizes: [152]),
        // What saves nothing is not done.
        Case(name: "a short text", text: "şeker", languages: [.turkish], sizes: [10]),
        Case(name: "no language", text: a(100) + "ş", languages: [], sizes: [134, 68]),
        Case(name: "another language", text: a(100) + "ş", languages: [.portuguese], sizes: [134, 68]),
        Case(name: "a letter of no table", text: a(100) + "ş中", languages: [.turkish], sizes: [134, 70]),
        Case(name: "the default alphabet", text: a(200), languages: NationalLanguage.allCases, sizes: [153, 47]),
        Case(
            name: "parts where the concatenation is outside", text: a(160) + "ş", languages: [.turkish], header: 0,
            sizes: [140, 140, 42]),
    ]

    @Test(arguments: cases)
    func `tables are used where they save a segment, and cut where the header leaves room`(_ example: Case) {
        let split = Segmenter.segment(
            example.text, concatenationHeaderBytes: example.header, languages: example.languages)
        #expect(split.segments.map(\.count) == example.sizes)
        #expect(split.shifts == NationalShifts(single: example.single, locking: example.locking))
        #expect(split.text == example.text)
    }

    @Test(arguments: 0..<12)
    func `segments joined give the text back, none too long, none more than without`(seed: Int) {
        var random = SeededNumbers(seed: UInt64(seed))
        for shifts in Self.ways {
            let pool = (UInt8(0)..<128).filter { $0 != GSM7.escape }.flatMap { septet in
                [GSM7.decode([septet], shifts: shifts), GSM7.decode([GSM7.escape, septet], shifts: shifts)]
            }
            let text = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                pool[Int.random(in: 0..<pool.count, using: &random)]
            }.joined()
            let header = Bool.random(using: &random) ? 6 : 7
            let plain = Segmenter.segment(text, concatenationHeaderBytes: header)
            let split = Segmenter.segment(
                text, concatenationHeaderBytes: header, languages: NationalLanguage.allCases)
            #expect(split.text.unicodeScalars.elementsEqual(text.unicodeScalars), "seed \(seed)")
            #expect(split.segments.count <= plain.segments.count, "seed \(seed)")
            guard let used = split.shifts else {
                #expect(split == plain, "seed \(seed)")
                continue
            }
            #expect(split.segments.count < plain.segments.count, "seed \(seed)")
            let taken = split.segments.count == 1 ? 1 : header
            let room = 160 - ((taken + used.elements_bytes) * 8 + 6) / 7
            #expect(split.segments.allSatisfy { $0.count <= room && $0.last != GSM7.escape }, "seed \(seed)")
            let alone = split.segments.map { split.alphabet.decode($0, shifts: used) }.joined()
            #expect(alone.unicodeScalars.elementsEqual(text.unicodeScalars), "seed \(seed)")
        }
    }

    @Test func `a grapheme is not split, unless it is longer than a part`() throws {
        let syllable = "क्षि"
        let split = Segmenter.segment(String(repeating: syllable, count: 60), languages: [.hindi])
        #expect(split.shifts == NationalShifts(single: nil, locking: .hindi))
        #expect(split.segments.dropLast().allSatisfy { $0.count % 4 == 0 })
        let long = "क" + String(repeating: "्", count: 400)
        #expect(Segmenter.segment(long, languages: [.hindi]).text.unicodeScalars.elementsEqual(long.unicodeScalars))
    }
}
