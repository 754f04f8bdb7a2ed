internal import Yams

extension FileMapping {
    /// Nil, with faults, when the table cannot serve.
    static func read(
        _ table: MappingNode, file: BookFile, formats: FileFormats, _ faults: MappingFaultList
    ) -> FileMapping? {
        table.refuseUnknown(["file", "optional", "formats", "columns", "constants", "values"])
        let name = table.requiredText("file", example: "\(file.rawValue).csv")
        if let name, name.text.contains("/") || name.text == ".." {
            faults.add(
                name.node, "file \(table.quoted(name.text)) leaves the book's folder", fix: "give a plain file name")
        }
        var isOptional = false
        if let given = table.text("optional") {
            if given.text == "true" || given.text == "false" {
                isOptional = given.text == "true"
            } else {
                faults.add(given.node, "optional is neither true nor false", fix: "write `optional: true`")
            }
        }
        var columns: [BookField: String] = [:]
        var constants: [BookField: ArraySlice<UInt8>] = [:]
        var values: [BookField: ValueTable] = [:]
        each(table.table("columns"), file, faults) { columns[$0] = text($1, faults) }
        each(table.table("constants"), file, faults) { field, node in
            constants[field] = text(node, faults).map { Array($0.utf8)[...] }
            if columns[field] != nil {
                faults.add(node, "\(field.rawValue) has a column and a constant", fix: "keep one of them")
            }
        }
        each(table.table("values"), file, faults) { values[$0] = valueTable($1, $0, file, faults) }
        for field in file.requiredFields where columns[field] == nil && constants[field] == nil {
            faults.add(
                table.node, "files.\(file.rawValue) does not say where \(field.rawValue) is",
                fix: "add `\(field.rawValue): header of its column` to columns, or a constant")
        }
        guard let name else { return nil }
        return FileMapping(
            name: name.text, isOptional: isOptional,
            formats: FileFormats.read(table.table("formats"), onto: formats, faults), columns: columns,
            constants: constants, values: values)
    }

    private static func each(
        _ table: MappingNode?, _ file: BookFile, _ faults: MappingFaultList, _ body: (BookField, Node) -> Void
    ) {
        guard let table else { return }
        table.refuseUnknown(file.fields.map(\.rawValue))
        for entry in table.entries {
            if let field = file.fields.first(where: { $0.rawValue == entry.name }) { body(field, entry.value) }
        }
    }

    private static func text(_ node: Node, _ faults: MappingFaultList) -> String? {
        guard let text = node.scalar?.string, !text.isEmpty else {
            faults.add(node, "this is no text", fix: "write `field: text`")
            return nil
        }
        return text
    }

    private static func valueTable(
        _ node: Node, _ field: BookField, _ file: BookFile, _ faults: MappingFaultList
    ) -> ValueTable? {
        guard field.takesValueTable else {
            faults.add(
                node, "\(field.rawValue) takes no value table",
                fix: "remove it; dates, amounts and rates are described by formats")
            return nil
        }
        guard let table = MappingNode(node, path: "values.\(field.rawValue)", faults: faults) else { return nil }
        var entries: [(cell: String, word: String)] = []
        for entry in table.entries {
            guard let word = text(entry.value, faults) else { continue }
            if let words = field.words(in: file), !words.contains(word) {
                faults.add(
                    entry.value, "\(field.rawValue) cannot be \(table.quoted(word))",
                    fix: "use one of \(words.joined(separator: ", "))")
            }
            entries.append((entry.name, word))
        }
        return ValueTable(entries)
    }
}
