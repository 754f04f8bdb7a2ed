import CivilTime
import StoreEngines
import Testing

@testable import Store

/// Changes by proposal and approval: what the store itself keeps to.
struct ProposalTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let march = Instant(milliseconds: SampleBook.march)
    private static let strategy = "strategies/standard.yaml"

    private struct Office: Sendable {
        let book: SampleBook

        func propose(_ texts: [String: String?], by name: String = "Ann", at: Instant = march) async throws -> Proposal
        {
            let vault = book.vault
            return try await book.database.write {
                try Proposals.propose(
                    texts, .init(by: name, at: at), in: $0, vault: vault, random: .seeded(3))
            }
        }

        @discardableResult
        func approve(
            _ id: Int64, by name: String = "Bo", at: Instant = march, checkedAt revision: Int64? = nil
        ) async throws -> Proposal {
            let vault = book.vault
            return try await book.database.write { session in
                try Proposals.approve(
                    id, .init(by: name, at: at), checkedAt: try revision ?? FileVersions.revision(in: session),
                    in: session, vault: vault, random: .seeded(4))
            }
        }

        func inForce(at instant: Instant? = nil) async throws -> [String: String] {
            try await book.database.read { try FileVersions.texts(at: instant, in: $0).texts }
        }
    }

    private func office(_ engine: Engine) async throws -> Office {
        Office(book: try await SampleBook.make(engine, in: folder))
    }

    @Test(arguments: Engine.allCases)
    func `what was in force at any instant can be shown, also of a file that is gone`(_ engine: Engine) async throws {
        let office = try await office(engine)
        let first = try await office.propose([Self.strategy: "one", "templates/en.yaml": "text"])
        #expect(try await office.inForce().isEmpty)
        try await office.approve(first.id, at: Self.march + .hours(1))
        let second = try await office.propose([Self.strategy: "two"])
        #expect(second.files.first?.base == first.files.first?.hash)
        try await office.approve(second.id, at: Self.march + .hours(2))
        let third = try await office.propose(["templates/en.yaml": nil])
        try await office.approve(third.id, at: Self.march + .hours(3))

        #expect(try await office.inForce(at: Self.march + .minutes(59)).isEmpty)
        #expect(
            try await office.inForce(at: Self.march + .hours(1)) == [Self.strategy: "one", "templates/en.yaml": "text"])
        #expect(
            try await office.inForce(at: Self.march + .minutes(179))
                == [Self.strategy: "two", "templates/en.yaml": "text"])
        #expect(try await office.inForce() == [Self.strategy: "two"])
        let history = try await office.book.database.read { try FileVersions.all(of: "templates/en.yaml", in: $0) }
        #expect(history.map(\.number) == [1, 2] && history.last?.hash == nil)
        #expect(try await office.book.database.read { try FileVersions.revision(in: $0) } == 4)
    }

    @Test(arguments: Engine.allCases)
    func `who proposes does not approve, however the name is written`(_ engine: Engine) async throws {
        let office = try await office(engine)
        let proposal = try await office.propose([Self.strategy: "one"], by: "Ann Archer")
        for name in ["Ann Archer", "ann archer", "Ａｎｎ Archer"] {
            let fault = await #expect(throws: ProposalFault.self) { try await office.approve(proposal.id, by: name) }
            #expect(fault == .samePerson("Ann Archer"), "\(name)")
        }
        #expect(try await office.inForce().isEmpty)
        try await office.approve(proposal.id, by: "Ann Baker")
        let decided = try #require(try await office.book.database.read { try Proposals.find(proposal.id, in: $0) })
        #expect(decided.state == .approved && decided.decided?.by == "Ann Baker")
        let again = await #expect(throws: ProposalFault.self) { try await office.approve(proposal.id, by: "Cy") }
        #expect(again == .decided(decided))
        let none = await #expect(throws: ProposalFault.self) { try await office.approve(99) }
        #expect(none == .unknown(99))
    }

    @Test(arguments: Engine.allCases)
    func `a change made on another text than the one in force is not approved`(_ engine: Engine) async throws {
        let office = try await office(engine)
        try await office.approve(office.propose([Self.strategy: "one"]).id)
        let early = try await office.propose([Self.strategy: "early", "templates/en.yaml": "text"])
        try await office.approve(office.propose([Self.strategy: "two"]).id)
        let fault = await #expect(throws: ProposalFault.self) { try await office.approve(early.id) }
        guard case .baseChanged(let proposal, let version)? = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(proposal.id == early.id && version.file == Self.strategy && version.number == 2)
        // Not even that part of it which nobody else touched.
        #expect(try await office.inForce() == [Self.strategy: "two"])
    }

    @Test(arguments: Engine.allCases)
    func `of two who approve at once one is told so, and one who checked too early checks again`(
        _ engine: Engine
    ) async throws {
        let office = try await office(engine)
        let (one, other) = (
            try await office.propose([Self.strategy: "one"]), try await office.propose(["templates/en.yaml": "text"])
        )
        async let first = Result.of { try await office.approve(one.id, by: "Bo") }
        async let second = Result.of { try await office.approve(one.id, by: "Cy") }
        let results = await [first, second]
        #expect(results.count { if case .success = $0 { true } else { false } } == 1)
        for case .failure(let error) in results {
            guard case ProposalFault.decided(let proposal) = error else {
                Issue.record("\(error)")
                continue
            }
            #expect(proposal.id == one.id)
        }
        let stale = await #expect(throws: ProposalFault.self) { try await office.approve(other.id, checkedAt: 0) }
        #expect(stale == .revisionChanged)
        try await office.approve(other.id)
        #expect(try await office.book.database.read { try FileVersions.revision(in: $0) } == 2)
    }

    @Test(arguments: Engine.allCases)
    func `every act is a leaf with who, when and the texts by hash, and a clock set back changes no order`(
        _ engine: Engine
    ) async throws {
        let office = try await office(engine)
        let vault = office.book.vault
        let proposal = try await office.propose([Self.strategy: "one"])
        try await office.approve(proposal.id, at: Self.march + .hours(5))
        let next = try await office.propose([Self.strategy: "two"])
        try await office.approve(next.id, at: Self.march)
        let taken = try await office.propose([Self.strategy: "three"])
        _ = try await office.book.database.write {
            try Proposals.reject(
                taken.id, .init(by: "Ann", at: Self.march + .hours(6)), in: $0, vault: vault, random: .seeded(5))
        }
        let versions = try await office.book.database.read { try FileVersions.all(of: Self.strategy, in: $0) }
        #expect(versions.map(\.from) == [Self.march + .hours(5), Self.march + .hours(5)])
        #expect(try await office.inForce() == [Self.strategy: "two"])
        let kinds = try await office.book.database.read {
            try $0.rows("SELECT kind FROM leaf ORDER BY idx") { $0.text(0) }
        }
        #expect(kinds == Array(repeating: "change", count: 6))
    }

    @Test(arguments: Engine.allCases)
    func `a text that somebody wrote over in the store is refused`(_ engine: Engine) async throws {
        let office = try await office(engine)
        try await office.approve(office.propose([Self.strategy: "one"]).id)
        try await office.book.database.write { _ = try $0.run("UPDATE file_text SET text = 'another'") }
        let error = await #expect(throws: StoreError.self) { try await office.inForce() }
        #expect(error?.code == .corrupted)
    }

    @Test(arguments: [("Ann", "Ann"), ("  Ann   Archer ", "Ann Archer"), ("陈晨", "陈晨")])
    func `a name is read without the spaces around it`(text: String, name: String) {
        #expect(PersonName.read(text) == name)
    }

    @Test(arguments: ["", "  ", "A\u{7}B", String(repeating: "a", count: 101), "A\u{200B}nn"])
    func `what is no name is refused`(text: String) { #expect(PersonName.read(text) == nil) }
}

extension Result where Failure == any Error {
    fileprivate static func of(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
