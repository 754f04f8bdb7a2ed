import CarrierProtocols
import NIOCore
import Testing

struct CMPPSessionTests {
    static let timers = CMPP.SessionTimers(
        bind: .seconds(5), enquireLink: .seconds(180), response: .seconds(60), tries: 3)
    static let login = CMPP.Login(sourceAddress: "900001", secret: "888888", version: .v30)

    static func session(_ version: CMPP.Version = .v30, window: Int = 3) -> CMPP.Session<Int> {
        CMPP.Session(
            login: CMPP.Login(sourceAddress: "900001", secret: "888888", version: version), window: window,
            timers: timers)
    }

    /// 23:05:10 on 21 November in China.
    static let moment: Int64 = 1_795_273_510

    static func accepted(_ version: CMPP.Version, by session: CMPP.Connect) -> CMPP.PDU.Content {
        .connectResponse(
            .init(
                status: .ok,
                authenticator: CMPP.Authenticator.server(
                    .ok, source: session.authenticator, secret: "888888", version: version), version: version))
    }

    /// A connected session; its CONNECT had sequence 1.
    static func connected(window: Int = 3) -> CMPP.Session<Int> {
        var session = session(window: window)
        let connect = CMPP.Connect(login, posixSeconds: moment)
        _ = session.opened(now: .zero, posixSeconds: moment)
        _ = session.received(.init(sequence: 1, accepted(.v30, by: connect)), now: .zero)
        return session
    }

    /// Actions as words, so that tables can be compared.
    static func words(_ action: CMPP.SessionAction<Int>) -> String {
        switch action {
        case .nothing: "nothing"
        case .send(let pdu): "send \(pdu.content) \(pdu.sequence)"
        case .bound(let version, let isAuthentic): "bound \(version)\(isAuthentic ? "" : " not authentic")"
        case .answered(let token, let response): "answered \(token) \(response.result.rawValue) \(response.id)"
        case .unanswered(let token): "unanswered \(token)"
        case .deliver(_, let sequence): "deliver \(sequence)"
        case .deliverUnreadable(let sequence, let id): "unreadable \(sequence) \(id)"
        case .close(let end, let last): "close: \(end)" + (last.map { " after \($0.content)" } ?? "")
        }
    }

