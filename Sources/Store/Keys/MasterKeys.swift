/// The master keys that a process was given: one, or several while a rotation is under way.
///
/// By file: `master.key`, and beside it `master.key.2` and so on, a key in each. By `DUNLIN_MASTER_KEY`: one, or several
/// between commas or spaces; then files are not looked at. Which generation a key is stands in the database.
package struct MasterKeys: Sendable {
    package struct Given: Sendable {
        package var key: MasterKey
        /// The file, or the variable.
        package var place: String

        package init(key: MasterKey, place: String) {
            self.key = key
            self.place = place
        }
    }

    /// In the order of their places; one at least.
    package let given: [Given]

    package init(_ given: [Given]) { self.given = given }

    package init(_ key: MasterKey) { given = [Given(key: key, place: "master key")] }

    /// The file of a generation's key beside that of the first.
    package static func file(of generation: UInt8, beside file: String) -> String {
        generation == 1 ? file : "\(file).\(generation)"
    }

    /// Everything that is given. Throws for a key that is unreadable, exposed or none, and `masterKeyMissing` when there
    /// is none at all.
    package static func load(file: String, environment: [String: String]) throws -> MasterKeys {
        if let text = environment[MasterKey.variable], !text.isEmpty {
            return MasterKeys(
                try MasterKey.parseSeveral(text, place: MasterKey.variable).map {
                    Given(key: $0, place: MasterKey.variable)
                })
        }
        var given: [Given] = []
        for generation in 1...KeyState.lastGeneration {
            let path = self.file(of: generation, beside: file)
            if let key = try MasterKey.existing(file: path) { given.append(Given(key: key, place: path)) }
        }
        guard !given.isEmpty else { throw MasterKey.missing(file: file) }
        return MasterKeys(given)
    }

    /// Whether any is given, without reading it.
    package static func areGiven(file: String, environment: [String: String]) -> Bool {
        if environment[MasterKey.variable].map({ !$0.isEmpty }) == true { return true }
        return (1...KeyState.lastGeneration).contains { PrivateFile.exists(Self.file(of: $0, beside: file)) }
    }
}

/// Where a process looks for its master keys, again and again: a key that was put there while it runs is found.
package struct MasterSource: Sendable {
    package let load: @Sendable () throws -> MasterKeys

    package init(_ load: @escaping @Sendable () throws -> MasterKeys) { self.load = load }

    /// Always the same.
    package init(_ keys: MasterKeys) { load = { keys } }
}
