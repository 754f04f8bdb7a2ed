extension Template {
    /// A text that needs more segments is a fault: carriers drop parts of such chains, and readers stop reading.
    package static let mostSegments = 6

    /// How long a template's texts are.
    package struct Length: Sendable, Hashable {
        package var key: String
        package var language: WrittenLanguage
        package var shortest: Size
        package var longest: Size
    }

    package struct Size: Sendable, Hashable {
        package var alphabet: SegmentedText.Alphabet
        package var segments: Int
        /// Septets or UTF-16 units.
        package var units: Int

        package init(_ text: SegmentedText) {
            alphabet = text.alphabet
            segments = text.segments.count
            units = text.units
        }
    }

    /// The size of the shortest and of the longest plausible text; the longest has a collector's first disclosure.
    package var length: Length {
        Length(
            key: key, language: language, shortest: Size(Segmenter.segment(render(.shortest(language)))),
            longest: Size(Segmenter.segment(render(.longest(language)))))
    }
}
