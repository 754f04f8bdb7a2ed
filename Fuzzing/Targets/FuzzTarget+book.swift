@testable import CivilTime
@testable import Intake
import LoanBook

extension FuzzTarget {
    static let book = [
        FuzzTarget("csv", seeds: csvSeeds) { input in
            guard input.count > 2 else { return }
            let delimiter = Array(",;\t|".utf8)[Int(input[0]) % 4]
            let encoding = TextEncoding.allCases[Int(input[1]) % TextEncoding.allCases.count]
            let bytes = input.dropFirst(2)
            let whole = records([bytes], encoding, delimiter)
            let middle = bytes.startIndex + Int(input[0]) * bytes.count / 256
            let parts = records([bytes[..<middle], bytes[middle...]], encoding, delimiter)
            demand(parts == whole, "other records when they are read in two blocks")
            guard let whole else { return }
            for record in whole {
                demand(record.count > 0 && Int(record.ends[record.count - 1]) == record.bytes.count, "a field is lost")
            }
            demand(
                records([written(whole, delimiter)[...]], .utf8, delimiter)?.map(\.fields) == whole.map(\.fields),
                "written with quotes it reads otherwise")
            read(whole)
        },
        FuzzTarget(
            "mapping",
            seeds: { ["mappings/lender-book.en.yaml", "mappings/lender-book.zh.yaml"].map(sourceFile) + yamlTraps }
        ) { input in
            let yaml = text(input)
            do {
                let mapping = try Mapping.parse(yaml: yaml, file: "m.yaml")
                demand(!mapping.files.isEmpty, "a mapping without a file")
                for (kind, file) in mapping.files {
                    demand(!file.name.isEmpty && file.formats.delimiter < 0x80, "\(kind) cannot be read")
                    demand(Set(file.columns.keys).isDisjoint(with: file.constants.keys), "a field has two sources")
                }
            } catch let error as MappingFaults {
                demand(!error.faults.isEmpty, "refused without a fault")
                for fault in error.faults {
                    demand(isPlace(fault.line, fault.column, in: yaml), "a fault nowhere: \(fault)")
                }
            } catch { demand(false, "another error: \(error)") }
        },
        FuzzTarget("tzif", seeds: tzifSeeds) { input in
            guard let zone = try? Zone(id: "Fuzz/Zone", tzif: input) else { return }
            var instant = Instant(seconds: -5_000_000_000)
            for _ in 0..<64 {
                let stretch = zone.stretch(at: instant)
                demand(abs(Int64(stretch.offset_s)) <= ZoneTable.greatestOffset_s, "\(stretch.offset_s) s from UTC")
                demand(stretch.until > instant, "a stretch that ends before it begins")
                let civil = zone.civil(at: instant)
                let back = zone.instant(civil.date, civil.time)
                demand(
                    zone.civil(at: back) == civil && back <= instant, "what the wall shows leads elsewhere: \(instant)")
                guard stretch.until < .distantFuture else { return }
                instant = stretch.until
            }
        },
    ]

    /// What makes readers of YAML large or slow: aliases of aliases, as values and as keys, and depth.
    static let yamlTraps: [[UInt8]] = [
        "a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n"
            + "d: &d [*c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d]\n"
            + "f: &f [*e, *e, *e, *e, *e, *e, *e, *e]\ng: &g [*f, *f, *f, *f, *f, *f, *f, *f]\nh: [*g, *g, *g, *g]\n",
        "a: &a {x: y}\n? *a\n: b\n? [*a, *a]\n: c\n", "<<: {a: b}\n", "- - - - - - - - - - - - - - - - -\n",
        "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", "a: 1\na: 2\n", "%YAML 1.1\n---\na: !!binary x\n---\nb: 1\n",
    ].map { Array($0.utf8) }