    @Test func `the authenticators are those of a published exchange`() {
        // connect_test.go of github.com/bigwhite/gocmpp.
        let timestamp = CMPP.Timestamp(rawValue: 1_021_080_510)
        let source = CMPP.Authenticator.source("900001", secret: "888888", timestamp: timestamp)
        #expect(source == CMPPSamples.authenticator)
        #expect(
            CMPP.Authenticator.server(.ok, source: source, secret: "888888", version: .v20)
                == Octets16(high: 0x6C0B_846E_25BA_B6DA, low: 0xA4ED_1C46_6E0F_4BD8))
        #expect(
            CMPP.Authenticator.server(.ok, source: source, secret: "888888", version: .v30)
                == Octets16(high: 0x7942_9772_7409_8CF2, low: 0x10AB_0C16_C367_BC8D))
        #expect(CMPP.Authenticator.server(.notAuthentic, source: source, secret: "x", version: .v30) == .zero)
        var connect = CMPP.Connect(
            sourceAddress: "900001", authenticator: source, version: .v30, timestamp: timestamp)
        #expect(connect.isAuthentic(secret: "888888"))
        #expect(!connect.isAuthentic(secret: "888889"))
        connect.timestamp = .init(rawValue: 1)
        #expect(!connect.isAuthentic(secret: "888888"))
    }

    /// md5("9001" + 9 NUL + "secret" + "0102030405"), computed with md5sum: the id unpadded, the moment with its zero.
    @Test func `a short id is hashed as it is, and a moment with all its digits`() {
        let timestamp = CMPP.Timestamp(rawValue: 102_030_405)
        #expect(timestamp.digits == "0102030405")
        #expect(
            CMPP.Authenticator.source("9001", secret: "secret", timestamp: timestamp)
                == Octets16(high: 0x8B49_EEEE_4624_B763, low: 0xCE4E_5B13_8FE1_6A74))
    }

    @Test(
        arguments: [
            (Int64(0), "0101080000"), (1_795_273_510, "1121230510"), (951_753_600, "0229000000"),
        ] as [(Int64, String)])
    func `the moment is China's`(_ seconds: Int64, _ digits: String) {
        #expect(CMPP.Timestamp(posixSeconds: seconds).digits == digits)
    }

    @Test func `a session connects, sends within its window and terminates`() {
        var session = Self.session()
        #expect(session.submit(7, now: .zero) == nil)
        #expect(session.terminate(now: .zero) == nil)
        let pdu = session.opened(now: .zero, posixSeconds: Self.moment)
        let connect = CMPP.Connect(Self.login, posixSeconds: Self.moment)
        #expect(pdu == CMPP.PDU(sequence: 1, .connect(connect)))
        #expect(session.submit(7, now: .zero) == nil)
        let answer = session.received(.init(sequence: 1, Self.accepted(.v30, by: connect)), now: .seconds(1))
        #expect(Self.words(answer) == "bound 3.0")
        #expect(session.isBound == true)
        #expect((10...13).map { session.submit($0, now: .seconds(1)) } == [2, 3, 4, nil])
        #expect(session.outstandingCount == 3)
        // Answers come in any order.
        for (sequence, token) in [(4, 12), (2, 10), (3, 11)] as [(UInt32, Int)] {
            let action = session.received(
                .init(sequence: sequence, .submitResponse(.init(id: .init(rawValue: 5)))), now: .seconds(2))
            #expect(Self.words(action) == "answered \(token) 0 5")
        }
        #expect(session.room == 3)
        session.withdraw(session.submit(20, now: .seconds(2)) ?? 0)
        #expect(session.room == 3)
        #expect(session.terminate(now: .seconds(3)) == CMPP.PDU(sequence: 6, .terminate))
        #expect(session.submit(99, now: .seconds(3)) == nil)
        #expect(session.terminate(now: .seconds(3)) == nil)
        // What comes meanwhile is still heard.
        #expect(
            Self.words(session.received(.init(sequence: 9, .deliver(.init())), now: .seconds(3))) == "deliver 9")
        let end = session.received(.init(sequence: 6, .terminateResponse), now: .seconds(3))
        #expect(Self.words(end) == "close: terminated")
        #expect(session.state == .closed)
        #expect(Self.words(session.received(.init(sequence: 1, .activeTest), now: .seconds(3))) == "nothing")
    }

    @Test func `a gateway of an older version is spoken to in it`() {
        var session = Self.session()
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        let connect = CMPP.Connect(Self.login, posixSeconds: Self.moment)
        let action = session.received(.init(sequence: 1, Self.accepted(.v20, by: connect)), now: .zero)
        #expect(Self.words(action) == "bound 2.0")
        #expect(session.version == .v20)
    }

    @Test(
        arguments: [(CMPP.Version.v20, 0x30, "2.0"), (.v30, 0x00, "3.0"), (.v30, 0x40, "3.0"), (.v30, 0x21, "2.1")]
            as [(CMPP.Version, UInt8, String)])
    func `the lower version counts, and nonsense is what was asked for`(
        _ asked: CMPP.Version, _ answer: UInt8, _ agreed: String
    ) {
        var session = Self.session(asked)
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        _ = session.received(
            .init(
                sequence: 1,
                .connectResponse(.init(status: .ok, authenticator: .zero, version: .init(rawValue: answer)))),
            now: .zero)
        #expect("\(session.version)" == agreed)
    }

    @Test func `a gateway that does not know the secret is told of, and not left`() {
        var session = Self.session()
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        let action = session.received(
            .init(sequence: 1, .connectResponse(.init(status: .ok, authenticator: .zero, version: .v30))), now: .zero)
        #expect(Self.words(action) == "bound 3.0 not authentic")
        #expect(session.isBound == true)
    }

    @Test func `a gateway that hashes its status in the other width is authentic`() {
        var session = Self.session()
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        let source = CMPP.Connect(Self.login, posixSeconds: Self.moment).authenticator
        let narrow = CMPP.Authenticator.server(.ok, source: source, secret: "888888", version: .v20)
        let action = session.received(
            .init(sequence: 1, .connectResponse(.init(status: .ok, authenticator: narrow, version: .v30))),
            now: .zero)
        #expect(Self.words(action) == "bound 3.0")
    }

    @Test(arguments: [
        (
            CMPP.ConnectStatus.notAuthentic, "close: the carrier refused to connect: status 3 (authentication failed)",
            true
        ),
        (.unknownSource, "close: the carrier refused to connect: status 2 (unknown source address)", true),
        (
            .versionTooHigh,
            "close: the carrier refused to connect: status 4 (version too high), it speaks 2.0", true
        ),
        (.malformed, "close: the carrier refused to connect: status 1 (malformed message)", false),
        (.otherFault, "close: the carrier refused to connect: status 5 (another fault)", false),
    ])
    func `a refusal says why, and whether to hurry back`(
        _ status: CMPP.ConnectStatus, _ expected: String, _ isHopeless: Bool
    ) {
        var session = Self.session()
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        let action = session.received(
            .init(sequence: 1, .connectResponse(.init(status: status, authenticator: .zero, version: .v20))),
            now: .zero)
        #expect(Self.words(action) == expected)
        #expect(session.state == .closed)
        if case .close(let end, _) = action { #expect(end.isHopeless == isHopeless) }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var content: CMPP.PDU.Content
        var sequence: UInt32 = 9
        var action: String
        var ignored = (answers: 0, requests: 0)
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(
            name: "an answer to nothing", content: .submitResponse(.init(id: .none)), action: "nothing", ignored: (1, 0)
        ),
        Case(
            name: "a refusal", content: .submitResponse(.init(id: .none, result: .tooFast)), sequence: 2,
            action: "answered 5 8 0"),
        Case(name: "a test", content: .activeTest, action: "send activeTestResponse 9"),
        Case(name: "an answer to a test", content: .activeTestResponse, action: "nothing"),
        Case(name: "a delivery", content: .deliver(.init()), action: "deliver 9"),
        Case(
            name: "a second connect_resp",
            content: .connectResponse(.init(status: .ok, authenticator: .zero, version: .v30)), sequence: 1,
            action: "nothing", ignored: (1, 0)),
        Case(
            name: "a terminate", content: .terminate,
            action: "close: the carrier terminated after terminateResponse"),
        Case(name: "a terminate_resp unasked", content: .terminateResponse, action: "nothing", ignored: (1, 0)),
        Case(name: "a submit", content: .submit(.init()), action: "nothing", ignored: (0, 1)),
        Case(name: "a query", content: .query(.init(day: "20261122")), action: "nothing", ignored: (0, 1)),
        Case(name: "a cancel", content: .cancel(.none), action: "nothing", ignored: (0, 1)),
        Case(name: "a cancel_resp", content: .cancelResponse(0), action: "nothing", ignored: (1, 0)),
        Case(name: "a deliver_resp", content: .deliverResponse(.init(id: .none)), action: "nothing", ignored: (1, 0)),
    ])
    func `a connected session with one text out answers`(_ given: Case) {
        var session = Self.connected()
        #expect(session.submit(5, now: .zero) == 2)
        let action = session.received(.init(sequence: given.sequence, given.content), now: .seconds(1))
        #expect(Self.words(action) == given.action)
        #expect(session.ignoredAnswers == given.ignored.answers)
        #expect(session.ignoredRequests == given.ignored.requests)
    }

    @Test(arguments: [
        (CMPP.Fault(.truncated(field: "x"), command: 5, sequence: 9, messageID: 77), "unreadable 9 77"),
        (CMPP.Fault(.truncated(field: "x"), command: 0x8000_0004, sequence: 2), "unanswered 5"),
        (CMPP.Fault(.truncated(field: "x"), command: 0x8000_0004, sequence: 3), "nothing"),
        (CMPP.Fault(.unknownCommand(0x103), command: 0x103, sequence: 9), "nothing"),
        (CMPP.Fault(.unknownCommand(0x8000_0103), command: 0x8000_0103, sequence: 9), "nothing"),
        (
            CMPP.Fault(.lengthTooSmall(3, least_bytes: 12)),
            "close: the carrier sent something that is not CMPP: a length of 3 is below the header's 12"
        ),
    ])
    func `what cannot be read has its answer`(_ fault: CMPP.Fault, _ expected: String) {
        var session = Self.connected()
        #expect(session.submit(5, now: .zero) == 2)
        #expect(Self.words(session.received(fault, now: .seconds(1))) == expected)
    }

    @Test func `an answer to CONNECT that cannot be read ends the session`() {
        var session = Self.session()
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        let action = session.received(
            CMPP.Fault(.truncated(field: "Version"), command: 0x8000_0001, sequence: 1), now: .zero)
        #expect(Self.words(action).hasPrefix("close: the carrier sent something that is not CMPP"))
    }

    @Test func `a delivery before we are let in is left for later`() {
        var session = Self.session()
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        #expect(Self.words(session.received(.init(sequence: 4, .deliver(.init())), now: .zero)) == "nothing")
        #expect(session.ignoredRequests == 1)
    }
}
