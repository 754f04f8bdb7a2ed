package import CivilTime
internal import Yams

extension Mapping {
    /// A mapping file is a page of text; a longer one is something else.
    static let greatestFileBytes = 1 << 20

    /// Reads a mapping file, or throws every `MappingFaults` it holds.
    ///
    /// - Parameters:
    ///   - file: how faults call the file.
    ///   - zones: where its zone must be found; nil leaves that to the import.
    package static func parse(yaml: String, file: String, zones: Zones? = nil) throws -> Mapping {
        let faults = MappingFaultList(file: file)
        guard yaml.utf8.count <= greatestFileBytes else {
            faults.add(
                line: 1, column: 1, "the mapping is longer than 1 MiB", fix: "give the mapping file, not the book")
            throw MappingFaults(faults: faults.faults)
        }
        let mapping = node(yaml, faults).flatMap { read($0, zones, faults) }
        guard let mapping, faults.faults.isEmpty else { throw MappingFaults(faults: faults.faults) }
        return mapping
    }

    private static func node(_ yaml: String, _ faults: MappingFaultList) -> Node? {
        do {
            if let node = try Yams.compose(yaml: yaml, .basic) { return node }
            faults.add(line: 1, column: 1, "the mapping is empty", fix: "start from one of the shipped mappings")
        } catch let error as YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                faults.add(line: mark.line, column: mark.column, "not YAML: \(problem)", fix: "mend the line")
            case .duplicatedKeysInMapping(let duplicates, let context):
                faults.add(
                    line: context.mark.line, column: context.mark.column,
                    "a key stands twice: \(duplicates.map { "\($0)" }.joined(separator: ", "))", fix: "keep one of them"
                )
            default:
                faults.add(line: 1, column: 1, "not YAML", fix: "mend the file")
            }
        } catch {
            faults.add(line: 1, column: 1, "not YAML", fix: "mend the file")
        }
        return nil
    }

    private static func read(_ node: Node, _ zones: Zones?, _ faults: MappingFaultList) -> Mapping? {
        guard let top = MappingNode(node, path: "", faults: faults) else { return nil }
        top.refuseUnknown(["mapping", "portfolio", "currency", "defaults", "formats", "files"])
        let name = top.requiredText("mapping", example: "our-core-system")
        let portfolio = top.requiredText("portfolio", example: "key of a portfolio in dunlin.yaml")
        let currency = top.requiredText("currency", example: "USD").flatMap { given -> Currency? in
            let currency = Currency.named(given.text)
            if currency == nil {
                faults.add(
                    given.node, "currency \(top.quoted(given.text)) is unknown",
                    fix: "use a code of ISO 4217, such as USD")
            }
            return currency
        }
        let defaults = readDefaults(top, zones, faults)
        guard let name, let portfolio, let currency, let defaults else { return nil }
        guard let files = top.table("files") else {
            if top.value("files") == nil {
                faults.add(
                    node, "the mapping lacks files", fix: "add `files:` with borrowers, loans, instalments, payments")
            }
            return nil
        }
        files.refuseUnknown(BookFile.allCases.map(\.rawValue))
        let formats = FileFormats.read(top.table("formats"), onto: FileFormats(currency: currency), faults)
        var read: [BookFile: FileMapping] = [:]
        for file in BookFile.allCases {
            guard let table = files.table(file.rawValue) else { continue }
            read[file] = FileMapping.read(table, file: file, formats: formats, faults)
        }
        if files.entries.isEmpty {
            faults.add(files.node, "files names no file", fix: "add borrowers, loans, instalments or payments")
        }
        return Mapping(
            name: name.text, portfolio: portfolio.text, currency: currency, defaults: defaults, files: read)
    }

    private static func readDefaults(
        _ top: MappingNode, _ zones: Zones?, _ faults: MappingFaultList
    ) -> Defaults? {
        guard let table = top.table("defaults") else {
            if top.value("defaults") == nil {
                faults.add(top.node, "the mapping lacks defaults", fix: "add `defaults: {region, language, zone}`")
            }
            return nil
        }
        table.refuseUnknown(["region", "language", "zone", "product"])
        let region = table.requiredText("region", example: "US")
        let language = table.requiredText("language", example: "en")
        let zone = table.requiredText("zone", example: "America/New_York")
        guard let region, let language, let zone else { return nil }
        if let zones, zones.zone(zone.text) == nil {
            faults.add(
                zone.node, "the zone \(table.quoted(zone.text)) is unknown",
                fix: "use a name of the time zone database, such as America/New_York")
        }
        return Defaults(
            region: region.text, language: language.text, product: table.text("product")?.text ?? "loan",
            zone: zone.text)
    }
}
