package import Evidence

extension EvidencePublisher {
    /// How often is looked, and how long in all another process is waited for.
    private static let look = Duration.milliseconds(50)
    private static let patience = Duration.seconds(10)

    /// Publishes as soon as no other process does or holds the store: `dunlin serve`, an export and an import may meet.
    package func publishInTurn() async throws -> Published {
        try await inTurn { try await publish() }
    }

    package func keepInTurn(
        _ signatures: [SignedNote.Signature], _ timeStamps: [ExportFile.TimeStamp] = [], of note: [UInt8]
    ) async throws -> Countersignatures.Record {
        try await inTurn { try await keep(signatures, timeStamps, of: note) }
    }

    package func writeCountersignedInTurn() async throws {
        try await inTurn { try await writeCountersigned() }
    }

    private func inTurn<Value>(_ body: () async throws -> Value) async throws -> Value {
        let start = ContinuousClock.now
        while true {
            do {
                return try await body()
            } catch let error where Self.isOccupied(error) && ContinuousClock.now - start < Self.patience {
                try await Task.sleep(for: Self.look)
            }
        }
    }

    /// Whether another process is at work here, which ends by itself.
    package static func isOccupied(_ error: any Error) -> Bool {
        if case .busy? = error as? EvidenceError { return true }
        return (error as? StoreError)?.code == .locked
    }
}
