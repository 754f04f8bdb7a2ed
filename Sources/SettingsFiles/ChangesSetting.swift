package import Messaging

/// The setting `changes` of `dunlin.yaml`: who says which strategies, texts and law are in force. Of the file only: what
/// a variable could switch off would guard nothing.
package enum ChangesSetting: String, Sendable, CaseIterable {
    /// The files beside the settings, as they stand.
    case files
    /// What was proposed and approved by a second person, kept in the store.
    case approved

    package static let key = "changes"

    package static func read(_ root: MarkedNode, file: String) throws(Faults) -> ChangesSetting {
        guard case .map(let sections) = root.content, let node = sections.first(where: { $0.key == key })?.value
        else { return .files }
        guard let setting = node.scalar.flatMap(ChangesSetting.init) else {
            throw Faults([
                Fault(
                    file: file, line: node.line, column: node.column,
                    what: "`\(key)` is neither `files` nor `approved`",
                    fix: "Write `files` to take strategies, texts and law as they stand, or `approved` to take what a "
                        + "second person approved")
            ])
        }
        return setting
    }
}
