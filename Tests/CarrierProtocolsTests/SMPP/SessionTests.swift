import CarrierProtocols
import NIOCore
import Testing

struct SessionTests {
    static let timers = SMPP.SessionTimers(bind: .seconds(5), enquireLink: .seconds(30), response: .seconds(10))

    static func session(_ mode: SMPP.BindMode = .transceiver, window: Int = 3) -> SMPP.Session<Int> {
        SMPP.Session(bind: SMPP.Bind(mode: mode, systemID: "a", password: "b"), window: window, timers: timers)
    }

    /// A bound session; its bind had sequence 1.
    static func bound(_ mode: SMPP.BindMode = .transceiver, window: Int = 3) -> SMPP.Session<Int> {
        var session = session(mode, window: window)
        _ = session.opened(now: .zero)
        _ = session.received(
            SMPP.PDU(sequence: 1, .bindResponse(.init(mode: mode, status: .ok, systemID: "c"))), now: .zero)
        return session
    }

    /// Actions as words, so that tables can be compared.
    static func words(_ action: SMPP.SessionAction<Int>) -> String {
        switch action {
        case .nothing: "nothing"
        case .send(let pdu): "send \(pdu.content) \(pdu.sequence)"
        case .bound(let name): "bound \(name)"
        case .answeredMulti(let token, let response):
            "answered \(token) \(response.status.rawValue) refused \(response.refused.count)"
        case .found(let token, let response): "found \(token) \(response.status.rawValue) \(response.state)"
        case .changed(let token, let status): "changed \(token) \(status.rawValue)"
        case .questionUnanswered(let token): "question \(token) unanswered"
        case .alert(let alert): "alert of \(alert.source.text)"
        case .answered(let token, let response): "answered \(token) \(response.status.rawValue) \(response.messageID)"
        case .unanswered(let token): "unanswered \(token)"
        case .deliver(_, let sequence): "deliver \(sequence)"
        case .deliverUnreadable(let sequence): "unreadable \(sequence)"
        case .close(let end, let last): "close: \(end)" + (last.map { " after \($0.content)" } ?? "")
        }
    }

