internal import Crypto

/// The keys of a store as they stand in one state: what its masters unwrap. A value, replaced as a whole.
struct KeyRing: Sendable {
    let state: KeyState
    /// What wraps borrowers' keys, by generation: of every master that was given and is known.
    let wrapping: [UInt8: SymmetricKey]
    let lookups: HashChain
    let digests: HashChain
    /// What seals values of no borrower, oldest first.
    let seals: [SymmetricKey]
    /// What seals the list of the erased outside of the database, by generation.
    let lists: [UInt8: SymmetricKey]

    /// A ring of one master, every key derived from it: stores made before there were generations, and tests.
    init(deriving master: MasterKey) {
        state = KeyState(current: 1)
        wrapping = [1: master.derived(MasterKey.wrappingUse)]
        lookups = HashChain(keys: [master.derived(StoreKeys.Use.lookups.rawValue)])
        digests = HashChain(keys: [master.derived(StoreKeys.Use.digests.rawValue)])
        seals = [master.derived(StoreKeys.Use.seals.rawValue)]
        lists = [1: master.derived(MasterKey.listUse)]
    }

    /// The ring of a database in the state `state`, of the masters that belong to it.
    init(_ state: KeyState, masters: [UInt8: MasterKey], in session: any SQLSession) throws {
        self.state = state
        wrapping = masters.mapValues { $0.derived(MasterKey.wrappingUse) }
        lists = masters.mapValues { $0.derived(MasterKey.listUse) }
        let keys = try StoreKeys.read(wrapping, in: session)
        func all(_ use: StoreKeys.Use) throws -> [SymmetricKey] {
            let found = keys[use, default: []]
            guard found.count == Int(state.current) else {
                throw StoreError(
                    .unreadableRow, "\(found.count) keys of \(use) for \(state.current) generations", at: "store_key",
                    fix: "Restore the latest backup")
            }
            return found
        }
        lookups = HashChain(keys: try all(.lookups))
        digests = HashChain(keys: try all(.digests))
        seals = try all(.seals)
    }
}

extension MasterKey {
    static let wrappingUse = "wrapping"
    static let listUse = "erased"
}
