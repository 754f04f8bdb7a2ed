import CivilTime
import Testing

@Suite struct InstantTextTests {
    @Test(arguments: [
        ("2026-11-21T09:30:00Z", Int64(1_795_253_400_000), "2026-11-21T09:30:00Z"),
        ("2026-11-21T17:30:00+08:00", 1_795_253_400_000, "2026-11-21T09:30:00Z"),
        ("2026-11-21T04:30:00.25-05:00", 1_795_253_400_250, "2026-11-21T09:30:00.250Z"),
        ("2026-11-21T09:30:00.123456789Z", 1_795_253_400_123, "2026-11-21T09:30:00.123Z"),
        ("1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"),
        ("0001-01-01T00:00:00Z", Instant.distantPast.milliseconds, "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999Z", Instant.distantFuture.milliseconds, "9999-12-31T23:59:59.999Z"),
    ])
    func `an instant is read and written`(text: String, milliseconds: Int64, written: String) throws {
        let instant = try #require(Instant(iso: text))
        #expect(instant.milliseconds == milliseconds)
        #expect(instant.description == written)
    }

    @Test(arguments: [
        "2026-11-21", "2026-11-21T09:30Z", "2026-11-21T09:30:00", "2026-11-21 09:30:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T09:30:60Z", "2026-11-21T09:30:00.Z", "2026-11-21T09:30:00+8:00", "2026-11-21T09:30:00+24:00",
        "2026-11-21T09:30:00Zx", "2026-11-21T09:30:00.1234567890Z",
    ])
    func `a text that is no instant is refused`(text: String) {
        #expect(Instant(iso: text) == nil)
    }

    @Test func `any instant comes back from its text`() {
        var numbers = SeededNumbers(seed: 7)
        for _ in 0..<20_000 {
            let span = Instant.distantPast.milliseconds...Instant.distantFuture.milliseconds
            let instant = Instant(milliseconds: Int64.random(in: span, using: &numbers))
            #expect(Instant(iso: instant.description) == instant)
        }
    }

    @Test func `a corrupt instant is described and does not trap`() {
        #expect(Instant(milliseconds: .max).description == "\(Int64.max) ms")
    }
}
