import Foundation
import StoreEngines
import Testing

/// `dunlin costs`: what was sent, and a carrier's bill of it.
@Suite(.everyEngine) struct CostsTests {
    @Test func `what a plan says it costs is what it costs, and a bill is held against it`() async throws {
        let lender = try await Lender.with(.overdue(6))
        try await lender.withCarrier(["--journal", "journal"]) { _ in
            try lender.folder.replace(
                "    simulator: true",
                with: "    cost: {per_segment: \"0.0075\", currency: USD, billed_on: delivery}\n    simulator: true",
                in: "routes.yaml")
            let plan = try await lender.dunlin("plan", "--json", "--now", SmallBook.now)
            let planned = try #require(try plan.json()["segments"].int)
            #expect(try plan.json()["cost"]["USD"].text == Self.amount(planned))
            #expect(try plan.json()["unpriced_segments"].int == 0)
            let shown = try await lender.dunlin("plan", "--now", SmallBook.now).out
            #expect(shown.contains("They would cost \(Self.amount(planned)) USD"), "\(shown)")
            let sent = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(try sent.json()["delivered"].int == 6, "\(sent.err)")

            let costs = try await lender.dunlin("costs", "--json", "--by", "portfolio,strategy,step,route,month")
            #expect(costs.code == 0, "\(costs.err)")
            let row = try #require(try costs.json()["rows"].list.first)
            #expect(try costs.json()["rows"].list.count == 1)
            #expect(row["portfolio"].text == "meadow" && row["month"].text == "2026-11")
            #expect(row["route"].text == "simulator" && row["strategy"].text == "standard")
            #expect(row["planned"].int == 6 && row["messages"].int == 6 && row["delivered"].int == 6)
            #expect(row["segments"].int == planned && row["currency"].text == "USD")
            for key in ["estimated", "incurred", "cost"] { #expect(row[key].text == Self.amount(planned), "\(key)") }
            #expect(row["correction"].text == "0.00")
            #expect(try await lender.dunlin("costs", "--month", "2026-10").out.hasPrefix("Nothing was planned"))

            // Of the carrier's own journal a bill is made.
            let lines = try lender.folder.text("journal").split(separator: "\n").map { line in
                let fields = line.split(separator: "\t")
                return "\(fields[4]),2026-11-21 13:00:00,1,0.0075,\(fields[1])"
            }
            let heading = "message_id,submit_time,segments,amount,msisdn\n"
            try lender.folder.write(heading + lines.joined(separator: "\n") + "\n", to: "bill.csv")
            let arguments = ["costs", "--reconcile", "bill.csv", "--route", "simulator", "--month", "2026-11"]
            let agreed = try await lender.run(arguments)
            #expect(agreed.code == 0, "\(agreed.out) \(agreed.err)")
            #expect(agreed.out.contains("\(planned) lines, everything agrees"), "\(agreed.out)")

            let wrong = lines.dropFirst().map { $0.replacing("0.0075", with: "0.008") } + [lines[1]]
            try lender.folder.write(heading + wrong.joined(separator: "\n") + "\n", to: "bill.csv")
            let differing = try await lender.run(arguments + ["--json"])
            #expect(differing.code == 1)
            let report = try differing.json()
            #expect(report["totals"]["price"]["count"].int == planned - 1)
            #expect(report["totals"]["twice"]["count"].int == 1 && report["totals"]["not_billed"]["count"].int == 1)
            #expect(report["differences"].list.count == planned + 1)
            #expect(report["differences"].list.first?["line"].int == 2)
            #expect(!differing.out.contains("2125551000"))

            let lacking = try await lender.run(Array(arguments.dropLast(2)))
            #expect(lacking.code == 64 && lacking.err.contains("--month"))
        }
    }

    private static func amount(_ segments: Int) -> String {
        let tenThousandths = segments * 75
        let text = String(format: "%d.%04d", tenThousandths / 10_000, tenThousandths % 10_000)
        return text.hasSuffix("00") ? String(text.dropLast(2)) : text.hasSuffix("0") ? String(text.dropLast()) : text
    }
}
