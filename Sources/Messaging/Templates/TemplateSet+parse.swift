extension TemplateSet {
    /// Reads template files: each a map with `language` and a list `templates` of maps with `key`, `purpose`, `tone`,
    /// `version`, `text` and, for formal notices, `consequences`. All faults of all files are thrown together.
    package static func parse(files: [(name: String, text: String)]) throws(Faults) -> TemplateSet {
        var faults: [Fault] = []
        var found: [PlacedTemplate] = []
        for (name, text) in files {
            do {
                let root = try MarkedNode.parse(yaml: text, file: name)
                var file = TemplateFile(name: name, text: text)
                file.read(root)
                found += file.templates
                faults += file.faults
            } catch {
                faults += error.list
            }
        }
        faults += duplicates(found)
        guard faults.isEmpty else { throw Faults(faults) }
        var content: [UInt8] = []
        for (name, text) in files.sorted(by: { $0.name < $1.name }) {
            content += Array("\(name)\n\(text.utf8.count)\n".utf8) + Array(text.utf8)
        }
        return TemplateSet(version: ContentHash.sha256(content), templates: found.map(\.template))
    }

    private static func duplicates(_ found: [PlacedTemplate]) -> [Fault] {
        var first: [String: PlacedTemplate] = [:]
        var faults: [Fault] = []
        for placed in found {
            let template = placed.template
            let name = "\(template.key) \(template.language.rawValue)"
            if let earlier = first[name] {
                faults.append(
                    placed.fault(
                        "`\(template.key)` in \(template.language.rawValue) is already at "
                            + "\(earlier.file):\(earlier.line)", "Give it another key, or remove one of the two"))
            } else {
                first[name] = placed
            }
        }
        return faults
    }
}

/// A template and where it stands.
struct PlacedTemplate {
    var template: Template
    var file: String
    var line: Int
    var column: Int

    func fault(_ what: String, _ fix: String) -> Fault {
        Fault(file: file, line: line, column: column, what: what, fix: fix)
    }
}
