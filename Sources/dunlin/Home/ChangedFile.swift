import Messaging
import SettingsFiles
import Store

/// A file on disk that is not what was approved of it.
struct ChangedFile: Sendable {
    enum Status: String, Sendable {
        /// Nobody proposed it as it stands.
        case notProposed = "not_proposed"
        /// It waits for a second person.
        case proposed
    }

    var file: String
    var status: Status
    var proposal: Int64?
    /// The version in force; nil when the file is not in force.
    var version: Int64?
    /// Whether it is on disk; one that is not and is in force is to go.
    var isOnDisk: Bool

    var words: String {
        let now =
            switch (version, isOnDisk) {
            case (nil, _): "is not in force"
            case (let version?, true): "differs from version \(version), which is in force"
            case (let version?, false): "is gone, and version \(version) is in force"
            }
        let next = proposal.map { "proposal \($0) waits for approval" } ?? "not proposed yet"
        return "\(file) \(now): \(next)"
    }

    var json: JSONText.Value {
        .object([
            ("file", .text(file)), ("status", .text(status.rawValue)),
            ("proposal", proposal.map { .number($0) } ?? .null), ("version", version.map { .number($0) } ?? .null),
        ])
    }
}

extension Workplace {
    /// What differs on disk from what was approved; nil where the files themselves are in force. Throws the faults of what
    /// was approved beside the settings and routes of today.
    func changedFiles() async throws -> [ChangedFile]? {
        guard settings.changes == .approved else { return nil }
        let onDisk = try files.onDisk().texts.mapValues { ContentHash.sha256($0.utf8) }
        guard !home.lacksFile else {
            return onDisk.keys.sorted().map {
                ChangedFile(file: $0, status: .notProposed, proposal: nil, version: nil, isOnDisk: true)
            }
        }
        let store = try await store(making: false, checked: false)
        let (inForce, waiting) = try await store.database.read { session in
            (try FileVersions.inForce(in: session), try Proposals.list(onlyOpen: true, in: session))
        }
        if !inForce.isEmpty { _ = try await approved(in: store) }
        return Set(inForce.keys).union(onDisk.keys).sorted().compactMap { file in
            guard inForce[file]?.hash != onDisk[file] else { return nil }
            let proposal = waiting.first { $0.files.contains { $0.file == file && $0.hash == onDisk[file] } }
            return ChangedFile(
                file: file, status: proposal == nil ? .notProposed : .proposed, proposal: proposal?.id,
                version: inForce[file]?.number, isOnDisk: onDisk[file] != nil)
        }
    }
}
