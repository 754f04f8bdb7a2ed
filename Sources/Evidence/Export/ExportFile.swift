/// One borrower's evidence in a file that is checked with the log's public key and nothing else.
///
/// The file is one JSON document, laid out by lines so that it can be written and read leaf by leaf, and canonical, so
/// that not one byte of it can change unnoticed:
///
///     {"borrower":"B-17","checkpoint":"…","format":"dunlin-evidence/3","leaves":[
///     {"content":{…},"index":41,"leaf":"…","proof":["…",…],"salt":"…"},
///     {"content":{…},"index":97,"leaf":"…","proof":["…",…],"salt":"…"}
///     ],"packs":[{"hash":"…","text":"…"}],"portfolio":"…","time_stamps":[{"authority":"…","token":"…"}]}
///
/// `checkpoint` is the signed note, with what witnesses signed; `leaf`, `proof` (siblings from the leaf up), `salt` and
/// `token` (RFC 3161, over the note's text) are Base64; SHA-256(salt ‖ content) is the commitment inside the leaf. `packs`
/// are the law packs that the leaves name, sorted by hash: see `NamedPacks`. The last leaf closes the file: see
/// `ClosingLeaf`.
package enum ExportFile {
    /// Forms that are read. The first has no time-stamps and nothing that closes it; the second has no packs, and its
    /// leaves tell every rule in full.
    package enum Format: String, Sendable {
        case open = "dunlin-evidence/1"
        case closed = "dunlin-evidence/2"
        case cited = "dunlin-evidence/3"
    }

    package static let longest_bytes = 256 << 20
    static let mostTimeStamps = 16
    /// A leaf of 65,535 bytes in Base64, its content with every byte escaped, and its proof.
    static let longestLine_bytes = 512 << 10

    package struct Header: Sendable, Equatable {
        package var format: Format
        package var portfolio: String
        package var borrower: String
        package var checkpoint: [UInt8]
        package var packs: [Pack]
        package var timeStamps: [TimeStamp]

        package init(
            format: Format = .cited, portfolio: String, borrower: String, checkpoint: [UInt8], packs: [Pack] = [],
            timeStamps: [TimeStamp] = []
        ) {
            self.format = format
            self.portfolio = portfolio
            self.borrower = borrower
            self.checkpoint = checkpoint
            self.packs = packs
            self.timeStamps = timeStamps
        }
    }

    /// A time-stamp of the checkpoint's text, as it came.
    package struct TimeStamp: Sendable, Equatable {
        /// What the operator calls the authority; a reader believes the certificate.
        package var authority: String
        /// DER.
        package var token: [UInt8]

        package init(authority: String, token: [UInt8]) {
            self.authority = authority
            self.token = token
        }
    }

    package struct Leaf: Sendable {
        package var index: Int64
        /// The leaf as the log has it.
        package var bytes: [UInt8]
        /// The opened box: salt ‖ content.
        package var plainText: [UInt8]
        package var proof: [TreeHash]

        package init(index: Int64, bytes: [UInt8], plainText: [UInt8], proof: [TreeHash]) {
            self.index = index
            self.bytes = bytes
            self.plainText = plainText
            self.proof = proof
        }
    }

    /// The first line.
    package static func begin(_ header: Header) -> [UInt8] {
        var json = CanonicalJSON()
        json.writeRaw("{\"borrower\":")
        json.write(header.borrower)
        json.writeRaw(",\"checkpoint\":")
        json.write(String(decoding: header.checkpoint, as: UTF8.self))
        json.writeRaw(",\"format\":")
        json.write(header.format.rawValue)
        json.writeRaw(",\"leaves\":[\n")
        return json.bytes
    }

    /// One leaf's line, with what separates it from the one before.
    package static func line(_ leaf: Leaf, isFirst: Bool) -> [UInt8] {
        var line: [UInt8] = isFirst ? [] : [UInt8(ascii: ","), 0x0a]
        line.append(contentsOf: "{\"content\":".utf8)
        line.append(contentsOf: leaf.plainText.dropFirst(LeafContent.saltLength))
        line.append(contentsOf: ",\"index\":\(leaf.index),\"leaf\":\"".utf8)
        Base64.append(leaf.bytes, to: &line)
        line.append(contentsOf: "\",\"proof\":[".utf8)
        for (number, hash) in leaf.proof.enumerated() {
            line.append(contentsOf: number == 0 ? "\"".utf8 : ",\"".utf8)
            Base64.append(hash.bytes, to: &line)
            line.append(UInt8(ascii: "\""))
        }
        line.append(contentsOf: "],\"salt\":\"".utf8)
        Base64.append(leaf.plainText.prefix(LeafContent.saltLength), to: &line)
        line.append(contentsOf: "\"}".utf8)
        return line
    }

    /// The last line.
    package static func end(_ header: Header) -> [UInt8] {
        var json = CanonicalJSON()
        json.writeRaw("\n],")
        if header.format == .cited { write(header.packs, to: &json) }
        json.writeRaw("\"portfolio\":")
        json.write(header.portfolio)
        if header.format != .open {
            json.writeRaw(",\"time_stamps\":[")
            for (number, stamp) in header.timeStamps.enumerated() {
                json.writeRaw(number == 0 ? "{\"authority\":" : ",{\"authority\":")
                json.write(stamp.authority)
                json.writeRaw(",\"token\":")
                json.write(Base64.encode(stamp.token))
                json.writeRaw("}")
            }
            json.writeRaw("]")
        }
        json.writeRaw("}\n")
        return json.bytes
    }
}