    @Test func `a session binds, sends within its window and unbinds`() {
        var session = Self.session()
        #expect(session.room == 0)
        #expect(session.submit(7, now: .zero) == nil)
        let bind = session.opened(now: .zero)
        #expect(bind.sequence == 1)
        #expect(session.submit(7, now: .zero) == nil)
        let answer = session.received(
            SMPP.PDU(sequence: 1, .bindResponse(.init(mode: .transceiver, status: .ok, systemID: "c"))),
            now: .seconds(1))
        #expect(Self.words(answer) == "bound c")
        #expect((10...13).map { session.submit($0, now: .seconds(1)) } == [2, 3, 4, nil])
        #expect(session.room == 0)
        // Answers come in any order.
        for (sequence, expected) in [(4, "answered 12 0 x"), (2, "answered 10 0 x"), (3, "answered 11 0 x")]
            as [(UInt32, String)]
        {
            let action = session.received(
                SMPP.PDU(sequence: sequence, .submitSMResponse(.init(messageID: "x"))), now: .seconds(2))
            #expect(Self.words(action) == expected)
        }
        #expect(session.room == 3)
        #expect(session.unbind(now: .seconds(3)) == SMPP.PDU(sequence: 5, .unbind))
        #expect(session.submit(99, now: .seconds(3)) == nil)
        #expect(session.unbind(now: .seconds(3)) == nil)
        let end = session.received(SMPP.PDU(sequence: 5, .unbindResponse(.ok)), now: .seconds(3))
        #expect(Self.words(end) == "close: unbound")
        #expect(session.state == .closed)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var pdu: SMPP.PDU
        var action: String
        var ignored = 0
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(
            name: "an answer to nothing", pdu: .init(sequence: 77, .submitSMResponse(.init(messageID: "x"))),
            action: "nothing", ignored: 1),
        Case(
            name: "a nack of nothing", pdu: .init(sequence: 0, .genericNack(.invalidCommandID)), action: "nothing",
            ignored: 1),
        Case(
            name: "a nack of a text", pdu: .init(sequence: 2, .genericNack(.invalidCommandLength)),
            action: "answered 5 2 "),
        Case(
            name: "a refusal", pdu: .init(sequence: 2, .submitSMResponse(.init(status: .throttled))),
            action: "answered 5 88 "),
        Case(
            name: "an enquiry", pdu: .init(sequence: 9, .enquireLink),
            action: "send enquireLinkResponse(ESME_ROK (0x0)) 9"),
        Case(name: "a delivery", pdu: .init(sequence: 9, .deliverSM(.init())), action: "deliver 9"),
        Case(
            name: "a second bind answer",
            pdu: .init(sequence: 1, .bindResponse(.init(mode: .transceiver, status: .ok))), action: "nothing",
            ignored: 1),
        Case(
            name: "an unbind", pdu: .init(sequence: 9, .unbind),
            action: "close: the carrier unbound after unbindResponse(ESME_ROK (0x0))"),
        Case(
            name: "an unbind answer unasked", pdu: .init(sequence: 9, .unbindResponse(.ok)), action: "nothing",
            ignored: 1),
        Case(
            name: "a request no carrier makes", pdu: .init(sequence: 9, .submitSM(.init())),
            action: "send genericNack(ESME_RINVCMDID (0x3)) 9"),
        Case(
            name: "an answer no carrier makes", pdu: .init(sequence: 9, .deliverSMResponse(.init())), action: "nothing",
            ignored: 1),
    ])
    func `a bound session with one text out answers`(_ given: Case) {
        var session = Self.bound()
        #expect(session.submit(5, now: .zero) == 2)
        #expect(Self.words(session.received(given.pdu, now: .seconds(1))) == given.action)
        #expect(session.ignoredAnswers == given.ignored)
    }

    @Test(arguments: [
        (SMPP.Fault(.malformedTLV, command: 5, sequence: 9), "unreadable 9"),
        (SMPP.Fault(.malformedTLV, command: 0x8000_0004, sequence: 2), "unanswered 5"),
        (SMPP.Fault(.malformedTLV, command: 0x8000_0004, sequence: 3), "nothing"),
        (SMPP.Fault(.unknownCommand(0x111), command: 0x111, sequence: 9), "send genericNack(ESME_RINVCMDID (0x3)) 9"),
        (SMPP.Fault(.unknownCommand(0x8000_0111), command: 0x8000_0111, sequence: 9), "nothing"),
        (
            SMPP.Fault(.lengthTooSmall(3)),
            "close: the carrier sent something that is not SMPP: command_length 3 is below 16 after genericNack(ESME_RINVCMDLEN (0x2))"
        ),
    ])
    func `what cannot be read has its answer`(_ fault: SMPP.Fault, _ expected: String) {
        var session = Self.bound()
        #expect(session.submit(5, now: .zero) == 2)
        #expect(Self.words(session.received(fault, now: .seconds(1))) == expected)
    }

    @Test func `a refused bind says why`() {
        var session = Self.session()
        _ = session.opened(now: .zero)
        let end = session.received(
            SMPP.PDU(sequence: 1, .bindResponse(.init(mode: .transceiver, status: .invalidPassword))), now: .zero)
        #expect(Self.words(end) == "close: the carrier refused the bind: ESME_RINVPASWD (0xE)")
        #expect(session.state == .closed)
    }

    @Test func `a nacked bind is a refused one`() {
        var session = Self.session()
        _ = session.opened(now: .zero)
        let end = session.received(SMPP.PDU(sequence: 1, .genericNack(.invalidCommandID)), now: .zero)
        #expect(Self.words(end) == "close: the carrier refused the bind: ESME_RINVCMDID (0x3)")
    }

    @Test func `a delivery before the bind is answered is turned away`() {
        var session = Self.session()
        _ = session.opened(now: .zero)
        let action = session.received(SMPP.PDU(sequence: 4, .deliverSM(.init())), now: .zero)
        #expect(Self.words(action).contains("ESME_RINVBNDSTS"))
    }

    @Test func `a bind without answer ends in time and not before`() {
        var session = Self.session()
        _ = session.opened(now: .seconds(100))
        #expect(session.tick(now: .milliseconds(104_999)).isEmpty)
        #expect(
            session.tick(now: .seconds(105)).map(Self.words) == ["close: the carrier did not answer the bind in time"])
    }

    @Test func `silence is asked about and then ends the session`() {
        var session = Self.bound()
        #expect(session.tick(now: .milliseconds(29_999)).isEmpty)
        #expect(session.tick(now: .seconds(30)).map(Self.words) == ["send enquireLink 2"])
        #expect(session.tick(now: .seconds(39)).isEmpty)
        #expect(
            session.tick(now: .seconds(40)).map(Self.words) == [
                "close: the carrier did not answer enquire_link in time"
            ])
    }

    @Test func `any word from the peer counts as life`() {
        var session = Self.bound()
        _ = session.tick(now: .seconds(30))
        _ = session.received(SMPP.PDU(sequence: 2, .enquireLinkResponse(.ok)), now: .seconds(31))
        #expect(session.tick(now: .seconds(60)).isEmpty)
        #expect(session.tick(now: .seconds(61)).map(Self.words) == ["send enquireLink 3"])
    }

    @Test func `texts without an answer are given up in their order, and a late answer changes nothing`() {
        var session = Self.bound()
        _ = session.submit(1, now: .seconds(1))
        _ = session.submit(2, now: .seconds(2))
        #expect(session.tick(now: .milliseconds(10_999)).isEmpty)
        #expect(session.tick(now: .seconds(12)).map(Self.words) == ["unanswered 1", "unanswered 2"])
        #expect(session.room == 3)
        _ = session.received(SMPP.PDU(sequence: 2, .submitSMResponse(.init(messageID: "x"))), now: .seconds(13))
        #expect(session.ignoredAnswers == 1)
    }

    @Test func `answers that we did not read are not late`() {
        var session = Self.bound()
        _ = session.submit(1, now: .zero)
        session.resumedReading(now: .seconds(100))
        #expect(session.tick(now: .seconds(109)).isEmpty)
        #expect(session.tick(now: .seconds(110)).map(Self.words) == ["unanswered 1"])
    }

    @Test func `what was out when the connection ended is named in order`() {
        var session = Self.bound(window: 100)
        for token in 1...50 { _ = session.submit(token, now: .zero) }
        _ = session.received(SMPP.PDU(sequence: 11, .submitSMResponse(.init(messageID: "x"))), now: .zero)
        #expect(session.closed() == (1...50).filter { $0 != 10 })
        #expect(session.closed().isEmpty)
    }

    @Test func `a receiver sends nothing`() {
        var session = Self.bound(.receiver)
        #expect(session.isBound == true)
        #expect(session.room == 0)
        #expect(session.submit(1, now: .zero) == nil)
    }
}
