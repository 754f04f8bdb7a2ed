import CarrierProtocols
import NIOCore
import Testing

/// What happens when nothing does.
extension CMPPSessionTests {
    @Test func `a CONNECT without answer ends in time and not before`() {
        var session = Self.session()
        #expect(session.tick(now: .seconds(500)).isEmpty)
        _ = session.opened(now: .seconds(100), posixSeconds: Self.moment)
        #expect(session.tick(now: .milliseconds(104_999)).isEmpty)
        let actions = session.tick(now: .seconds(105))
        #expect(actions.map(Self.words) == ["close: the carrier did not answer CMPP_CONNECT in time"])
    }

    @Test func `a TERMINATE without answer ends all the same`() {
        var session = Self.connected()
        _ = session.terminate(now: .seconds(1))
        #expect(session.tick(now: .seconds(60)).isEmpty)
        #expect(session.tick(now: .seconds(61)).map(Self.words) == ["close: terminated"])
    }

    /// C = 180 s, T = 60 s, N = 3 (§7.1).
    @Test func `silence is tested three times and then ends the session`() {
        var session = Self.connected()
        #expect(session.tick(now: .milliseconds(179_999)).isEmpty)
        #expect(session.tick(now: .seconds(180)).map(Self.words) == ["send activeTest 2"])
        #expect(session.tick(now: .seconds(239)).isEmpty)
        #expect(session.tick(now: .seconds(240)).map(Self.words) == ["send activeTest 3"])
        #expect(session.tick(now: .seconds(300)).map(Self.words) == ["send activeTest 4"])
        #expect(session.tick(now: .seconds(359)).isEmpty)
        let actions = session.tick(now: .seconds(360))
        #expect(actions.map(Self.words) == ["close: the carrier did not answer CMPP_ACTIVE_TEST in time"])
        if case .close(let end, _)? = actions.first { #expect(end.isAbrupt) }
    }

    @Test func `any word from the peer counts as life`() {
        var session = Self.connected()
        _ = session.tick(now: .seconds(180))
        _ = session.tick(now: .seconds(240))
        _ = session.received(.init(sequence: 2, .activeTestResponse), now: .seconds(241))
        #expect(session.tick(now: .seconds(420)).isEmpty)
        #expect(session.tick(now: .seconds(421)).map(Self.words) == ["send activeTest 4"])
    }

    @Test
    func `texts without an answer are given up in their order, never sent again, and a late answer changes nothing`() {
        var session = Self.connected()
        _ = session.submit(1, now: .seconds(1))
        _ = session.submit(2, now: .seconds(2))
        #expect(session.tick(now: .milliseconds(60_999)).isEmpty)
        #expect(session.tick(now: .seconds(62)).map(Self.words) == ["unanswered 1", "unanswered 2"])
        #expect(session.room == 3)
        #expect(session.tick(now: .seconds(122)).isEmpty)
        _ = session.received(.init(sequence: 2, .submitResponse(.init(id: .none))), now: .seconds(123))
        #expect(session.ignoredAnswers == 1)
    }

    @Test func `answers that we did not read are not late`() {
        var session = Self.connected()
        _ = session.submit(1, now: .zero)
        session.resumedReading(now: .seconds(100))
        #expect(session.tick(now: .seconds(159)).isEmpty)
        #expect(session.tick(now: .seconds(160)).map(Self.words) == ["unanswered 1"])
    }

    @Test func `what was out when the connection ended is named in order`() {
        var session = Self.connected(window: 100)
        for token in 1...50 { _ = session.submit(token, now: .zero) }
        _ = session.received(.init(sequence: 11, .submitResponse(.init(id: .none))), now: .zero)
        #expect(session.closed() == (1...50).filter { $0 != 10 })
        #expect(session.closed().isEmpty)
        #expect(session.room == 0)
    }
}
