import CarrierProtocols
import NIOCore
import Testing

struct SGIPListenerTests {
    private static let timers = LinkTimers(bind: .seconds(5), enquireLink: .seconds(60), response: .seconds(30))
    private static let sequence = SGIPSamples.sequence

    private static func session() -> SGIP.ListenerSession {
        SGIP.ListenerSession(name: "unicom", password: "secret", timers: timers, now: .zero)
    }

    private static func bind(_ type: UInt8 = 2, _ password: String = "secret") -> SGIP.PDU {
        SGIP.PDU(sequence: sequence, .bind(.init(type: type, name: "unicom", password: password)))
    }

    private static func bound() -> SGIP.ListenerSession {
        var session = session()
        _ = session.received(bind(), now: .zero)
        return session
    }

    private static func words(_ action: SGIP.ListenerAction) -> String {
        switch action {
        case .nothing: "nothing"
        case .send(let pdu): "send \(pdu.content)"
        case .bound(let pdu): "bound \(pdu.content)"
        case .deliver(_, let sequence): "deliver \(sequence.counter)"
        case .report(let report, let sequence): "report of \(report.submit) \(sequence.counter)"
        case .unreadable(let command, let sequence): "unreadable \(command) \(sequence.counter)"
        case .close(let end, let last): "close: \(end)" + (last.map { " after \($0.content)" } ?? "")
        }
    }

    @Test func `an SMG logs in, delivers, reports and leaves`() {
        var session = Self.session()
        #expect(session.isBound == false)
        let bound = session.received(Self.bind(), now: .zero)
        #expect(Self.words(bound) == "bound bindResponse(result 0 (ok))")
        if case .bound(let answer) = bound { #expect(answer.sequence == Self.sequence) }
        let deliver = session.received(.init(sequence: Self.sequence, .deliver(SGIPSamples.deliver)), now: .zero)
        #expect(Self.words(deliver) == "deliver 7")
        let report = session.received(
            .init(
                sequence: Self.sequence,
                .report(.init(submit: SGIPSamples.published, user: "8613001125453", stateNumber: 0))), now: .zero)
        #expect(Self.words(report) == "report of 0-0301151218-1857753309 7")
        let end = session.received(.init(sequence: Self.sequence, .unbind), now: .zero)
        #expect(Self.words(end) == "close: the carrier unbound after unbindResponse")
        #expect(session.state == .closed)
        #expect(Self.words(session.received(Self.bind(), now: .zero)) == "nothing")
        #expect(Self.words(session.tick(now: .seconds(500))) == "nothing")
    }

    @Test(arguments: [
        (
            bind(2, "wrong"),
            "close: who connected was not let in: result 1 (wrong name or password) after bindResponse(result 1 (wrong name or password))"
        ),
        (
            bind(1),
            "close: who connected was not let in: result 4 (wrong login type) after bindResponse(result 4 (wrong login type))"
        ),
        (SGIP.PDU(sequence: sequence, .deliver(.init())), "send deliverResponse(result 1 (wrong name or password))"),
        (
            SGIP.PDU(sequence: sequence, .report(.init(submit: .zero, user: "", stateNumber: 0))),
            "send reportResponse(result 1 (wrong name or password))"
        ),
    ])
    func `who is not let in brings nothing`(_ pdu: SGIP.PDU, _ expected: String) {
        var session = Self.session()
        #expect(Self.words(session.received(pdu, now: .zero)) == expected)
        #expect(session.isBound == false)
    }

    @Test(arguments: [
        (bind(), "send bindResponse(result 2 (logged in already))", 0),
        (SGIP.PDU(sequence: sequence, .submit(.init())), "send submitResponse(result 7 (wrong command))", 0),
        (SGIP.PDU(sequence: sequence, .bindResponse(.ok)), "nothing", 1),
        (SGIP.PDU(sequence: sequence, .unbindResponse), "nothing", 1),
        (SGIP.PDU(sequence: sequence, .submitResponse(.ok)), "nothing", 1),
        (SGIP.PDU(sequence: sequence, .deliverResponse(.ok)), "nothing", 1),
        (SGIP.PDU(sequence: sequence, .reportResponse(.ok)), "nothing", 1),
    ])
    func `what an SMG does not say has its answer`(_ pdu: SGIP.PDU, _ expected: String, _ ignored: Int) {
        var session = Self.bound()
        #expect(Self.words(session.received(pdu, now: .zero)) == expected)
        #expect(session.ignoredAnswers == ignored)
        #expect(session.isBound == true)
    }

    @Test(arguments: [
        (SGIP.Fault(.truncated(field: "x"), command: 4, sequence: sequence), "unreadable deliver 7"),
        (SGIP.Fault(.truncated(field: "x"), command: 5, sequence: sequence), "unreadable report 7"),
        (SGIP.Fault(.unknownCommand(0x11), command: 0x11, sequence: sequence), "nothing"),
        (SGIP.Fault(.truncated(field: "x"), command: 0x8000_0004, sequence: sequence), "nothing"),
        (
            SGIP.Fault(.truncated(field: "x"), command: 1, sequence: .zero),
            "close: the other side sent something that is not SGIP: the PDU ends inside x (command 0x1, sequence 0-0000000000-0)"
        ),
        (
            SGIP.Fault(.lengthTooLarge(9_000, limit_bytes: 8_192), sequence: .zero),
            "close: the other side sent something that is not SGIP: a length of 9000 is above the limit of 8192 octets"
        ),
    ])
    func `what cannot be read has its answer`(_ fault: SGIP.Fault, _ expected: String) {
        var session = Self.bound()
        #expect(Self.words(session.received(fault, now: .zero)) == expected)
    }

    @Test func `who does not log in, and who says nothing, is let go in time and not before`() {
        var session = Self.session()
        #expect(Self.words(session.tick(now: .milliseconds(4_999))) == "nothing")
        #expect(Self.words(session.tick(now: .seconds(5))) == "close: who connected did not log in in time")
        var silent = Self.bound()
        #expect(Self.words(silent.tick(now: .milliseconds(59_999))) == "nothing")
        silent.resumedReading(now: .seconds(59))
        #expect(Self.words(silent.tick(now: .seconds(118))) == "nothing")
        #expect(Self.words(silent.tick(now: .seconds(119))) == "close: idle")
        var gone = Self.bound()
        gone.closed()
        #expect(Self.words(gone.received(.init(sequence: Self.sequence, .unbind), now: .zero)) == "nothing")
    }
}
