/// A part of an expression after checking: its type, and how it is evaluated.
struct Checked {
    var type: ValueType
    var code: Code
    var at: Int

    var isDynamic: Bool {
        switch type {
        case .dynamic, .variable: true
        default: false
        }
    }
}

/// A variable of a macro, while its body is checked.
struct LocalVariable {
    var name: String
    var type: ValueType
    var place: Int
}
