import CarrierProtocols
import NIOCore
import Testing

/// What a session makes of the PDUs beside the way of texts.
struct SessionQuestionsTests {
    private typealias Tests = SessionTests
    private static let address = SMPP.Address(typeOfNumber: 1, numberingPlan: 1, text: "106")

    private func words(_ action: SMPP.SessionAction<Int>) -> String { Tests.words(action) }

    private static let answers: [(SMPP.Request, SMPP.PDU.Content, String)] = [
        (.submitSM, .submitSMResponse(.init(messageID: "x")), "answered 5 0 x"),
        (.dataSM, .dataSMResponse(.init(status: .deliveryFailure, messageID: "x")), "answered 5 254 x"),
        (
            .submitMulti,
            .submitMultiResponse(.init(messageID: "x", refused: [.init(address: address, status: .queueFull)])),
            "answered 5 0 refused 1"
        ),
        (.querySM, .querySMResponse(.init(messageID: "x", state: 2)), "found 5 0 2"),
        (.cancelSM, .cancelSMResponse(.cancelFailed), "changed 5 17"),
        (.replaceSM, .replaceSMResponse(.ok), "changed 5 0"),
    ]

    @Test(arguments: answers)
    func `a request is answered by its own answer and by no other`(
        _ request: SMPP.Request, _ answer: SMPP.PDU.Content, _ expected: String
    ) {
        var session = Tests.bound(window: 1)
        #expect(session.submit(5, as: request, now: .zero) == 2)
        #expect(session.submit(6, as: request, now: .zero) == nil)
        for (other, content, _) in Self.answers where other != request {
            #expect(words(session.received(SMPP.PDU(sequence: 2, content), now: .zero)) == "nothing")
        }
        #expect(session.ignoredAnswers == 5)
        #expect(session.room == 0)
        #expect(words(session.received(SMPP.PDU(sequence: 3, answer), now: .zero)) == "nothing")
        #expect(words(session.received(SMPP.PDU(sequence: 2, answer), now: .zero)) == expected)
        #expect(session.room == 1)
        #expect(words(session.received(SMPP.PDU(sequence: 2, answer), now: .zero)) == "nothing")
        #expect(session.ignoredAnswers == 7)
    }

    private static let nacked: [(SMPP.Request, String, String, SMPP.Command)] = [
        (.submitSM, "answered 5 3 ", "unanswered 5", .submitSMResponse),
        (.dataSM, "answered 5 3 ", "unanswered 5", .dataSMResponse),
        (.submitMulti, "answered 5 3 refused 0", "unanswered 5", .submitMultiResponse),
        (.querySM, "found 5 3 0", "question 5 unanswered", .querySMResponse),
        (.cancelSM, "changed 5 3", "question 5 unanswered", .cancelSMResponse),
        (.replaceSM, "changed 5 3", "question 5 unanswered", .replaceSMResponse),
    ]

    @Test(arguments: nacked)
    func `a nack refuses, silence and nonsense leave a text unknown and a question open`(
        _ request: SMPP.Request, _ refused: String, _ silent: String, _ response: SMPP.Command
    ) {
        var session = Tests.bound()
        _ = session.submit(5, as: request, now: .zero)
        #expect(words(session.received(SMPP.PDU(sequence: 2, .genericNack(.invalidCommandID)), now: .zero)) == refused)
        _ = session.submit(5, as: request, now: .zero)
        let fault = SMPP.Fault(.truncated(field: "message_id"), command: response.rawValue, sequence: 3)
        #expect(words(session.received(fault, now: .zero)) == silent)
        // Garbled under a number that waits for nothing, or for another answer.
        #expect(words(session.received(fault, now: .zero)) == "nothing")
        _ = session.submit(5, as: request == .querySM ? .cancelSM : .querySM, now: .zero)
        let other = SMPP.Fault(.truncated(field: "message_id"), command: response.rawValue, sequence: 4)
        #expect(words(session.received(other, now: .zero)) == "nothing")
        #expect(session.outstandingCount == 1)
        session.withdraw(4)
        _ = session.submit(5, as: request, now: .seconds(1))
        #expect(session.tick(now: .milliseconds(10_999)).isEmpty)
        #expect(session.tick(now: .seconds(11)).map(Tests.words) == [silent])
        #expect(session.room == 3)
    }

    @Test func `when the connection ends texts are unanswered and questions are void`() {
        var session = Tests.bound(window: 10)
        for (token, request) in SMPP.Request.allCases.enumerated() {
            _ = session.submit(token, as: request, now: .zero)
        }
        #expect(session.openQuestions == [3, 4, 5])
        #expect(session.closed() == [0, 1, 2])
        #expect(session.openQuestions == [])
    }

    @Test func `a delivery is acknowledged in the kind it came in`() {
        var session = Tests.bound()
        var data = SMPP.DataMessage()
        data.esmClass = .receipt
        let action = session.received(SMPP.PDU(sequence: 9, .dataSM(data)), now: .zero)
        guard case .deliver(let message, sequence: 9) = action else {
            Issue.record("\(words(action))")
            return
        }
        #expect(message.esmClass == .receipt)
        _ = session.received(SMPP.PDU(sequence: 10, .deliverSM(.init())), now: .zero)
        let broken = SMPP.Fault(.malformedTLV, command: SMPP.Command.dataSM.rawValue, sequence: 11)
        #expect(words(session.received(broken, now: .zero)) == "unreadable 11")
        #expect(session.acknowledgement(of: 10) == SMPP.PDU(sequence: 10, .deliverSMResponse(.init())))
        #expect(session.acknowledgement(of: 9) == SMPP.PDU(sequence: 9, .dataSMResponse(.init())))
        #expect(session.acknowledgement(of: 11) == SMPP.PDU(sequence: 11, .dataSMResponse(.init())))
        // The carrier's numbers begin anew: the next one is what it is.
        #expect(session.acknowledgement(of: 9) == SMPP.PDU(sequence: 9, .deliverSMResponse(.init())))
    }

