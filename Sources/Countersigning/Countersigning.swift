package import Evidence

/// What came of asking everybody outside once.
package struct CountersigningRound: Sendable {
    package enum Outcome: Sendable, Equatable {
        /// Countersigned now or before; milliseconds since 1970 by the other's clock.
        case signed(at_ms: Int64)
        /// No answer, or one that is none: asked again next time.
        case away(_ words: String)
        /// It does not take this log, or does not take it so: somebody must look at the settings.
        case refused(_ words: String)
        /// It has seen another log of this name, or more of it than there is: a fork, or an older store brought back.
        case contradicted(_ words: String)
    }

    package struct Answer: Sendable, Equatable {
        /// The settings' own name for it.
        package var name: String
        package var isWitness: Bool
        package var outcome: Outcome

        package var isSigned: Bool { if case .signed = outcome { true } else { false } }
        package var isContradicted: Bool { if case .contradicted = outcome { true } else { false } }
    }

    /// Leaves under the checkpoint that was countersigned.
    package var size: Int64
    /// With everything that is kept of it.
    package var note: [UInt8]
    package var timeStamps: [ExportFile.TimeStamp]
    /// In the order of the settings, witnesses first.
    package var answers: [Answer]

    package var isWhole: Bool { answers.allSatisfy(\.isSigned) }
    package var isContradicted: Bool { answers.contains(where: \.isContradicted) }
}

extension CountersigningRound.Outcome: CustomStringConvertible {
    package var description: String {
        switch self {
        case .signed: "countersigned"
        case .away(let words): "did not answer: \(words)"
        case .refused(let words): "refused: \(words)"
        case .contradicted(let words): "CONTRADICTS THIS LOG: \(words)"
        }
    }
}
