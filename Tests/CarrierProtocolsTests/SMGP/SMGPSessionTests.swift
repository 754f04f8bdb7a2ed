import CarrierProtocols
import NIOCore
import Testing

struct SMGPSessionTests {
    private static let timers = SMGP.SessionTimers(
        bind: .seconds(5), enquireLink: .seconds(180), response: .seconds(60), tries: 3)
    private static let moment: Int64 = 1_795_273_510

    private static func account(_ mode: SMGP.LoginMode = .transmit) -> SMGP.Account {
        SMGP.Account(clientID: "10659999", secret: "shanghai", mode: mode)
    }

    private static func session(_ mode: SMGP.LoginMode = .transmit, window: Int = 3) -> SMGP.Session<Int> {
        SMGP.Session(account: account(mode), window: window, timers: timers)
    }

    private static func accepted() -> SMGP.PDU {
        let login = SMGP.Login(account(), posixSeconds: moment)
        return .init(
            sequence: 1,
            .loginResponse(
                .init(
                    status: .ok,
                    authenticator: SMGP.Authenticator.server(.ok, client: login.authenticator, secret: "shanghai"))))
    }

    /// A session that is let in; its Login had sequence 1.
    private static func bound(_ mode: SMGP.LoginMode = .transmit, window: Int = 3) -> SMGP.Session<Int> {
        var session = session(mode, window: window)
        _ = session.opened(now: .zero, posixSeconds: moment)
        _ = session.received(accepted(), now: .zero)
        return session
    }

    private static func words(_ action: SMGP.SessionAction<Int>) -> String {
        switch action {
        case .nothing: "nothing"
        case .send(let pdu): "send \(pdu.content) \(pdu.sequence)"
        case .bound(let isAuthentic): "bound\(isAuthentic ? "" : " not authentic")"
        case .answered(let token, let response): "answered \(token) \(response.status.rawValue) \(response.id)"
        case .unanswered(let token): "unanswered \(token)"
        case .deliver(_, let sequence): "deliver \(sequence)"
        case .deliverUnreadable(let sequence, let id): "unreadable \(sequence) \(id)"
        case .close(let end, let last): "close: \(end)" + (last.map { " after \($0.content)" } ?? "")
        }
    }

