/// A value of a YAML file with the place where it stands, so that a fault can point at it.
package struct MarkedNode: Sendable {
    package indirect enum Content: Sendable {
        case scalar(String)
        case list([MarkedNode])
        /// In the order of the file.
        case map([Entry])
    }

    package struct Entry: Sendable {
        package var key: String
        package var keyLine: Int
        package var keyColumn: Int
        package var value: MarkedNode
    }

    package var content: Content
    package var line: Int
    package var column: Int

    /// Text of a scalar; nil for a list or map.
    package var scalar: String? {
        if case .scalar(let text) = content { text } else { nil }
    }
}
