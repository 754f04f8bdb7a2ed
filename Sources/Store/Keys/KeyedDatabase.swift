/// A database whose every transaction first makes sure that the process's keys are those of the database: what is written
/// can be read by every node, and a reply finds its borrower also while hashes are rewritten.
///
/// Costs a look at one row of `setting`, and for writers on PostgreSQL a lock that only the beginning of a rotation
/// asks for otherwise.
package struct KeyedDatabase: SQLDatabase {
    private let base: any SQLDatabase
    private let vault: Vault

    package init(_ base: any SQLDatabase, vault: Vault) {
        self.base = base
        self.vault = vault
    }

    package var engine: SQLEngine { base.engine }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        let vault = vault
        return try await base.read { session in
            try vault.follow(session)
            return try body(session)
        }
    }

    @discardableResult package func write<Value: Sendable>(
        repeatable: Bool, _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        let vault = vault
        return try await base.write(repeatable: repeatable) { session in
            try vault.enter(session)
            return try body(session)
        }
    }

    package func wakes() -> AsyncStream<Wake> { base.wakes() }

    package func forgetDeleted() async throws -> Bool { try await base.forgetDeleted() }

    package func check() async throws { try await base.check() }

    package func close() throws { try base.close() }
}
