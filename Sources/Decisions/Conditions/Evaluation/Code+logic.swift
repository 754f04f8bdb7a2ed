/// `&&`, `||`, `!`, `? :` as cel-spec has them: a side that decides wins over a doubt on the other, in either order.
extension Code {
    /// Of two terms or more, each `bool`. Every term stands before the function of all that follow: a loop over a list of
    /// functions would count references at every term.
    static func and(_ terms: [Code], at: Int) -> Code {
        var code = terms[terms.count - 1]
        for term in terms.dropLast().reversed() { code = Code(.bool(both(term.bool(at: at), code.bool(at: at)))) }
        return code
    }

    static func or(_ terms: [Code], at: Int) -> Code {
        var code = terms[terms.count - 1]
        for term in terms.dropLast().reversed() { code = Code(.bool(either(term.bool(at: at), code.bool(at: at)))) }
        return code
    }

    private static func both(_ a: @escaping Evaluate<Bool>, _ b: @escaping Evaluate<Bool>) -> Evaluate<Bool> {
        { facts throws(Doubt) in
            do throws(Doubt) { if !(try a(facts)) { return false } } catch {
                if !(try b(facts)) { return false }
                throw error
            }
            return try b(facts)
        }
    }

    private static func either(_ a: @escaping Evaluate<Bool>, _ b: @escaping Evaluate<Bool>) -> Evaluate<Bool> {
        { facts throws(Doubt) in
            do throws(Doubt) { if try a(facts) { return true } } catch {
                if try b(facts) { return true }
                throw error
            }
            return try b(facts)
        }
    }

    static func not(_ term: @escaping Evaluate<Bool>) -> Code {
        Code(.bool { facts throws(Doubt) in !(try term(facts)) })
    }

    static func choose(_ condition: @escaping Evaluate<Bool>, _ yes: Code, _ no: Code) -> Code {
        switch (yes.run, no.run) {
        case (.bool(let yes), .bool(let no)): Code(.bool(chosen(condition, yes, no)))
        case (.int(let yes), .int(let no)): Code(.int(chosen(condition, yes, no)))
        case (.double(let yes), .double(let no)): Code(.double(chosen(condition, yes, no)))
        case (.string(let yes), .string(let no)): Code(.string(chosen(condition, yes, no)))
        case (.date(let yes), .date(let no)): Code(.date(chosen(condition, yes, no)))
        default: Code(chosen(condition, yes.boxed, no.boxed))
        }
    }

    private static func chosen<Result>(
        _ condition: @escaping Evaluate<Bool>, _ yes: @escaping Evaluate<Result>, _ no: @escaping Evaluate<Result>
    ) -> Evaluate<Result> {
        { facts throws(Doubt) in
            if try condition(facts) { return try yes(facts) }
            return try no(facts)
        }
    }
}