    /// Nil where the bytes are refused.
    private static func records(
        _ blocks: [ArraySlice<UInt8>], _ encoding: TextEncoding, _ delimiter: UInt8
    ) -> [Record]? {
        guard let transcoder = Transcoder(encoding) else { return nil }
        var tokenizer = CSVTokenizer(delimiter: delimiter)
        var records: [Record] = []
        for block in blocks {
            var text: [UInt8] = []
            let outcome = transcoder.convert(Array(block), into: &text)
            do throws(CSVTokenizer.Fault) { try tokenizer.read(text[...], into: &records) } catch { return nil }
            guard outcome == .converted else { return nil }
        }
        guard !transcoder.endsInsideCharacter else { return nil }
        do throws(CSVTokenizer.Fault) { try tokenizer.finish(into: &records) } catch { return nil }
        return records
    }

    private static func written(_ records: [Record], _ delimiter: UInt8) -> [UInt8] {
        var bytes: [UInt8] = []
        for record in records {
            for field in 0..<record.count {
                if field > 0 { bytes.append(delimiter) }
                bytes.append(0x22)
                for byte in record[field] { bytes += byte == 0x22 ? [byte, byte] : [byte] }
                bytes.append(0x22)
            }
            bytes += [0x0D, 0x0A]
        }
        return bytes
    }

    private static let mapping = try? Mapping.parse(
        yaml: text(sourceFile("mappings/lender-book.en.yaml")), file: "lender-book.en.yaml")
    static let zones = Zones { id in
        ["America/New_York", "Asia/Shanghai", "Asia/Jakarta"].contains(id)
            ? sourceFile("/usr/share/zoneinfo/" + id) : nil
    }

    /// Rows as the mapping has them, under the header that it wants and under the file's own.
    private static func read(_ records: [Record]) {
        guard let mapping, let first = records.first else { return }
        for (kind, file) in mapping.files {
            for header in [first.fields, BookField.allCases.compactMap { file.columns[$0] }] {
                guard
                    let reader = try? RowReader(
                        file: kind, mapping: file, defaults: mapping.defaults, header: header,
                        today: CivilDate(daysSinceEpoch: 20_000), zones: zones)
                else { continue }
                for record in records {
                    switch kind {
                    case .borrowers: _ = try? reader.borrower(record)
                    case .loans: _ = try? reader.loan(record)
                    case .instalments: _ = try? reader.instalment(record)
                    case .payments: _ = try? reader.payment(record)
                    case .paymentFailures: _ = try? reader.failedPayment(record)
                    case .promises: _ = try? reader.promise(record)
                    case .arrangements: _ = try? reader.arrangement(record)
                    case .applications: _ = try? reader.application(record)
                    case .contactPoints: _ = try? reader.contactPoint(record)
                    case .consents: _ = try? reader.consent(record)
                    case .flags: _ = try? reader.flag(record)
                    case .preferences: _ = try? reader.preference(record)
                    case .scores: _ = try? reader.score(record)
                    case .contacts: _ = try? reader.contact(record)
                    }
                }
            }
        }
    }

    @Sendable private static func csvSeeds() -> [[UInt8]] {
        [
            "borrower_id,name,mobile,email,language,region,time_zone,birth_date,sms_consent\r\n"
                + "B1,Ann Archer,+12125550101,a@b.example,en,US-NY,America/New_York,1980-05-05,Y\r\n",
            "loan_id,borrower_id,product,principal,annual_rate,disbursed_on,rating,status\n"
                + "L1,B1,revolving,5000.00,0.154,2025-05-20,A,open\n",
            "loan_id,number,due_on,amount_due\nL1,1,2026-11-20,120.00\n",
            "payment_id,loan_id,paid_on,amount\nP1,L1,2026-11-20,\"1,0\"\n",
            "\"a\"\"b\nc\",,\r\n\n\r\r\n\"\"x", "a;b\tc|d\n",
        ].map { [0, 0] + Array($0.utf8) } + [[1, 1, 0xD5, 0xC5, 0x2C, 0xCE, 0xB0, 0x0A], [2, 3, 0x41, 0, 0x0A, 0]]
    }

    @Sendable private static func tzifSeeds() -> [[UInt8]] {
        [
            "America/New_York", "Asia/Shanghai", "Asia/Jakarta", "Australia/Lord_Howe", "Africa/Casablanca", "UTC",
            "EST5EDT",
        ]
        .map { sourceFile("/usr/share/zoneinfo/" + $0) }
    }
}
