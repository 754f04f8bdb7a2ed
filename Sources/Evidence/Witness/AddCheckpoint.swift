/// The one request that a witness is asked, and its answers: `add-checkpoint` of <https://c2sp.org/tlog-witness>.
package enum AddCheckpoint {
    package static let path = "add-checkpoint"
    /// Hashes of a consistency proof that a client may send.
    package static let longestProof = 63
    /// Bytes of an answer that are read: more than a note may hold.
    package static let longestAnswer_bytes = SignedNote.longest_bytes
    private static let sizeContentType = "text/x.tlog.size"

    /// The body of the request: the size that the witness knows, the proof from there, and the checkpoint.
    package static func body(old: Int64, proof: [TreeHash], note: [UInt8]) -> [UInt8] {
        var body = Array("old \(old)\n".utf8)
        for hash in proof {
            Base64.append(hash.bytes, to: &body)
            body.append(0x0a)
        }
        body.append(0x0a)
        return body + note
    }

    package enum Answer: Sendable, Equatable {
        /// The signature lines that it gave; not checked yet.
        case signed([SignedNote.Signature])
        /// It has cosigned a tree of another size before: ask again from there.
        case knows(size: Int64)
        /// It says that the tree is not what it has seen before: there are two logs of one name.
        case contradicts
        /// It does not know the log, or not its key.
        case unknownLog(status: Int)
        /// Anything else: a fault of its own, or an answer that is none.
        case unusable(status: Int, words: String)
    }

    package static func answer(status: Int, contentType: String?, body: [UInt8]) -> Answer {
        switch status {
        case 200:
            do throws(NoteFault) { return .signed(try SignedNote.signatures(lines: body[...])) } catch {
                return .unusable(status: status, words: error.description)
            }
        case 409:
            guard contentType == sizeContentType, body.last == 0x0a,
                let text = String(validating: body.dropLast(), as: UTF8.self), let size = Int64(text), size >= 0,
                String(size) == text
            else { return .unusable(status: status, words: "it names no size") }
            return .knows(size: size)
        case 422: return .contradicts
        case 403, 404: return .unknownLog(status: status)
        default: return .unusable(status: status, words: "")
        }
    }
}
