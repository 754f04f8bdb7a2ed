import CarrierProtocols
import CivilTime
import NIOCore

/// One client's connection to the simulated carrier.
final class CarrierSession: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let core: CarrierCore
    private var context: ChannelHandlerContext?
    private var inbound = ByteBuffer()
    private var outbound = ByteBuffer()
    private var mode: SMPP.BindMode?
    private(set) var systemID = ""
    /// From 1, in the order of binding.
    private(set) var number = 0
    private var nextSequence: UInt32 = 1
    private var unanswered: [UInt32: CarrierDelivery] = [:]
    private var taken = 0
    /// Answers that go out after everything else of their batch.
    private var lateAnswers: [SMPP.PDU] = []
    private var isClosing = false

    init(_ core: CarrierCore) { self.core = core }

    var receives: Bool { mode?.receives == true && !isClosing }
    var unansweredDeliveries: Int { unanswered.count }
    var deliveryRoom: Int { max(0, core.behaviour.deliveryWindow - unanswered.count) }

    func deliver(_ delivery: CarrierDelivery) {
        let sequence = nextSequence
        nextSequence = sequence >= SMPP.Limit.sequence ? 1 : sequence + 1
        unanswered[sequence] = delivery
        send(SMPP.PDU(sequence: sequence, .deliverSM(delivery.message)))
    }

    func flush() {
        guard outbound.readableBytes > 0, let context else { return }
        context.writeAndFlush(wrapOutboundOut(outbound), promise: nil)
        outbound = context.channel.allocator.buffer(capacity: 4_096)
    }

    func close() {
        isClosing = true
        context?.close(promise: nil)
    }

    // MARK: socket

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        core.added(self)
        if core.isOut || core.behaviour.closesAtOnce { close() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbound.takeIn(unwrapInboundIn(data))
        do {
            let now = NIODeadline.now()
            while !isClosing, let frame = try inbound.readSMPPFrame() { try read(frame, at: now) }
            try core.flushJournal()
        } catch let fault as SMPP.Fault {
            send(SMPP.PDU(sequence: fault.sequence, .genericNack(fault.status)))
            flush()
            close()
        } catch {
            // Without its journal the simulator must not say it took a text.
            outbound.clear()
            context.fireErrorCaught(error)
            close()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flush()
        core.deliver()
        guard !lateAnswers.isEmpty else { return }
        for answer in lateAnswers.reversed() { send(answer) }
        lateAnswers = []
        flush()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { close() }

    func channelInactive(context: ChannelHandlerContext) { ended() }

    func handlerRemoved(context: ChannelHandlerContext) { ended() }

    private func ended() {
        guard context != nil else { return }
        context = nil
        let left = unanswered.sorted { $0.key < $1.key }.map(\.value)
        unanswered = [:]
        core.removed(self, unanswered: left)
    }

    // MARK: PDUs

    private func read(_ frame: SMPP.Frame, at now: NIODeadline) throws {
        let pdu: SMPP.PDU
        do {
            pdu = try SMPP.PDU(frame)
        } catch {
            return send(SMPP.PDU(sequence: error.sequence, .genericNack(error.status)))
        }
        switch pdu.content {
        case .bind(let bind): answer(bind, pdu.sequence)
        case .submitSM(let message): try answer(message, pdu.sequence, at: now)
        case .deliverSMResponse:
            if unanswered.removeValue(forKey: pdu.sequence) != nil {
                core.counts.deliveriesAnswered += 1
            } else {
                core.counts.strayAnswers += 1
            }
        case .enquireLink: send(SMPP.PDU(sequence: pdu.sequence, .enquireLinkResponse(.ok)))
        case .unbind:
            core.counts.unbinds += 1
            send(SMPP.PDU(sequence: pdu.sequence, .unbindResponse(.ok)))
            flush()
            close()
        case .deliverSM: send(SMPP.PDU(sequence: pdu.sequence, .genericNack(.invalidCommandID)))
        // The simulator takes texts and serves nothing else yet.
        case .dataSM, .submitMulti, .querySM, .cancelSM, .replaceSM, .outbind, .alertNotification:
            send(SMPP.PDU(sequence: pdu.sequence, .genericNack(.invalidCommandID)))
        case .bindResponse, .unbindResponse, .submitSMResponse, .enquireLinkResponse, .genericNack, .dataSMResponse,
            .submitMultiResponse, .querySMResponse, .cancelSMResponse, .replaceSMResponse:
            break
        }
    }

    private func answer(_ bind: SMPP.Bind, _ sequence: UInt32) {
        let behaviour = core.behaviour
        if behaviour.speaksNonsense {
            outbound.writeString("HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        }
        let status: SMPP.Status =
            if let refusal = behaviour.refuseBind {
                refusal
            } else if mode != nil {
                .alreadyBound
            } else if behaviour.systemID.map({ $0 != bind.systemID }) == true {
                .invalidSystemID
            } else if behaviour.password.map({ $0 != bind.password }) == true {
                .invalidPassword
            } else {
                admit(bind)
            }
        send(SMPP.PDU(sequence: sequence, .bindResponse(.init(mode: bind.mode, status: status, systemID: "carrier"))))
        if status != .ok { core.counts.refusedBinds += 1 }
    }

    private func admit(_ bind: SMPP.Bind) -> SMPP.Status {
        systemID = bind.systemID
        let status = core.bind(self)
        guard status == .ok else { return status }
        core.counts.binds += 1
        number = core.counts.binds
        mode = bind.mode
        return .ok
    }

    private func answer(_ message: SMPP.ShortMessage, _ sequence: UInt32, at now: NIODeadline) throws {
        guard mode?.sends == true else {
            send(SMPP.PDU(sequence: sequence, .submitSMResponse(.init(status: .incorrectBindStatus))))
            return
        }
        let response: SMPP.MessageResponse
        do {
            guard let answer = try core.take(message, from: self, at: now) else { return countText() }
            response = answer.response
            if answer.isLate {
                lateAnswers.append(SMPP.PDU(sequence: sequence, .submitSMResponse(response)))
                return countText()
            }
        } catch let fault as SMPP.Fault {
            send(SMPP.PDU(sequence: sequence, .submitSMResponse(.init(status: fault.status))))
            return
        }
        let pdu = SMPP.PDU(sequence: sequence, .submitSMResponse(response))
        let delay = core.answerDelay()
        if delay.milliseconds <= 0 {
            send(pdu)
        } else {
            core.pendingAnswers += 1
            core.loop.assumeIsolated().scheduleTask(in: .milliseconds(delay.milliseconds)) { [self] in
                core.pendingAnswers -= 1
                send(pdu)
                flush()
                core.settleIfDone()
            }
        }
        if response.status == .ok { countText() }
    }

    /// A connection that is to be cut is cut in the middle of its work: what it wrote before may be lost with it.
    private func countText() {
        taken += 1
        guard let limit = core.behaviour.dropConnectionAfter, taken >= limit else { return }
        core.counts.droppedConnections += 1
        close()
    }

    private func send(_ pdu: SMPP.PDU) {
        do {
            try outbound.writeSMPPPDU(pdu)
        } catch {
            context?.fireErrorCaught(error)
            close()
        }
    }
}
