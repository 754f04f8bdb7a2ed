import Store
import Synchronization

/// The lender's files in force, and of which revision of the store's versions they are; nil where files stand as they are.
struct LenderInForce: Sendable {
    var lender: Lender
    var revision: Int64?
}

/// What is in force now, for all who plan and send in one process.
final class CurrentLender: Sendable {
    private let state: Mutex<LenderInForce>

    init(_ inForce: LenderInForce) { state = Mutex(inForce) }

    var inForce: LenderInForce { state.withLock { $0 } }
    func replace(_ inForce: LenderInForce) { state.withLock { $0 = inForce } }
}
