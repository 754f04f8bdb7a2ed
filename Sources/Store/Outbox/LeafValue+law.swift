package import CivilTime
package import Compliance
package import Evidence
package import Messaging

/// How decisions stand in evidence. Every message is asked about by a dozen rules or two, so their words are written at
/// once, with their fields in order, and not first put together as values.
extension LeafValue {
    /// An instant as ISO 8601 in UTC: what a reader without Dunlin can read.
    package static func instant(_ instant: Instant) -> LeafValue { .text(instant.description) }

    /// The rules that objected, each with what a reader needs to check it.
    package static func findings(_ verdict: Verdict?) -> LeafValue {
        guard let findings = verdict?.findings else { return .list([]) }
        var json = CanonicalJSON()
        for finding in findings {
            if case .allow = finding.outcome { continue }
            json.writeRaw(json.bytes.isEmpty ? "[{" : ",{")
            write(finding, to: &json)
        }
        guard !json.bytes.isEmpty else { return .list([]) }
        json.writeRaw("]")
        return .written(json.bytes)
    }

    /// The rules that allowed, by name alone: what such a rule asks, and its source, stand in its pack, which an export
    /// carries.
    package static func allowed(_ verdict: Verdict?) -> LeafValue {
        guard let findings = verdict?.findings else { return .list([]) }
        var json = CanonicalJSON(capacity: findings.count * 32)
        for finding in findings {
            guard case .allow = finding.outcome else { continue }
            json.writeRaw(json.bytes.isEmpty ? "[" : ",")
            json.write(finding.source.rule)
        }
        guard !json.bytes.isEmpty else { return .list([]) }
        json.writeRaw("]")
        return .written(json.bytes)
    }

    /// Behind its opening brace.
    private static func write(_ finding: Finding, to json: inout CanonicalJSON) {
        let source = finding.source
        json.writeRaw("\"citation\":")
        json.write(source.citation)
        json.writeRaw(",\"detail\":")
        json.write(finding.detail)
        json.writeRaw(",\"grade\":")
        json.write(source.grade.rawValue)
        json.writeRaw(",\"rule\":")
        json.write(source.rule)
        switch finding.outcome {
        case .allow: json.writeRaw(",\"says\":\"allow\"}")
        case .suppress: json.writeRaw(",\"says\":\"suppress\"}")
        case .hold(let end):
            json.writeRaw(",\"says\":\"hold\",\"until\":")
            json.write(end.description)
            json.writeRaw("}")
        }
    }

    /// The packs of the rules that spoke, each once: a dozen findings name two or three. A rule's name begins with its
    /// pack's key.
    package static func packs(_ verdict: Verdict?) -> LeafValue {
        guard let findings = verdict?.findings, !findings.isEmpty else { return .list([]) }
        var json = CanonicalJSON(capacity: 512)
        var seen: [String] = []
        var last = ""
        for finding in findings {
            let source = finding.source
            // A pack's rules speak one after another.
            if source.packHash == last, !seen.isEmpty { continue }
            last = source.packHash
            if seen.contains(last) { continue }
            json.writeRaw(seen.isEmpty ? "[{\"hash\":" : ",{\"hash\":")
            seen.append(last)
            json.write(last)
            json.writeRaw(",\"key\":")
            json.write(String(source.rule.utf8.prefix { $0 != UInt8(ascii: "/") }) ?? "")
            json.writeRaw(",\"version\":")
            json.write(source.packVersion)
            json.writeRaw("}")
        }
        json.writeRaw("]")
        return .written(json.bytes)
    }

    /// What a message about several loans is about, in its order.
    package static func claims(_ claims: [Claim]) -> LeafValue { .list(claims.map { .claim($0) }) }

    /// What a step is about, in the store's numbers.
    package static func claim(_ claim: Claim) -> LeafValue {
        var json = CanonicalJSON(capacity: 128)
        json.writeRaw("{\"generation\":")
        json.write(Int64(claim.generation))
        json.writeRaw(",\"id\":")
        json.write(claim.subjectID)
        json.writeRaw(",\"part\":")
        json.write(Int64(claim.subjectPart))
        json.writeRaw(",\"step\":")
        json.write(claim.step)
        json.writeRaw(",\"subject\":")
        json.write(claim.subject.word)
        json.writeRaw("}")
        return .written(json.bytes)
    }
}

/// The words of cases in evidence stand here, not with the runtime: a case may be renamed and a leaf may not, and asking
/// for a case's name is slow.
extension Claim.Subject {
    fileprivate var word: String {
        switch self {
        case .instalment: "instalment"
        case .payment: "payment"
        case .loan: "loan"
        case .reply: "reply"
        case .application: "application"
        case .promise: "promise"
        case .arrangement: "arrangement"
        case .failedPayment: "failed_payment"
        case .day: "day"
        case .broadcast: "broadcast"
        case .flag: "flag"
        }
    }
}
