import CarrierProtocols
import NIOCore
import Synchronization
import Testing

/// Counts on from `first`, as the owner of a node's sessions does for all of them.
private func counter(from first: UInt32) -> @Sendable () -> UInt32 {
    let counter = SharedCounter(first)
    return { counter.next() }
}

private final class SharedCounter: Sendable {
    private let following: Atomic<UInt32>

    init(_ first: UInt32) { following = Atomic(first) }

    func next() -> UInt32 { following.wrappingAdd(1, ordering: .relaxed).oldValue }
}

struct SGIPSessionTests {
    /// 23:05:10 on 21 November in China.
    private static let moment: Int64 = 1_795_273_510
    private static let timers = LinkTimers(bind: .seconds(5), enquireLink: .seconds(60), response: .seconds(30))

    private static func sequence(_ counter: UInt32, _ moment: UInt32 = 1_121_230_510) -> SGIP.Sequence {
        SGIP.Sequence(node: 3_010_073_123, moment: moment, counter: counter)
    }

    private static func session(window: Int = 3) -> SGIP.Session<Int> {
        SGIP.Session(
            account: SGIP.Account(name: "lender", password: "password", node: 3_010_073_123), window: window,
            timers: timers, counter: counter(from: 77))
    }

    /// A session that is let in; its Bind had the counter 77.
    private static func bound(window: Int = 3) -> SGIP.Session<Int> {
        var session = session(window: window)
        _ = session.opened(now: .zero, posixSeconds: moment)
        _ = session.received(.init(sequence: sequence(77), .bindResponse(.ok)), now: .zero)
        return session
    }

    private static func words(_ action: SGIP.SessionAction<Int>) -> String {
        switch action {
        case .nothing: "nothing"
        case .send(let pdu): "send \(pdu.content) \(pdu.sequence.counter)"
        case .bound: "bound"
        case .answered(let token, let result): "answered \(token) \(result.rawValue)"
        case .unanswered(let token): "unanswered \(token)"
        case .close(let end, let last): "close: \(end)" + (last.map { " after \($0.content)" } ?? "")
        }
    }

