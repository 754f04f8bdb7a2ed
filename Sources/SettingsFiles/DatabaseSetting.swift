package import Messaging
package import Store

/// The setting `database`: a flag, `DUNLIN_DATABASE`, or a line of `dunlin.yaml`.
package enum DatabaseSetting {
    package static let key = "database"

    /// What is wrong with the line in `dunlin.yaml`, if there is one.
    package static func check(_ root: MarkedNode, file: String) throws(Faults) {
        guard case .map(let sections) = root.content,
            let node = sections.first(where: { $0.key == key })?.value
        else { return }
        func fault(_ what: String) -> Faults {
            Faults([
                Fault(
                    file: file, line: node.line, column: node.column, what: what,
                    fix: StoreAddress.Malformed.fix.capitalizedFirst)
            ])
        }
        guard let text = node.scalar else { throw fault("`\(key)` is one line of text") }
        do throws(StoreAddress.Malformed) { _ = try StoreAddress(text) } catch {
            throw fault("`\(key)` \(error.what)\(error.place)")
        }
    }
}

extension StoreAddress.Malformed {
    /// What may be shown of the address, after a colon.
    package var place: String { shown.isEmpty ? "" : ": \(shown)" }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
