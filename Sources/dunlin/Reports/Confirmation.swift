import Glibc

/// A question that a person answers before something is done that cannot simply be done again the other way.
enum Confirmation {
    /// Returns when the answer is yes. `isGiven`: `--yes` was said. Where nobody can be asked, nothing is done.
    static func ask(_ question: String, isGiven: Bool) throws {
        if isGiven { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure("\(question) Nobody can be asked here", fix: "say --yes")
        }
        Output.noteText(question + " [y/N] ")
        let answer = readLine()?.lowercased() ?? ""
        guard ["y", "yes", "是"].contains(answer) else { throw Failure("nothing was done", fix: "") }
    }
}
