import Compliance
import Delivery
import Logging
import ServiceLifecycle
import Store

/// Takes up what was approved while this node is at work, within seconds: the next turn and the next plan decide by it.
///
/// What is in force and cannot be read here holds everything: nothing goes out by what is no longer in force (promise P10).
struct VersionsService: Service {
    static let every = Duration.seconds(2)

    let desk: SendingDesk
    let log: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: Self.every)
                    do { try await look() } catch let error as StoreError where error.endsTheRoundOnly {
                        log.warning("the look for approved changes waits: \(error)")
                    }
                }
            }
        } catch is CancellationError {}
    }

    private func look() async throws {
        let planning = desk.planning
        let inForce = planning.current.inForce
        guard let known = inForce.revision,
            try await planning.store.database.read({ try FileVersions.revision(in: $0) }) != known
        else { return }
        do {
            let approved = try await planning.workplace.approved(in: planning.store, beside: inForce.lender)
            try await desk.take(approved)
            log.notice("approved changes are in force", metadata: ["revision": "\(approved.revision ?? 0)"])
        } catch let error as StoreError where error.endsTheRoundOnly {
            throw error
        } catch {
            // Looked at again: it may be mended by the next approval.
            let reason = "what was approved cannot be read here; nothing is planned or sent until it can: \(error)"
            if desk.context.decisions.current.holding != reason { log.error("\(reason)") }
            desk.context.decisions.hold(reason)
        }
    }
}

extension SendingDesk {
    /// Plans and lanes decide by `inForce` from now on.
    func take(_ inForce: LenderInForce) async throws {
        let packs = inForce.lender.law.packs
        try await planning.store.database.write(repeatable: true) { try Packs.keep(packs, in: $0) }
        planning.current.replace(inForce)
        context.decisions.replace(try await planning.contexts())
    }
}
