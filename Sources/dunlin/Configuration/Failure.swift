/// What a command ends with when it cannot do its work: what is wrong, and what would fix it.
struct Failure: Error, CustomStringConvertible {
    var what: String
    var fix: String

    init(_ what: String, fix: String) {
        self.what = what
        self.fix = fix
    }

    var description: String { fix.isEmpty ? what : "\(what)\n  To mend it: \(fix)" }
}
