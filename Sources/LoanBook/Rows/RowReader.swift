package import CivilTime

/// Reads the typed rows of one file: its mapping bound to the columns that its header really has.
package struct RowReader: Sendable {
    package let file: BookFile
    package let mapping: FileMapping
    package let defaults: Mapping.Defaults
    package let today: CivilDate
    let zones: Zones
    /// The book's civil calendar: days and times without an offset are told by it.
    let zone: Zone
    let columnCount: Int
    /// The column of each field, by the field's place in `BookField.allCases`; -1 when a constant or nothing stands.
    private let columns: [Int]
    private let constants: [ArraySlice<UInt8>]
    private let tables: [ValueTable?]
    /// Whether the mapping speaks of how loans count.
    package let knowsTerms: Bool

    /// - Parameter header: the cells of the file's first record.
    package init(
        file: BookFile, mapping: FileMapping, defaults: Mapping.Defaults, header: [String], today: CivilDate,
        zones: Zones
    ) throws(MissingColumn) {
        self.file = file
        self.mapping = mapping
        self.defaults = defaults
        self.today = today
        self.zones = zones
        zone = zones.zone(defaults.zone) ?? .utc
        columnCount = header.count
        let names = header.map { String(decoding: Cell.trimmed(Array($0.utf8)[...]), as: UTF8.self) }
        var columns = [Int](repeating: -1, count: BookField.allCases.count)
        for (place, field) in BookField.allCases.enumerated() {
            guard let column = mapping.columns[field] else { continue }
            guard let found = names.firstIndex(of: column) else {
                // A first row without most of the columns may be no header but the first that tells of a person, and a word
                // of its cells a column's name.
                let isHeader = mapping.columns.values.count(where: names.contains) * 2 > mapping.columns.count
                throw MissingColumn(file: mapping.name, column: column, header: isHeader ? names : [])
            }
            columns[place] = found
        }
        self.columns = columns
        constants = BookField.allCases.map { mapping.constants[$0] ?? [] }
        tables = BookField.allCases.map { mapping.values[$0] }
        knowsTerms = BookField.terms.contains { mapping.columns[$0] != nil || mapping.constants[$0] != nil }
    }

    /// How the lender's file calls the field, for reports: its header, else the field's own name.
    package func heading(_ field: BookField?) -> String {
        guard let field else { return "row" }
        return mapping.columns[field] ?? field.rawValue
    }

    func cell(_ field: BookField, of record: Record) -> Cell {
        let place = field.place
        let bytes = columns[place] >= 0 ? record[columns[place]] : constants[place]
        return Cell(field: field, bytes: Cell.trimmed(bytes), table: tables[place])
    }

    /// -1 when no column speaks of the field.
    func column(of field: BookField) -> Int { columns[field.place] }

    /// Whether anything, a column or a constant, speaks of the field.
    func knows(_ field: BookField) -> Bool {
        columns[field.place] >= 0 || !constants[field.place].isEmpty
    }

    func checkShape(_ record: Record) throws(RowFault) {
        if record.count < columnCount { throw RowFault(nil, .tooFewColumns) }
        if record.count > columnCount { throw RowFault(nil, .tooManyColumns) }
    }
}

/// A column that the mapping names and the file does not have.
package struct MissingColumn: Error, Sendable, Hashable {
    package var file: String
    package var column: String
    /// What the file's first line holds instead.
    package var header: [String]
}

extension BookField {
    /// Place in `allCases`.
    var place: Int {
        switch self {
        case .reference: 0
        case .borrower: 1
        case .loan: 2
        case .number: 3
        case .kind: 4
        case .name: 5
        case .phone: 6
        case .email: 7
        case .language: 8
        case .region: 9
        case .zone: 10
        case .birthDate: 11
        case .smsConsent: 12
        case .product: 13
        case .principal: 14
        case .annualRate: 15
        case .disbursedOn: 16
        case .rating: 17
        case .status: 18
        case .dueOn: 19
        case .paidOn: 20
        case .amount: 21
        case .address: 22
        case .owner: 23
        case .standing: 24
        case .channel: 25
        case .flag: 26
        case .since: 27
        case .until: 28
        case .source: 29
        case .at: 30
        case .given: 31
        case .words: 32
        case .act: 33
        case .unwanted: 34
        case .hours: 35
        case .messageClass: 36
        case .mostInWeek: 37
        case .contact: 38
        case .result: 39
        case .by: 40
        case .interest: 41
        case .fee: 42
        case .failedOn: 43
        case .madeOn: 44
        case .statusOn: 45
        case .documents: 46
        case .method: 47
        case .every: 48
        case .interestPeriod: 49
        case .dayCount: 50
        case .principalGrace: 51
        case .interestGrace: 52
        case .interestFree: 53
        case .balloon: 54
        case .penaltyRate: 55
        case .penaltyGrace: 56
        case .score: 57
        case .value: 58
        case .asOf: 59
        }
    }
}
