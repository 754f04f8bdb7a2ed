internal import Crypto

extension ExportFile {
    /// A pack of rules that leaves of the file name.
    package struct Pack: Sendable, Equatable {
        /// What every rule of a pack takes up, many times over.
        package static let longest_bytes = 1 << 20
        /// In one file: packs of every version that ever spoke about one borrower.
        package static let most = 4096

        package var hash: String
        /// The pack as it was read; nil where the store does not have it, which is so only with packs of leaves that tell
        /// every rule in full.
        package var text: String?

        package init(hash: String, text: String?) {
            self.hash = hash
            self.text = text
        }

        /// Whether the text is the one that the hash names.
        package var isSound: Bool {
            guard let text else { return true }
            return text.utf8.count <= Self.longest_bytes
                && Hexadecimal.encode(Array(SHA256.hash(data: Array(text.utf8)))) == hash
        }
    }

    /// The last line's `packs`: each with the text that its hash names, sorted, none twice.
    static func packs(_ value: LeafValue?) throws(ExportFault) -> [Pack] {
        guard let value else { return [] }
        guard case .list(let items) = value, items.count <= Pack.most else {
            throw ExportFault(place: .end, what: "the packs are not a list of \(Pack.most) at most")
        }
        var packs: [Pack] = []
        for item in items {
            guard let hash = item["hash"]?.text, let text = text(item) else {
                throw ExportFault(place: .end, what: "a pack lacks its hash or text")
            }
            let pack = Pack(hash: hash, text: text)
            if let last = packs.last, !last.hash.utf8.lexicographicallyPrecedes(hash.utf8) {
                throw ExportFault(place: .pack(hash), what: "it comes twice or out of order")
            }
            guard pack.isSound else {
                throw ExportFault(place: .pack(hash), what: "the text is not what the hash says, or too long")
            }
            packs.append(pack)
        }
        return packs
    }

    /// Nil where there is neither a text nor the word that there is none.
    private static func text(_ item: LeafValue) -> String?? {
        switch item["text"] {
        case .text(let text)?: .some(text)
        case .null?: .some(nil)
        default: nil
        }
    }

    static func write(_ packs: [Pack], to json: inout CanonicalJSON) {
        json.writeRaw("\"packs\":[")
        for (number, pack) in packs.enumerated() {
            json.writeRaw(number == 0 ? "{\"hash\":" : ",{\"hash\":")
            json.write(pack.hash)
            json.writeRaw(",\"text\":")
            if let text = pack.text { json.write(text) } else { json.writeRaw("null") }
            json.writeRaw("}")
        }
        json.writeRaw("],")
    }
}
