import Foundation
import Glibc
import Testing

/// A node whose disk fills up in the middle of its work, and has room again.
struct FullDiskTests {
    private static let borrowers = 300

    @Test(.enabled(if: geteuid() == 0, "only root can mount a small disk"))
    func `a serve whose disk is full waits, and goes on with room, and says nothing twice`() async throws {
        let lender = try Lender()
        try lender.write(.overdue(Self.borrowers))
        try await lender.withCarrier(["--journal", "journal", "--answer-delay", "20"]) { carrier in
            try lender.folder.replace("window: 100", with: "window: 5", in: "routes.yaml")
            // A mount of its own, seen by these commands only and gone with them.
            let script = """
                mkdir room && mount -t tmpfs -o size=64m tmpfs room || exit 99
                said() { wc -l < journal 2> nothing || echo 0; }
                until_true() { until eval "$1"; do kill -0 $serve || exit 98; sleep 0.02; done; }
                "$0" import --mapping "$1" book --home room/home --now \(SmallBook.now) --json > imported || exit 97
                "$0" serve --home room/home --now \(SmallBook.now) 2> served & serve=$!
                until_true '[ $(said) -ge 40 ]'
                dd if=/dev/zero of=room/fill bs=4k 2> nothing
                until_true 'grep -q "delivery waits" served'
                echo "full at $(said)" >&2
                rm room/fill
                until_true 'grep -q "can be written to again" served'
                until_true '[ $(said) -ge \(Self.borrowers * 2) ]'
                kill -TERM $serve; wait $serve || exit 96
                "$0" evidence audit --home room/home --json
                """
            let run = try await Run.of(
                "/usr/bin/env",
                ["unshare", "--mount", "sh", "-c", script, Checkout.program, Checkout.mapping("en")],
                in: lender.folder.path, within: 120)
            if run.code == 99 || run.err.contains("unshare") { return }
            let log =
                FileManager.default.fileExists(atPath: lender.folder["served"]) ? try lender.folder.text("served") : ""
            #expect(run.code == 0, "\(run.err)\n\(log)")
            let audit = try run.json()
            #expect(audit["valid"].bool == true)
            #expect(audit["attempts"].int == Self.borrowers)
            let journal = try Journal(lender.folder.text("journal"))
            #expect(journal.repeated.isEmpty && journal.texts.count == Self.borrowers)
            #expect(log.contains("no space left to write"))
            #expect(try await lender.counts(of: carrier)["duplicates"].int == 0)
        }
    }
}
