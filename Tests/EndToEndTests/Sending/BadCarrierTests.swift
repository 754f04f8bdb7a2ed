import Foundation
import Glibc
import Testing

/// A carrier that misbehaves is named, and what is due stays due.
struct BadCarrierTests {
    @Test(
        arguments: [
            ("--refuse-bind", "the carrier refused the bind: ESME_RBINDFAIL"),
            ("--close-at-once", "bind 1 (transceiver): "),
            ("--nonsense", "the carrier sent something that is not SMPP"),
        ])
    func `what the carrier does wrong is said, and nothing is lost`(flag: String, says: String) async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier([flag]) { _ in
            let run = try await lender.dunlin("send", "--json", "--now", SmallBook.now, "--link-within", "1")
            #expect(run.code == 1)
            #expect(run.err.contains("route simulator is not up") && run.err.contains(says), "\(run.err)")
            #expect(run.err.contains("nothing is lost, what is due stays due"))
            #expect(try run.json()["attempts"].int == 0)
        }
        try await lender.withCarrier { _ in
            let run = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(try run.json()["delivered"].int == 3)
        }
    }

    @Test func `no carrier at all is said`() async throws {
        let lender = try await Lender.with()
        var port = 0
        try await lender.withCarrier { port = try await $0.number(after: "listening on 127.0.0.1:") }
        let run = try await lender.dunlin("send", "--json", "--now", SmallBook.now, "--link-within", "1")
        #expect(run.code == 1)
        #expect(run.err.contains("route simulator is not up"), "\(run.err)")
        #expect(run.err.contains("127.0.0.1:\(port)") && run.err.contains("Connection refused"), "\(run.err)")
        #expect(try run.json()["attempts"].int == 0)
    }

    @Test func `throttling, lost answers and cut connections lose nothing and repeat nothing`() async throws {
        let lender = try await Lender.with(.overdue(60))
        try await lender.withCarrier([
            "--journal", "journal", "--throttled", "0.1", "--drop-after", "50", "--undelivered", "0.1",
            "--duplicate-receipts", "0.2", "--out-of-order", "0.2",
        ]) { carrier in
            let run = try await lender.dunlin("send", "--json", "--now", SmallBook.now, "--receipts-within", "2")
            #expect(run.code == 0, "\(run.err)")
            // What was throttled is tried again as long as the run lasts.
            #expect(try run.json()["attempts"].int ?? 0 >= 60)
            let seen = try await lender.counts(of: carrier)
            #expect((seen["throttled"].int ?? 0) > 0 && seen["duplicates"].int == 0)
            #expect((seen["binds"].int ?? 0) > 1)
        }
        let journal = try Journal(lender.folder.text("journal"))
        #expect(journal.repeated.isEmpty)
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a name two addresses"))
    func `a name with an address that nobody answers at is bound once, over the other`() async throws {
        let lender = try await Lender.with()
        try lender.folder.write("127.0.0.1 localhost carrier.test\n::1 localhost carrier.test\n", to: "hosts")
        try await lender.withCarrier { carrier in
            try lender.folder.replace("host: 127.0.0.1", with: "host: carrier.test", in: "routes.yaml")
            // Names of its own, seen by this command only.
            let run = try await Run.of(
                "/usr/bin/env",
                [
                    "unshare", "--mount", "sh", "-c",
                    "mount --bind hosts /etc/hosts || exit 99; exec \"$0\" send --json --now \(SmallBook.now)",
                    Checkout.program,
                ], in: lender.folder.path)
            if run.code == 99 || run.err.contains("unshare") { return }
            #expect(try run.json()["delivered"].int == 3, "\(run.err)")
            #expect(!run.err.contains("closed the connection"), "\(run.err)")
            let seen = try await lender.counts(of: carrier)
            #expect(seen["binds"].int == 1 && seen["unbinds"].int == 1)
        }
    }
}
