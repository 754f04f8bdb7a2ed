/// A reply reduced to what its meaning hangs on: width, case, accents, punctuation, spacing and invisible characters
/// taken away. Words are runs of letters and digits; an apostrophe inside a word vanishes (`don't` is `dont`), and
/// every Chinese character stands beside the next without a gap.
struct ReplyText: Hashable {
    /// A reply longer than this is a letter, for people to read.
    static let longest = 1000

    let words: [String]
    /// The words without gaps: `S.T.O.P` and `退 订` are one.
    let joined: String
    let endsAsQuestion: Bool

    init(_ text: String) {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        func isMark(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .nonspacingMark }
        for raw in text.unicodeScalars.prefix(Self.longest) {
            let scalar = Self.halfWidth(raw)
            if Self.isInvisible(scalar) || isMark(scalar) || Self.apostrophes.contains(scalar) { continue }
            let folded = Self.folded(scalar)
            if folded.isEmpty {
                if !word.isEmpty { words.append(String(word)) }
                word = String.UnicodeScalarView()
                if !scalar.properties.isWhitespace { last = scalar }
            } else {
                word.append(contentsOf: folded)
                last = scalar
            }
        }
        if !word.isEmpty { words.append(String(word)) }
        self.words = words
        joined = words.joined()
        endsAsQuestion = last == "?" || last == "؟"
    }

    private static let apostrophes: Set<Unicode.Scalar> = ["'", "’", "ʼ", "‘", "`", "´"]

    /// Full-width forms (U+FF01 … U+FF5E) and the ideographic space become the usual ones.
    private static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000: " "
        default: scalar
        }
    }

    /// Zero-width and direction characters, soft hyphen, variation selectors.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format: true
        default: scalar.value >= 0xFE00 && scalar.value <= 0xFE0F
        }
    }

    /// Lower case without accents; empty for what is neither letter nor digit.
    private static func folded(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        let properties = scalar.properties
        guard properties.isAlphabetic || properties.numericType != nil else { return String.UnicodeScalarView() }
        let lower = properties.lowercaseMapping
        // Canonical decomposition: the base letter comes first.
        return String.UnicodeScalarView(
            lower.unicodeScalars.map { plain[$0] ?? $0 }.filter { $0.properties.generalCategory != .nonspacingMark })
    }

    private static let plain: [Unicode.Scalar: Unicode.Scalar] = [
        "á": "a", "à": "a", "â": "a", "ä": "a", "ã": "a", "é": "e", "è": "e", "ê": "e", "ë": "e", "í": "i", "ì": "i",
        "î": "i", "ï": "i", "ó": "o", "ò": "o", "ô": "o", "ö": "o", "õ": "o", "ú": "u", "ù": "u", "û": "u", "ü": "u",
        "ñ": "n", "ç": "c",
    ]
}