    @Test func `the authenticators are those of md5sum`() {
        let login = SMGP.Login(
            clientID: "10659999", authenticator: SMGPSamples.authenticator, mode: 2,
            timestamp: .init(rawValue: 301_000_000))
        #expect(login.isAuthentic(secret: "shanghai"))
        #expect(!login.isAuthentic(secret: "beijing"))
        #expect(
            SMGP.Authenticator.server(.ok, client: SMGPSamples.authenticator, secret: "shanghai")
                == SMGPSamples.serverAuthenticator)
        #expect(SMGP.Authenticator.server(.notAuthentic, client: .zero, secret: "") == .zero)
    }

    @Test func `a session logs in, sends within its window and exits`() {
        var session = Self.session()
        #expect(session.submit(7, now: .zero) == nil)
        #expect(session.exit(now: .zero) == nil)
        let login = SMGP.Login(Self.account(), posixSeconds: Self.moment)
        #expect(session.opened(now: .zero, posixSeconds: Self.moment) == SMGP.PDU(sequence: 1, .login(login)))
        #expect(Self.words(session.received(Self.accepted(), now: .seconds(1))) == "bound")
        #expect((10...13).map { session.submit($0, now: .seconds(1)) } == [2, 3, 4, nil])
        let action = session.received(
            .init(sequence: 3, .submitResponse(.init(id: SMGPSamples.id))), now: .seconds(2))
        #expect(Self.words(action) == "answered 11 0 01006101161700012345")
        session.withdraw(2)
        #expect(session.room == 2)
        #expect(session.exit(now: .seconds(3)) == SMGP.PDU(sequence: 5, .exit))
        #expect(session.exit(now: .seconds(3)) == nil)
        #expect(session.submit(99, now: .seconds(3)) == nil)
        #expect(
            Self.words(session.received(.init(sequence: 9, .deliver(.init())), now: .seconds(3))) == "deliver 9")
        #expect(Self.words(session.received(.init(sequence: 5, .exitResponse), now: .seconds(3))) == "close: exited")
        #expect(session.state == .closed)
        #expect(session.closed() == [12])
    }

    @Test func `a gateway that does not know the secret is told of, and not left`() {
        var session = Self.session()
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        let action = session.received(
            .init(sequence: 1, .loginResponse(.init(status: .ok, authenticator: .zero))), now: .zero)
        #expect(Self.words(action) == "bound not authentic")
        #expect(session.isBound == true)
    }

    @Test(arguments: [
        (SMGP.Status.notAuthentic, "close: the carrier refused the login: status 21 (authentication failed)", true),
        (.wrongAddress, "close: the carrier refused the login: status 20 (wrong IP address)", true),
        (.versionTooHigh, "close: the carrier refused the login: status 22 (version too high)", true),
        (.accountExpired, "close: the carrier refused the login: status 76 (the SP's account has expired)", true),
        (.tooManyConnections, "close: the carrier refused the login: status 2 (too many connections)", false),
        (.busy, "close: the carrier refused the login: status 1 (busy)", false),
    ])
    func `a refusal says why, and whether to hurry back`(
        _ status: SMGP.Status, _ expected: String, _ isHopeless: Bool
    ) {
        var session = Self.session()
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        let action = session.received(
            .init(sequence: 1, .loginResponse(.init(status: status, authenticator: .zero))), now: .zero)
        #expect(Self.words(action) == expected)
        if case .close(let end, _) = action { #expect(end.isHopeless == isHopeless) }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var content: SMGP.PDU.Content
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
            name: "a refusal", content: .submitResponse(.init(id: .none, status: .dailyLimit)), sequence: 2,
            action: "answered 5 75 00000000000000000000"),
        Case(name: "a test", content: .activeTest, action: "send activeTestResponse 9"),
        Case(name: "an answer to a test", content: .activeTestResponse, action: "nothing"),
        Case(name: "a delivery", content: .deliver(.init()), action: "deliver 9"),
        Case(
            name: "a second login_resp", content: .loginResponse(.init(status: .ok, authenticator: .zero)), sequence: 1,
            action: "nothing", ignored: (1, 0)),
        Case(name: "an exit", content: .exit, action: "close: the carrier exited after exitResponse"),
        Case(name: "an exit_resp unasked", content: .exitResponse, action: "nothing", ignored: (1, 0)),
        Case(name: "a submit", content: .submit(.init()), action: "nothing", ignored: (0, 1)),
        Case(name: "a deliver_resp", content: .deliverResponse(.init(id: .none)), action: "nothing", ignored: (1, 0)),
    ])
    func `a session with one text out answers`(_ given: Case) {
        var session = Self.bound()
        #expect(session.submit(5, now: .zero) == 2)
        let action = session.received(.init(sequence: given.sequence, given.content), now: .seconds(1))
        #expect(Self.words(action) == given.action)
        #expect(session.ignoredAnswers == given.ignored.answers)
        #expect(session.ignoredRequests == given.ignored.requests)
    }

    @Test(arguments: [
        (
            SMGP.Fault(.malformedTLV, command: 3, sequence: 9, messageID: 0x77),
            "unreadable 9 00000000000000000077"
        ),
        (SMGP.Fault(.truncated(field: "x"), command: 0x8000_0002, sequence: 2), "unanswered 5"),
        (SMGP.Fault(.truncated(field: "x"), command: 0x8000_0002, sequence: 3), "nothing"),
        (SMGP.Fault(.unknownCommand(7), command: 7, sequence: 9), "nothing"),
        (SMGP.Fault(.unknownCommand(0x8000_0007), command: 0x8000_0007, sequence: 9), "nothing"),
        (
            SMGP.Fault(.lengthTooLarge(9_000, limit_bytes: 8_192)),
            "close: the carrier sent something that is not SMGP: a length of 9000 is above the limit of 8192 octets"
        ),
    ])
    func `what cannot be read has its answer`(_ fault: SMGP.Fault, _ expected: String) {
        var session = Self.bound()
        #expect(session.submit(5, now: .zero) == 2)
        #expect(Self.words(session.received(fault, now: .seconds(1))) == expected)
    }

    @Test func `an answer to Login that cannot be read ends the session, and a delivery before it is left for later`() {
        var session = Self.session()
        _ = session.opened(now: .zero, posixSeconds: Self.moment)
        #expect(Self.words(session.received(.init(sequence: 4, .deliver(.init())), now: .zero)) == "nothing")
        let action = session.received(
            SMGP.Fault(.truncated(field: "Status"), command: 0x8000_0001, sequence: 1), now: .zero)
        #expect(Self.words(action).hasPrefix("close: the carrier sent something that is not SMGP"))
    }

    @Test func `each timer ends what it is for, and not before`() {
        var session = Self.session()
        _ = session.opened(now: .seconds(100), posixSeconds: Self.moment)
        #expect(session.tick(now: .milliseconds(104_999)).isEmpty)
        #expect(session.tick(now: .seconds(105)).map(Self.words) == ["close: the carrier did not answer Login in time"])
        var leaving = Self.bound()
        _ = leaving.exit(now: .seconds(1))
        #expect(leaving.tick(now: .seconds(60)).isEmpty)
        #expect(leaving.tick(now: .seconds(61)).map(Self.words) == ["close: exited"])
        var silent = Self.bound()
        for (at, sequence) in [(180, 2), (240, 3), (300, 4)] {
            #expect(silent.tick(now: .seconds(at - 1)).isEmpty)
            #expect(silent.tick(now: .seconds(at)).map(Self.words) == ["send activeTest \(sequence)"])
        }
        #expect(silent.tick(now: .seconds(359)).isEmpty)
        #expect(
            silent.tick(now: .seconds(360)).map(Self.words) == ["close: the carrier did not answer Active_Test in time"]
        )
    }

    @Test func `texts without an answer are given up in their order and never sent again`() {
        var session = Self.bound()
        _ = session.submit(1, now: .seconds(1))
        _ = session.submit(2, now: .seconds(2))
        session.resumedReading(now: .seconds(30))
        #expect(session.tick(now: .seconds(89)).isEmpty)
        #expect(session.tick(now: .seconds(90)).map(Self.words) == ["unanswered 1", "unanswered 2"])
        #expect(session.tick(now: .seconds(150)).isEmpty)
        #expect(session.room == 3)
    }

    @Test func `a session that only receives sends nothing`() {
        var session = Self.bound(.receive)
        #expect(session.isBound == true)
        #expect(session.room == 0)
        #expect(session.submit(1, now: .zero) == nil)
    }
}