    @Test func `an alert is told and not answered`() {
        var session = Tests.bound()
        let alert = SMPP.PDU(sequence: 9, .alertNotification(.init(source: Self.address, esme: .none)))
        #expect(words(session.received(alert, now: .zero)) == "alert of 106")
    }

    @Test(arguments: [
        SMPP.PDU.Content.submitMulti(.init(destinations: [], message: .init())),
        .querySM(.init(messageID: "x", source: .none)),
        .cancelSM(.init(messageID: "x", source: .none, destination: .none)),
        .replaceSM(.init(messageID: "x", source: .none)),
    ])
    func `requests that no carrier makes are nacked`(_ content: SMPP.PDU.Content) {
        var session = Tests.bound()
        let action = session.received(SMPP.PDU(sequence: 9, content), now: .zero)
        #expect(words(action) == "send genericNack(ESME_RINVCMDID (0x3)) 9")
    }

    @Test(arguments: [
        (SMPP.PDU.Content.dataSM(.init()), "ESME_RINVBNDSTS"), (.deliverSM(.init()), "ESME_RINVBNDSTS"),
        (.outbind(.init(systemID: "carrier", password: "secret")), "send genericNack(ESME_RINVBNDSTS (0x4)) 9"),
    ])
    func `what comes before the bind is answered is turned away`(_ content: SMPP.PDU.Content, _ expected: String) {
        var session = Tests.session()
        _ = session.opened(now: .zero)
        #expect(words(session.received(SMPP.PDU(sequence: 9, content), now: .zero)).contains(expected))
        #expect(session.state == .binding(sequence: 1, since: .zero))
        for command in [SMPP.Command.deliverSM, .dataSM] {
            let fault = SMPP.Fault(.malformedTLV, command: command.rawValue, sequence: 9)
            #expect(words(session.received(fault, now: .zero)).contains("ESME_RINVOPTPARSTREAM"))
        }
    }

    // MARK: outbind

    private static func called(
        _ agreed: SMPP.Outbind? = .init(systemID: "carrier", password: "secret")
    ) -> SMPP.Session<Int> {
        var session = SMPP.Session<Int>(
            bind: SMPP.Bind(mode: .receiver, systemID: "a", password: "b"), window: 3, timers: SessionTests.timers,
            outbind: agreed)
        session.accepted(now: .zero)
        return session
    }

    private static let right = SMPP.PDU(sequence: 1, .outbind(.init(systemID: "carrier", password: "secret")))

    @Test func `a carrier that calls and shows what was agreed is bound to`() {
        var session = Self.called()
        #expect(session.room == 0)
        #expect(session.unbind(now: .zero) == nil)
        let action = session.received(Self.right, now: .seconds(4))
        guard case .send(let pdu) = action, case .bind(let bind) = pdu.content else {
            Issue.record("\(words(action))")
            return
        }
        #expect(bind.mode == .receiver)
        // The time for the bind begins now.
        #expect(session.tick(now: .milliseconds(8_999)).isEmpty)
        let answer = SMPP.PDU(sequence: pdu.sequence, .bindResponse(.init(mode: .receiver, status: .ok, systemID: "c")))
        #expect(words(session.received(answer, now: .seconds(6))) == "bound c")
        // Asked again it stays as it is.
        #expect(words(session.received(Self.right, now: .seconds(7))) == "send genericNack(ESME_RINVBNDSTS (0x4)) 1")
        #expect(session.isBound == true)
    }

    @Test func `a carrier that shows something else, or nothing, is hung up on`() {
        let refused = "close: the carrier's outbind shows another name or password than was agreed"
        for wrong in [SMPP.Outbind(systemID: "carrier", password: ""), .init(systemID: "other", password: "secret")] {
            var session = Self.called()
            #expect(words(session.received(SMPP.PDU(sequence: 1, .outbind(wrong)), now: .zero)) == refused)
            #expect(session.state == .closed)
        }
        var unagreed = Self.called(nil)
        #expect(words(unagreed.received(Self.right, now: .zero)) == refused)
        var mute = Self.called()
        #expect(mute.tick(now: .milliseconds(4_999)).isEmpty)
        #expect(
            mute.tick(now: .seconds(5)).map(Tests.words) == [
                "close: the carrier opened a connection and sent no outbind in time"
            ])
    }

    @Test func `a carrier that calls is asked for nothing and given nothing before it has shown itself`() {
        var session = Self.called()
        #expect(session.submit(1, now: .zero) == nil)
        let answer = SMPP.PDU(sequence: 1, .bindResponse(.init(mode: .receiver, status: .ok)))
        #expect(words(session.received(answer, now: .zero)) == "nothing")
        #expect(session.isBound == false)
        #expect(words(session.received(SMPP.PDU(sequence: 3, .dataSM(.init())), now: .zero)).contains("RINVBNDSTS"))
    }
}
