import Foundation
import StoreEngines
import Testing

@Suite(.everyEngine) struct ServeTests {
    @Test func `serve plans, sends, honours STOP, tells how it is, and ends gracefully`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier(["--stops", "1"]) { carrier in
            try await lender.beside(["serve", "--now", SmallBook.now, "--log-format", "json"]) { serve in
                let port = try await serve.number(after: "\"listening\",\"port\":\"")
                let health = try await Fetch.get("http://127.0.0.1:\(port)/health")
                #expect([200, 503].contains(health.status))
                try await serve.wait(for: "three delivered, three confirmed") {
                    try Fetch.blocking("http://127.0.0.1:\(port)/metrics").contains(
                        "dunlin_delivery_events_total{route=\"simulator\",event=\"delivered\"} 6\n")
                }
                let well = try await Fetch.get("http://127.0.0.1:\(port)/health")
                #expect(well.status == 200)
                let parts = try JSONDocument(text: well.text)
                #expect(parts["status"].text == "ok")
                #expect(parts["parts"]["route simulator"].text == "up" && parts["parts"]["store"].text == "up")
                let metrics = try await Fetch.get("http://127.0.0.1:\(port)/metrics").text
                for line in [
                    "dunlin_link_up{route=\"simulator\"} 1", "dunlin_links_up{route=\"simulator\"} ",
                    "dunlin_link_pdus_total{route=\"simulator\",direction=\"sent\",pdu=\"submit_sm\"} ",
                    "dunlin_link_answer_seconds_bucket{route=\"simulator\",le=\"+Inf\"} ",
                    "dunlin_delivery_events_total{route=\"simulator\",event=\"opt_out\"} 3",
                    "dunlin_messages{state=\"delivered\"} 6",
                ] { #expect(metrics.contains(line.hasSuffix(" ") ? line : line + "\n"), "\(line)") }

                serve.signal(15)
                #expect(await serve.waitForEnd(within: 60) == false)
                #expect(serve.code == 0)
                var said: Set<String> = []
                for line in try serve.errors().split(separator: "\n") {
                    let entry = try JSONDocument(text: String(line))
                    #expect(entry["time"].text != nil && entry["level"].text != nil && entry["message"].text != nil)
                    if let message = entry["message"].text { said.insert(message) }
                }
                #expect(said.contains("parts of tables were made") == (Engine.current == .postgres))
            }
            let seen = try await lender.counts(of: carrier)
            #expect(seen["binds"].int == 1 && seen["unbinds"].int == 1)
            #expect(seen["replies"].int == 3)
        }
        let story = try await lender.dunlin("story", "B1").out
        for words in [
            "the borrower answered: opt_out", "opted out; honoured at once", "opt_out.confirmation: handed to route",
        ] {
            #expect(story.components(separatedBy: words).count == 2, "\(words)")
        }
        // A week later nothing more is said to them.
        let plan = try await lender.dunlin("plan", "--json", "--now", "2026-11-27T18:00:00Z").json()
        #expect(plan["messages"].int == 0)
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["unpublished"].int == 0)
    }

    @Test func `a book that is brought in while serve runs is planned and sent`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier(["--journal", "journal"]) { _ in
            try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
                _ = try await serve.number(after: "listening port=")
                try await serve.wait(for: "the first three") { try texts(lender) == 3 }
                var more = SmallBook.standard
                more.rows.append(.init(id: "6", name: "Flo Finch", phone: "+12125550106"))
                try lender.write(more, as: "more")
                try await lender.bringIn("more", now: "2026-11-21T18:01:00Z")
                try await serve.wait(for: "the fourth") { try texts(lender) == 4 }
            }
        }
    }

    @Test func `serve goes on while others look, export and audit`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier { _ in
            try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
                _ = try await serve.number(after: "listening port=")
                for round in 1...8 {
                    for arguments in [
                        ["evidence", "export", "--borrower", "B1", "--out", "b1.json"], ["evidence", "audit"],
                        ["story", "B2", "--reveal"],
                    ] {
                        let run = try await Run.of(
                            Checkout.program, arguments, in: lender.folder.path, environment: lender.environment)
                        #expect(run.code == 0, "\(round): \(run.out)\(run.err)")
                    }
                }
                #expect(serve.isRunning)
                serve.signal(2)
                #expect(await serve.waitForEnd(within: 60) == false)
                #expect(serve.code == 0)
            }
        }
    }

    @Test func `serve outlasts another process that holds the store for longer than it waits`() async throws {
        // On a server one writer does not keep the others out.
        guard Engine.current == .sqlite else { return }
        let lender = try await Lender.with(.overdue(30))
        try await lender.withCarrier(["--journal", "journal", "--answer-delay", "30"]) { _ in
            try lender.folder.replace("window: 100", with: "window: 5", in: "routes.yaml")
            try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
                try await serve.wait(for: "the first") { try texts(lender) >= 3 }
                let held = try lender.holdingStore()
                _ = try await held.number(after: "holds ")
                try await serve.wait(for: "a word of it") {
                    try serve.errors().contains("delivery waits: ./.dunlin/dunlin.db: is locked by another process")
                }
                held.signal(9)
                try await serve.wait(for: "the rest") { try texts(lender) == 30 }
                serve.signal(15)
                #expect(await serve.waitForEnd(within: 60) == false)
                #expect(serve.code == 0)
            }
        }
        #expect(try Journal(lender.folder.text("journal")).repeated.isEmpty)
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["attempts"].int == 30)
    }

    @Test func `a port in use is named`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier { carrier in
            let port = try await carrier.number(after: "listening on 127.0.0.1:")
            let run = try await lender.dunlin("serve", "--now", SmallBook.now, "--port", "\(port)", within: 60)
            #expect(run.code == 1)
            #expect(run.err.contains("the port \(port) on 127.0.0.1 is in use"))
            let second = try await lender.dunlin("carrier", "--port", "\(port)", within: 60)
            #expect(second.code == 1)
            #expect(second.err.contains("\(port)") && second.err.contains("in use"), "\(second.err)")
        }
    }

    private func texts(_ lender: Lender) throws -> Int {
        guard FileManager.default.fileExists(atPath: lender.folder["journal"]) else { return 0 }
        return try Journal(lender.folder.text("journal")).texts.count
    }
}
