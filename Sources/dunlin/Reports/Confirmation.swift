import Glibc

/// Asking before what cannot be undone: on a terminal by a word, anywhere else only `--yes` is an answer.
enum Confirmation {
    static func ask(_ what: String, word: String, isGiven: Bool) throws {
        if isGiven { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure("\(what) cannot be undone, and nobody can be asked here", fix: "give --yes")
        }
        Output.noteText("\(what) cannot be undone. Type \(word) to go on: ")
        guard readLine() == word else { throw Failure("nothing was done", fix: "") }
    }
}
