/// A text with slots, compiled to pieces: rendering is one pass of copies.
package struct Template: Sendable {
    enum Piece: Sendable, Hashable {
        case literal([UInt8])
        case variable(TemplateVariable)
    }

    package let key: String
    package let language: WrittenLanguage
    package let purpose: Purpose
    package let tone: Tone
    package let version: Int
    /// Whether somebody who grew up with the language has read the text, as its file says.
    package let isReviewed: Bool
    /// The text as it was written, with its tags.
    package let source: String
    package let place: TemplatePlace
    let pieces: [Piece]
    /// Each variable once, in the order of the text.
    package let variables: [TemplateVariable]
    private let style: WritingStyle
    private let capacity: Int

    init(
        key: String, language: WrittenLanguage, purpose: Purpose, tone: Tone, version: Int, isReviewed: Bool,
        source: String, pieces: [Piece], place: TemplatePlace
    ) {
        self.key = key
        self.language = language
        self.purpose = purpose
        self.tone = tone
        self.version = version
        self.isReviewed = isReviewed
        self.source = source
        self.pieces = pieces
        self.place = place
        var variables: [TemplateVariable] = []
        var capacity = 0
        var keepsToGSM = true
        for piece in pieces {
            switch piece {
            case .literal(let bytes):
                capacity += bytes.count
                if GSM7.encode(String(decoding: bytes, as: UTF8.self)) == nil { keepsToGSM = false }
            case .variable(let variable):
                capacity += 32
                if !variables.contains(variable) { variables.append(variable) }
            }
        }
        self.variables = variables
        self.capacity = capacity
        style = WritingStyle(language, keepsToGSM: keepsToGSM)
    }

    /// Whether it is a text about several loans at once, which says how many.
    package var isAboutSeveral: Bool { variables.contains(.loanCount) }

    /// The first variable of the text that `values` has nothing for; such a text must not go out.
    package func missing(in values: RenderValues) -> TemplateVariable? {
        for variable in variables where !values.has(variable) { return variable }
        return nil
    }

    package func render(_ values: RenderValues) -> String {
        var text = TextBytes(capacity: capacity)
        for piece in pieces {
            switch piece {
            case .literal(let bytes): text.append(bytes)
            case .variable(let variable): values.write(variable, to: &text, in: style)
            }
        }
        return text.text
    }

    /// What the text says itself, `consequences` among it, with a space where a value will stand.
    package var wording: String {
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .literal(let literal): bytes += literal
            case .variable(.consequences): break
            case .variable: bytes.append(0x20)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
