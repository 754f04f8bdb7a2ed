/// Pattern → program (Thompson's construction). Counted repetitions are written out, within a limit.
struct PatternWriter {
    private(set) var program: [Pattern.Instruction] = []

    mutating func write(_ node: PatternNode) throws(PatternFault) {
        switch node {
        case .empty: break
        case .set(let set): try add(.one(set))
        case .assert(let assertion): try add(.assert(assertion))
        case .sequence(let nodes): for node in nodes { try write(node) }
        case .choice(let ways): try choice(ways)
        case .repeated(let node, let least, let most):
            for _ in 0..<least { try write(node) }
            guard let most else { return try loop(node) }
            var forks: [Int] = []
            for _ in least..<most {
                forks.append(program.count)
                try add(.fork(0, 0))
                try write(node)
            }
            for fork in forks { program[fork] = .fork(fork + 1, program.count) }
        }
    }

    private mutating func choice(_ ways: [PatternNode]) throws(PatternFault) {
        var ends: [Int] = []
        for (index, way) in ways.enumerated() {
            guard index < ways.count - 1 else {
                try write(way)
                break
            }
            let fork = program.count
            try add(.fork(0, 0))
            try write(way)
            ends.append(program.count)
            try add(.jump(0))
            program[fork] = .fork(fork + 1, program.count)
        }
        for end in ends { program[end] = .jump(program.count) }
    }

    private mutating func loop(_ node: PatternNode) throws(PatternFault) {
        let fork = program.count
        try add(.fork(0, 0))
        try write(node)
        try add(.jump(fork))
        program[fork] = .fork(fork + 1, program.count)
    }

    private mutating func add(_ instruction: Pattern.Instruction) throws(PatternFault) {
        if program.count >= Pattern.mostInstructions {
            throw PatternFault(what: "it is too large when its repetitions are written out", fix: "Repeat less")
        }
        program.append(instruction)
    }
}
