import Foundation
import StoreEngines
import Testing

/// Two carriers, and a way for every message.
@Suite(.everyEngine) struct SeveralRoutesTests {
    /// Runs `body` beside two carriers: `east`, which goes first, and `reserve`. Each writes down what it takes.
    private func withTwo(
        _ lender: Lender, east: String = "", flags: [String] = [], _ body: (_ east: Child) async throws -> Void
    ) async throws {
        try await lender.withCarrier(["--journal", "east"] + flags) { first in
            try await lender.beside(["carrier", "--port", "0", "--json", "--journal", "reserve"]) { second in
                var text = "routes:\n"
                for (name, carrier, more) in [
                    ("east", first, "priority: 1, " + east), ("reserve", second, "priority: 2, "),
                ] {
                    let port = try await carrier.number(after: "listening on 127.0.0.1:")
                    text +=
                        "  \(name): {protocol: smpp, host: 127.0.0.1, port: \(port), system_id: dunlin, \(more)"
                        + "password_env: DUNLIN_SIMULATOR_PASSWORD, simulator: true}\n"
                }
                try lender.folder.write(text, to: "routes.yaml")
                let settings = try lender.folder.text("dunlin.yaml")
                try lender.folder.write(
                    settings.replacing("route: simulator", with: "routes: [east, reserve]"), to: "dunlin.yaml")
                try await body(first)
            }
        }
    }

    private func journal(_ lender: Lender, _ name: String) throws -> Journal {
        guard FileManager.default.fileExists(atPath: lender.folder[name]) else { return Journal("") }
        return try Journal(lender.folder.text(name))
    }

    /// Every number once, at one carrier or the other.
    private func expectOnce(_ lender: Lender, _ count: Int) throws {
        let (east, reserve) = (try journal(lender, "east"), try journal(lender, "reserve"))
        #expect(east.repeated.isEmpty && reserve.repeated.isEmpty)
        #expect(east.destinations.isDisjoint(with: reserve.destinations))
        #expect(east.destinations.count + reserve.destinations.count == count)
    }

    @Test func `numbers go over the route that serves them, and the story says why`() async throws {
        let lender = try await Lender.with(.overdue(10))
        try await withTwo(lender, east: "prefixes: [\"\(Self.beginning)\"], ") { _ in
            #expect(try await lender.dunlin("check").code == 0)
            let sent = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(sent.code == 0, "\(sent.err)")
            #expect(try sent.json()["delivered"].int == 10)
            try expectOnce(lender, 10)
            let east = try journal(lender, "east").destinations
            #expect(!east.isEmpty && east.count < 10)
            #expect(east.allSatisfy { "+\($0)".hasPrefix(Self.beginning) })
            #expect(
                try journal(lender, "reserve").destinations.allSatisfy { !"+\($0)".hasPrefix(Self.beginning) })
        }
        let story = try await lender.dunlin("story", "B1").out
        #expect(story.contains("chosen, priority "), "\(story)")
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
    }

    /// Of some numbers of the book and not of others.
    private static let beginning = "+1212555000"

    @Test func `a drained route is passed by, by send and by a serve that runs, until it is resumed`() async throws {
        let lender = try await Lender.with(.overdue(5))
        try await withTwo(lender) { _ in
            let drain = try await lender.dunlin(
                "route", "drain", "east", "--by", "Li Min", "--note", "works", "--now", SmallBook.now)
            #expect(drain.code == 0 && drain.out == "route east is drained\n", "\(drain.err)")
            let listed = try await lender.dunlin("route", "list", "--json", "--now", SmallBook.now).json()
            #expect(listed["routes"].list.map { $0["name"].text } == ["east", "reserve"])
            #expect(listed["routes"].list[0]["drained"]["by"].text == "Li Min")
            let test = try await lender.dunlin(
                "route", "test", "east", "--portfolio", "meadow", "--to", "+12125550101", "--class", "collection",
                "--now", SmallBook.now)
            #expect(test.out == "reserve would take it, not east\n  east: drained\n  reserve: chosen, priority 2\n")
            try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
                try await serve.wait(for: "the five") { try journal(lender, "reserve").destinations.count == 5 }
                #expect(try journal(lender, "east").segments == 0)
                let resume = try await lender.dunlin(
                    "route", "resume", "east", "--by", "Li Min", "--now", SmallBook.now)
                #expect(resume.code == 0, "\(resume.err)")
                // Those of it that were there stand as they were.
                try lender.write(.overdue(8), as: "more")
                try await lender.bringIn("more", now: "2026-11-21T18:01:00Z")
                try await serve.wait(for: "the rest") { try journal(lender, "east").destinations.count == 3 }
            }
            try expectOnce(lender, 8)
        }
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
    }

    @Test func `a route without a link is followed by the next, and nobody is told twice`() async throws {
        let lender = try await Lender.with(.overdue(6))
        try await withTwo(lender, flags: ["--refuse-bind"]) { _ in
            let sent = try await lender.dunlin(
                "send", "--json", "--now", SmallBook.now, "--link-within", "40", within: 120)
            #expect(sent.code == 0, "\(sent.err)")
            #expect(try sent.json()["delivered"].int == 6)
            #expect(try journal(lender, "reserve").destinations.count == 6)
            let listed = try await lender.dunlin("route", "list", "--json", "--now", SmallBook.now).json()
            #expect(listed["routes"].list[0]["level"].text == "open", "\(listed)")
        }
    }

    @Test func `check says what no route could ever take, and offers the nearest name`() async throws {
        let lender = try await Lender.with(.overdue(1))
        try await withTwo(lender, east: "classes: [service], ") { _ in
            func faults() async throws -> String { try await lender.dunlin("check").out }
            #expect(try await lender.dunlin("check").code == 0)
            try lender.folder.replace("routes: [east, reserve]", with: "routes: [east, reserv]", in: "dunlin.yaml")
            #expect(
                try await faults().contains("names the route `reserv`, which is not there. Did you mean `reserve`?"))
            try lender.folder.replace("routes: [east, reserv]", with: "routes: [east]", in: "dunlin.yaml")
            #expect(
                try await faults().contains("has steps of the class collection, and none of its routes takes these"))
            try lender.folder.replace("classes: [service]", with: "countries: [GB]", in: "routes.yaml")
            #expect(try await faults().contains("no route of portfolio `meadow` serves numbers of US"))
        }
    }
}
