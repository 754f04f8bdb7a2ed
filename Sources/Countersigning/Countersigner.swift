import Evidence
package import Store
import Synchronization

/// Has a published checkpoint countersigned by everybody outside, and keeps what they sign.
///
/// Whoever is away stops nothing: the log goes on, and the next round asks again.
package final class Countersigner: Sendable {
    /// Rounds that are begun anew because a witness was shown a greater checkpoint meanwhile, by another process.
    private static let rounds = 3

    private let outside: Outside
    private let random: RandomSource
    /// The sizes that witnesses are known to have cosigned last: saves asking what they know.
    private let known = Mutex<[String: Int64]>([:])

    package init(outside: Outside, random: RandomSource) {
        self.outside = outside
        self.random = random
    }

    /// Asks all of them about the checkpoint that is published, at once and not one after another. Where a witness knows a
    /// greater one the publisher is run again. Throws what the publisher throws, and nothing for those outside.
    @concurrent package func run(_ publisher: EvidencePublisher) async throws -> CountersigningRound {
        var published = try await publisher.publishInTurn()
        for _ in 1..<Self.rounds {
            let (round, greatest) = try await once(publisher, published)
            guard greatest > published.size else { return round }
            // Another process may have published and asked meanwhile.
            published = try await publisher.publishInTurn()
            guard published.size >= greatest else { return round }
        }
        return try await once(publisher, published).0
    }

    /// The round, and the greatest size that a witness knows.
    private func once(
        _ publisher: EvidencePublisher, _ published: EvidencePublisher.Published
    ) async throws -> (CountersigningRound, Int64) {
        let before = try await publisher.countersigned(size: published.size)
        let kept = before ?? .init(size: published.size, note: published.note)
        let note = try SignedNote(parsing: published.note).adding(try SignedNote(parsing: kept.note).signatures)
        let outside = outside
        let said = try await OutsideClient.with(within: outside.within) { client in
            try await withThrowingTaskGroup(of: (Int, Said).self) { group in
                for (place, witness) in outside.witnesses.enumerated() {
                    group.addTask {
                        (place, try await self.ask(witness, note, published.size, publisher, client))
                    }
                }
                for (place, authority) in outside.authorities.enumerated() {
                    let stamp = kept.timeStamps.first { $0.authority == authority.name }
                    group.addTask {
                        (outside.witnesses.count + place, try await self.ask(authority, note.text, stamp, client))
                    }
                }
                var said: [(Int, Said)] = []
                for try await one in group { said.append(one) }
                return said.sorted { $0.0 < $1.0 }.map(\.1)
            }
        }
        let signatures = said.flatMap(\.signatures)
        let stamps = said.compactMap(\.timeStamp)
        var record = kept
        if !signatures.isEmpty || !stamps.isEmpty {
            record = try await publisher.keepInTurn(signatures, stamps, of: note.bytes)
        }
        let round = CountersigningRound(
            size: published.size, note: record.note, timeStamps: record.timeStamps, answers: said.map(\.answer))
        return (round, said.map(\.knows).max() ?? 0)
    }

    /// What one of them said.
    private struct Said: Sendable {
        var answer: CountersigningRound.Answer
        var signatures: [SignedNote.Signature] = []
        var timeStamp: ExportFile.TimeStamp?
        /// The size that a witness cosigned last.
        var knows: Int64 = 0
    }

    private func ask(
        _ witness: Outside.Witness, _ note: SignedNote, _ size: Int64, _ publisher: EvidencePublisher,
        _ client: OutsideClient
    ) async throws -> Said {
        func said(
            _ outcome: CountersigningRound.Outcome, _ signatures: [SignedNote.Signature] = [], knows: Int64 = 0
        ) -> Said {
            Said(
                answer: .init(name: witness.name, isWitness: true, outcome: outcome), signatures: signatures,
                knows: knows)
        }
        if let done = try? note.cosignature(by: witness.key) { return said(.signed(at_ms: done.at_s * 1000)) }
        var old = min(known.withLock { $0[witness.name] } ?? 0, size)
        // Once with what is remembered, once with what the witness says it knows.
        for _ in 0..<2 {
            let body = AddCheckpoint.body(
                old: old, proof: try publisher.consistencyProof(old: old, new: size), note: note.bytes)
            let answer: OutsideClient.Answer
            do {
                answer = try await client.post(
                    witness.url.droppingSlash + "/" + AddCheckpoint.path, body, contentType: "text/plain",
                    limit: AddCheckpoint.longestAnswer_bytes)
            } catch let away as OutsideClient.Away { return said(.away(away.words)) }
            switch AddCheckpoint.answer(status: answer.status, contentType: answer.contentType, body: answer.body) {
            case .signed(let signatures):
                do throws(NoteFault) {
                    // What others sign in its answer is none of ours.
                    let mine = signatures.filter { $0.names(witness.key) }
                    guard let signature = mine.first else { throw .noKnownSignature(key: witness.key.name) }
                    let cosignature = try Cosignature(signature, of: note.text, key: witness.key)
                    known.withLock { $0[witness.name] = size }
                    return said(.signed(at_ms: cosignature.at_s * 1000), [signature])
                } catch { return said(.refused("its answer is not signed with its key: \(error)")) }
            case .knows(let greater) where greater > size:
                return said(
                    .contradicted("it has cosigned \(greater) leaves of this log, which has \(size)"), knows: greater)
            case .knows(let other):
                guard other != old else {
                    // Earlier forms of the protocol say so where the size is the same and the root is not.
                    return other == size
                        ? said(.contradicted("what it cosigned before, of \(size) leaves, is another log"))
                        : said(.away("it does not take the size that it names itself"))
                }
                old = other
            case .contradicts:
                return said(
                    .contradicted("what it cosigned before, of \(old) leaves, is not how this log begins"))
            case .unknownLog(let status):
                return said(.refused("it does not take this log's checkpoints (status \(status))"))
            case .unusable(let status, let words):
                return said(.away("status \(status)" + (words.isEmpty ? "" : ", \(words)")))
            }
        }
        return said(.away("others ask it about this log at the same time"))
    }

    private func ask(
        _ authority: Outside.Authority, _ text: String, _ before: ExportFile.TimeStamp?, _ client: OutsideClient
    ) async throws -> Said {
        func said(_ outcome: CountersigningRound.Outcome, _ token: [UInt8]? = nil) -> Said {
            Said(
                answer: .init(name: authority.name, isWitness: false, outcome: outcome),
                timeStamp: token.map { .init(authority: authority.name, token: $0) })
        }
        do {
            let dated = Array(text.utf8)
            if let before {
                let proof = try await TimeStampToken(der: before.token).verify(of: dated, anchors: authority.anchors)
                return said(.signed(at_ms: proof.at_ms))
            }
            let request = TimeStampRequest(of: dated, chance: random.bytes(8))
            let answer = try await client.post(
                authority.url, try request.encoded, contentType: TimeStampRequest.contentType,
                limit: TimeStampToken.longest_bytes)
            guard answer.status == 200 else { return said(.away("status \(answer.status)")) }
            let token = try request.token(answer: answer.body)
            let proof = try await token.verify(of: dated, anchors: authority.anchors)
            return said(.signed(at_ms: proof.at_ms), token.der)
        } catch let away as OutsideClient.Away {
            return said(.away(away.words))
        } catch let fault as TimeStampFault {
            return said(.refused(fault.description))
        }
    }
}

extension String {
    fileprivate var droppingSlash: Substring { hasSuffix("/") ? dropLast() : self[...] }
}
