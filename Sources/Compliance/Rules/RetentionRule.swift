/// How long records of contacts are kept, and from when that is counted.
package struct RetentionRule: Sendable, Hashable {
    package var keep_y: Int
    /// In words: `the last collection activity`.
    package var countedFrom: String
}
