internal import Crypto

/// The law packs that leaves name, and which of their texts an export must hold.
///
/// A leaf's `packs` lists the packs of the rules that spoke, and its `allowed` those rules that allowed, by name: what they
/// ask and where it is written stand in the packs' texts alone, so an export without these texts proves less than it says.
/// A leaf without `allowed` is of the time before, and tells every rule in full; of its packs a store may lack the text.
package struct NamedPacks: Sendable {
    /// As a leaf names it.
    package struct Name: Sendable, Hashable {
        package let key: String
        package let version: String
        /// SHA-256 of the pack's text in lower-case hexadecimal.
        package let hash: String
    }

    /// What speaks where no pack can be asked. It has no text, and is always among the findings.
    private static let engine = "engine"

    package private(set) var names: Set<Name> = []
    /// By hash: whether its text must be there.
    package private(set) var hashes: [String: Bool] = [:]

    package init() {}

    /// Takes down what a leaf's record names; a leaf about no rule names nothing.
    package mutating func add(_ record: LeafValue) throws(LeafFault) {
        let allowed = try Self.list("allowed", of: record)
        guard let packs = try Self.list("packs", of: record) else {
            guard allowed == nil else { throw .field("packs") }
            return
        }
        var keys: Set<String> = []
        for pack in packs {
            guard let hash = pack["hash"]?.text, let key = pack["key"]?.text, let version = pack["version"]?.text else {
                throw .field("packs")
            }
            if hash.isEmpty, key == Self.engine { continue }
            let known = hashes[hash]
            guard known != nil || Hexadecimal.decode(hash)?.count == SHA256.Digest.byteCount else {
                throw .field("packs")
            }
            keys.insert(key)
            names.insert(Name(key: key, version: version, hash: hash))
            hashes[hash] = known == true || allowed != nil
        }
        for rule in allowed ?? [] {
            guard let key = rule.text?.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).first,
                keys.contains(String(key))
            else { throw .place("a rule that allowed is of no pack that it names") }
        }
    }

    private static func list(_ name: String, of record: LeafValue) throws(LeafFault) -> [LeafValue]? {
        guard let value = record[name] else { return nil }
        guard case .list(let items) = value else { throw .field(name) }
        return items
    }

    /// Every pack that is named, and no other. `packs`: their hashes are those of their texts, and each comes once.
    func check(_ packs: [ExportFile.Pack]) throws(ExportFault) {
        var rest = hashes
        for pack in packs {
            guard let isNeeded = rest.removeValue(forKey: pack.hash) else {
                throw ExportFault(place: .pack(pack.hash), what: "no leaf names it")
            }
            guard pack.text != nil || !isNeeded else {
                throw ExportFault(
                    place: .pack(pack.hash), what: "its text is missing, and a leaf tells of its rules by name")
            }
        }
        guard let missing = rest.keys.min() else { return }
        throw ExportFault(place: .pack(missing), what: "a leaf names it, and the file does not hold it")
    }
}
