package import Countersigning
package import Evidence
internal import Foundation
package import Messaging
internal import Store

/// Who countersigns the evidence, and how often they are asked.
package struct EvidenceSettings: Sendable {
    package var outside = Outside()
    /// Between two rounds of `dunlin serve`.
    package var every = Duration.seconds(3600)

    package init() {}
}

/// Reads the part `evidence` of `dunlin.yaml`; without one nobody outside is asked.
package struct EvidenceFile {
    package static let section = "evidence"

    private let folder: String
    private let certificates: (_ path: String) throws -> TimeStampAnchors

    /// - Parameters:
    ///   - folder: where certificates stand that are not named by an absolute path: beside the settings file.
    ///   - certificates: reads those of a PEM file.
    package init(folder: String, certificates: @escaping (_ path: String) throws -> TimeStampAnchors) {
        self.folder = folder
        self.certificates = certificates
    }

    package func parse(yaml: String, file: String) throws(Faults) -> EvidenceSettings {
        var result = EvidenceSettings()
        guard case .map(let sections) = try MarkedNode.parse(yaml: yaml, file: file).content,
            let node = sections.first(where: { $0.key == Self.section })?.value
        else { return result }
        var reader = FieldReader(node, file: file, what: "`\(Self.section)`")
        if let minutes = reader.number("countersign_every_min", in: 1...10_080, otherwise: 60) {
            result.every = .seconds(minutes * 60)
        }
        if let seconds = reader.number("countersign_within_s", in: 1...300, otherwise: 10) {
            result.outside.within = .seconds(seconds)
        }
        each(&reader, "witnesses") { name, reader in
            guard let url = url(&reader), let key = key(&reader) else { return }
            result.outside.witnesses.append(.init(name: name, url: url, key: key))
        }
        each(&reader, "timestamps") { name, reader in
            guard let url = url(&reader), let anchors = anchors(&reader) else { return }
            result.outside.authorities.append(.init(name: name, url: url, anchors: anchors))
        }
        reader.finish()
        guard reader.faults.isEmpty else { throw Faults(reader.faults) }
        return result
    }

    /// The entries of a map, each by its name.
    private func each(_ reader: inout FieldReader, _ key: String, _ read: (String, inout FieldReader) -> Void) {
        guard let node = reader.optional(key) else { return }
        guard case .map(let entries) = node.content else {
            return reader.fault(at: node, "`\(key)` must be a map", "Write a name of yours, and its fields below it")
        }
        reader.take(entries.nameFaults(file: reader.file))
        for entry in entries {
            var inner = FieldReader(entry.value, file: reader.file, what: "`\(entry.key)`")
            if !Countersignatures.isName(entry.key) {
                inner.fault(
                    line: entry.keyLine, column: entry.keyColumn, "`\(entry.key)` is no name",
                    "Write up to 64 letters, digits, hyphens and underscores")
            }
            read(entry.key, &inner)
            inner.finish()
            reader.take(inner.faults)
        }
    }

    private func url(_ reader: inout FieldReader) -> String? {
        let fix = "Write its address, such as https://witness.example/log"
        guard let (text, node) = reader.text("url", fix) else { return nil }
        let parts = URLComponents(string: text)
        guard let scheme = parts?.scheme, ["https", "http"].contains(scheme), parts?.host?.isEmpty == false else {
            reader.fault(at: node, "`url` is no address", fix)
            return nil
        }
        return text
    }

    private func key(_ reader: inout FieldReader) -> VerifierKey? {
        let fix = "Write the witness's verifier key, name+hash+Base64, whose first byte is 4 (Ed25519 cosignatures)"
        guard let (text, node) = reader.text("key", fix) else { return nil }
        do throws(NoteFault) { return try VerifierKey(text: text, .cosignature) } catch {
            reader.fault(at: node, error.description, fix)
            return nil
        }
    }

    private func anchors(_ reader: inout FieldReader) -> TimeStampAnchors? {
        let fix = "Name a PEM file with the certificate of the authority, or of the one that certifies it"
        guard let (text, node) = reader.text("certificates", fix) else { return nil }
        let path = text.hasPrefix("/") || folder.isEmpty ? text : folder + "/" + text
        do { return try certificates(path) } catch {
            reader.fault(at: node, "\(path): \(error)", fix)
            return nil
        }
    }
}
