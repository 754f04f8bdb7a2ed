/// What is wrong with a leaf or its content. Never holds what the leaf says.
package enum LeafFault: Error, Equatable, CustomStringConvertible {
    case notCanonical(byte: Int)
    case tooDeep(limit: Int)
    case fieldTwice(_ name: String)
    case version(UInt8)
    case cutShort(bytes: Int)
    case kind
    case tooLong(bytes: Int, limit: Int)
    case field(_ name: String)
    case commitment
    /// It does not belong where it stands.
    case place(_ what: String)

    package var description: String {
        switch self {
        case .notCanonical(let byte): "not canonical JSON at byte \(byte)"
        case .tooDeep(let limit): "nested deeper than \(limit)"
        case .fieldTwice(let name): "the field \(name) comes twice"
        case .version(let version): "version \(version) of the leaf is not known"
        case .cutShort(let bytes): "\(bytes) bytes are too few for a leaf"
        case .kind: "the kind is not 1 to 32 of a-z and _"
        case .tooLong(let bytes, let limit): "the leaf is \(bytes) bytes; the limit is \(limit)"
        case .field(let name): "the field \(name) is missing or of the wrong type"
        case .commitment: "the content is not what the leaf commits to"
        case .place(let what): what
        }
    }
}