    @Test func `a session binds, sends within its window and unbinds`() {
        var session = Self.session()
        #expect(session.submit(7, now: .zero, posixSeconds: Self.moment) == nil)
        #expect(session.unbind(now: .zero) == nil)
        let bind = session.opened(now: .zero, posixSeconds: Self.moment)
        #expect(
            bind
                == SGIP.PDU(
                    sequence: Self.sequence(77), .bind(.init(type: 1, name: "lender", password: "password"))))
        #expect(
            Self.words(session.received(.init(sequence: Self.sequence(77), .bindResponse(.ok)), now: .zero)) == "bound")
        let sequences = (10...13).map { session.submit($0, now: .zero, posixSeconds: Self.moment + 1) }
        #expect(sequences == [78, 79, 80].map { Self.sequence($0, 1_121_230_511) } + [nil])
        // The whole sequence counts, not the counter alone.
        let stray = session.received(.init(sequence: Self.sequence(79), .submitResponse(.ok)), now: .zero)
        #expect(Self.words(stray) == "nothing")
        let answer = session.received(
            .init(sequence: Self.sequence(79, 1_121_230_511), .submitResponse(.busy)), now: .zero)
        #expect(Self.words(answer) == "answered 11 11")
        session.withdraw(Self.sequence(80, 1_121_230_511))
        #expect(session.room == 2)
        #expect(session.unbind(now: .zero) == SGIP.PDU(sequence: Self.sequence(81, 1_121_230_511), .unbind))
        #expect(session.unbind(now: .zero) == nil)
        #expect(session.submit(99, now: .zero, posixSeconds: Self.moment) == nil)
        let end = session.received(
            .init(sequence: Self.sequence(81, 1_121_230_511), .unbindResponse), now: .zero)
        #expect(Self.words(end) == "close: unbound")
        #expect(session.closed() == [10])
    }

    @Test func `a counter starts anew behind its last number`() {
        var session = SGIP.Session<Int>(
            account: SGIP.Account(name: "", password: "", node: 1), counter: counter(from: .max))
        #expect(session.opened(now: .zero, posixSeconds: Self.moment).sequence.counter == .max)
        _ = session.received(
            .init(sequence: SGIP.Sequence(node: 1, moment: 1_121_230_510, counter: .max), .bindResponse(.ok)),
            now: .zero)
        #expect(session.submit(1, now: .zero, posixSeconds: Self.moment)?.counter == 0)
        #expect(session.room == 31)
    }

    @Test func `no two sessions of a node make the same sequence in one second`() {
        let counter = counter(from: .max - 3)
        var seen: Set<SGIP.Sequence> = []
        for _ in 0..<3 {
            var session = SGIP.Session<Int>(
                account: SGIP.Account(name: "", password: "", node: 1), window: 5, counter: counter)
            let bind = session.opened(now: .zero, posixSeconds: Self.moment).sequence
            _ = session.received(.init(sequence: bind, .bindResponse(.ok)), now: .zero)
            let sent = (0..<5).compactMap { session.submit($0, now: .zero, posixSeconds: Self.moment) }
            seen.formUnion(sent + [bind])
            session.withdraw(counter: sent[2].counter)
            #expect(session.room == 1 && session.closed() == [0, 1, 3, 4])
        }
        #expect(seen.count == 18)
    }

    @Test(arguments: [
        (SGIP.Result.wrongLogin, "close: the carrier refused the bind: result 1 (wrong name or password)", true),
        (.wrongLoginType, "close: the carrier refused the bind: result 4 (wrong login type)", true),
        (.tooManyConnections, "close: the carrier refused the bind: result 3 (too many connections)", false),
    ])
    func `a refusal says why, and whether to hurry back`(
        _ result: SGIP.Result, _ expected: String, _ isHopeless: Bool
    ) {
        var session = Self.session()
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        let action = session.received(.init(sequence: Self.sequence(77), .bindResponse(result)), now: .zero)
        #expect(Self.words(action) == expected)
        if case .close(let end, _) = action { #expect(end.isHopeless == isHopeless) }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var content: SGIP.PDU.Content
        var counter: UInt32 = 9
        var action: String
        var ignored = (answers: 0, requests: 0)
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "an answer to nothing", content: .submitResponse(.ok), action: "nothing", ignored: (1, 0)),
        Case(name: "a refusal", content: .submitResponse(.wrongNumber), counter: 78, action: "answered 5 6"),
        Case(name: "a second bind_resp", content: .bindResponse(.ok), counter: 77, action: "nothing", ignored: (1, 0)),
        Case(name: "an unbind", content: .unbind, action: "close: the carrier unbound after unbindResponse"),
        Case(name: "an unbind_resp unasked", content: .unbindResponse, action: "nothing", ignored: (1, 0)),
        Case(name: "a deliver_resp", content: .deliverResponse(.ok), action: "nothing", ignored: (1, 0)),
        Case(name: "a report_resp", content: .reportResponse(.ok), action: "nothing", ignored: (1, 0)),
        Case(
            name: "a delivery over the wrong connection", content: .deliver(.init()),
            action: "send deliverResponse(result 7 (wrong command)) 9", ignored: (0, 1)),
        Case(
            name: "a report over the wrong connection",
            content: .report(.init(submit: .zero, user: "", stateNumber: 0)),
            action: "send reportResponse(result 7 (wrong command)) 9", ignored: (0, 1)),
        Case(
            name: "a submit", content: .submit(.init()), action: "send submitResponse(result 7 (wrong command)) 9",
            ignored: (0, 1)),
        Case(
            name: "a bind", content: .bind(.init(type: 2, name: "", password: "")),
            action: "send bindResponse(result 4 (wrong login type)) 9", ignored: (0, 1)),
    ])
    func `a session with one text out answers`(_ given: Case) {
        var session = Self.bound()
        #expect(session.submit(5, now: .zero, posixSeconds: Self.moment) == Self.sequence(78))
        let action = session.received(.init(sequence: Self.sequence(given.counter), given.content), now: .seconds(1))
        #expect(Self.words(action) == given.action)
        #expect(session.ignoredAnswers == given.ignored.answers)
        #expect(session.ignoredRequests == given.ignored.requests)
    }

    @Test(arguments: [
        (SGIP.Fault(.truncated(field: "x"), command: 0x8000_0003, sequence: sequence(78)), "unanswered 5"),
        (SGIP.Fault(.truncated(field: "x"), command: 0x8000_0003, sequence: sequence(79)), "nothing"),
        (SGIP.Fault(.truncated(field: "x"), command: 4, sequence: sequence(1)), "nothing"),
        (SGIP.Fault(.unknownCommand(0x11), command: 0x11, sequence: sequence(1)), "nothing"),
        (SGIP.Fault(.unknownCommand(0x8000_0011), command: 0x8000_0011, sequence: sequence(1)), "nothing"),
        (
            SGIP.Fault(.lengthTooSmall(3, least_bytes: 20), sequence: .zero),
            "close: the other side sent something that is not SGIP: a length of 3 is below the header's 20"
        ),
    ])
    func `what cannot be read has its answer`(_ fault: SGIP.Fault, _ expected: String) {
        var session = Self.bound()
        #expect(session.submit(5, now: .zero, posixSeconds: Self.moment) == Self.sequence(78))
        #expect(Self.words(session.received(fault, now: .seconds(1))) == expected)
    }

    @Test func `a Bind without a readable answer, or without any, ends the session`() {
        var session = Self.session()
        _ = session.opened(now: .seconds(100), posixSeconds: Self.moment)
        #expect(session.tick(now: .milliseconds(104_999)).isEmpty)
        #expect(session.tick(now: .seconds(105)).map(Self.words) == ["close: the carrier did not answer Bind in time"])
        var other = Self.session()
        _ = other.opened(now: .zero, posixSeconds: Self.moment)
        let action = other.received(
            SGIP.Fault(.truncated(field: "Result"), command: 0x8000_0001, sequence: Self.sequence(77)), now: .zero)
        #expect(Self.words(action).hasPrefix("close: the other side sent something that is not SGIP"))
    }

    /// 60 s of §3.1; there is no active test in this protocol.
    @Test func `a session with nothing to say unbinds, which is no fault`() {
        var session = Self.bound()
        #expect(session.tick(now: .milliseconds(59_999)).isEmpty)
        #expect(session.tick(now: .seconds(60)).map(Self.words) == ["send unbind 78"])
        let end = session.received(.init(sequence: Self.sequence(78), .unbindResponse), now: .seconds(61))
        #expect(Self.words(end) == "close: idle")
        var unheard = Self.bound()
        _ = unheard.tick(now: .seconds(60))
        #expect(unheard.tick(now: .seconds(89)).isEmpty)
        #expect(unheard.tick(now: .seconds(90)).map(Self.words) == ["close: idle"])
    }

    @Test func `texts without an answer are given up in their order, never sent again, and keep the session open`() {
        var session = Self.bound()
        _ = session.submit(1, now: .seconds(50), posixSeconds: Self.moment)
        _ = session.submit(2, now: .seconds(51), posixSeconds: Self.moment)
        #expect(session.tick(now: .seconds(79)).isEmpty)
        #expect(session.tick(now: .seconds(81)).map(Self.words) == ["unanswered 1", "unanswered 2"])
        #expect(session.room == 3)
        #expect(session.tick(now: .seconds(82)).map(Self.words) == ["send unbind 80"])
        var unread = Self.bound()
        _ = unread.submit(1, now: .zero, posixSeconds: Self.moment)
        unread.resumedReading(now: .seconds(100))
        #expect(unread.tick(now: .seconds(129)).isEmpty)
        #expect(unread.tick(now: .seconds(130)).map(Self.words) == ["unanswered 1"])
    }
}
