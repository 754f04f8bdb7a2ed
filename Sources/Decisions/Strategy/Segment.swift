/// A named condition, to which several steps refer.
package struct Segment: Sendable, Hashable {
    package static let most = 32

    package var key: String
    package var when: Condition
}
