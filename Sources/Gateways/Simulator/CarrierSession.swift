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
    let wire: any CarrierWire
    private(set) var account = ""
    /// The carrier made it, to deliver over.
    let isOurs: Bool
    private(set) var wasOpen = false
    /// From 1, in the order of binding.
    private(set) var number = 0
    private var nextSequence: UInt32 = 1
    private var unanswered: [UInt32: CarrierDelivery] = [:]
    private var taken = 0
    /// Answers that go out after everything else of their batch.
    private var lateAnswers: [(sequence: UInt32, answer: CarrierAnswer)] = []
    private var isClosing = false

    init(_ core: CarrierCore, speaking tongue: SimulatedProtocol) {
        self.core = core
        wire = tongue.wire(core.behaviour)
        isOurs = false
    }

    /// A connection of the carrier's own to the client of `account`.
    init(_ core: CarrierCore, wire: any CarrierWire, calling account: String) {
        self.core = core
        self.wire = wire
        self.account = account
        isOurs = true
    }

    var receives: Bool { wire.receives && !isClosing }
    var unansweredDeliveries: Int { unanswered.count }
    var deliveryRoom: Int { max(0, core.behaviour.deliveryWindow - unanswered.count) }

    func deliver(_ delivery: CarrierDelivery) {
        let sequence = nextSequence
        nextSequence = sequence >= 0x7FFF_FFFF ? 1 : sequence + 1
        unanswered[sequence] = delivery
        say { try wire.deliver(delivery, sequence: sequence, to: &outbound) }
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

    func channelActive(context: ChannelHandlerContext) {
        wasOpen = true
        say { try wire.opened(to: &outbound) }
        flush()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbound.takeIn(unwrapInboundIn(data))
        do {
            let now = NIODeadline.now()
            while !isClosing, let request = try wire.next(&inbound, to: &outbound) { serve(request, at: now) }
            try core.flushJournal()
        } catch {
            // Without its journal the simulator must not say it took a text.
            outbound.clear()
            context.fireErrorCaught(error)
            close()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if core.behaviour.acknowledgesAtOnce {
            // The kernel forgets it again; it fails only where the socket is gone.
            context.channel.setOption(.tcpOption(.quickAcknowledgement), value: 1).whenFailure { _ in }
        }
        flush()
        core.deliver()
        guard !lateAnswers.isEmpty else { return }
        for late in lateAnswers.reversed() { answer(late.sequence, late.answer) }
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

    // MARK: requests

    private func serve(_ request: ClientRequest, at now: NIODeadline) {
        switch request {
        case .nothing: break
        case .bind(let name): bind(name)
        case .text(let text, let sequence): take(text, sequence, at: now)
        case .deliveryAnswered(let sequence):
            if unanswered.removeValue(forKey: sequence) != nil {
                core.counts.deliveriesAnswered += 1
            } else {
                core.counts.strayAnswers += 1
            }
        case .tookBind: core.joined(self)
        case .unbind:
            core.counts.unbinds += 1
            flush()
            close()
        case .broken:
            flush()
            close()
        }
    }

    private func bind(_ name: String) {
        let behaviour = core.behaviour
        if behaviour.speaksNonsense {
            outbound.writeString("HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        }
        let answer: BindAnswer =
            behaviour.refusesBinds ? .refused : wire.refusal(behaviour) ?? admit(name)
        say { try wire.answer(bind: answer, behaviour, to: &outbound) }
        if answer != .admitted { core.counts.refusedBinds += 1 }
    }

    private func admit(_ name: String) -> BindAnswer {
        account = name
        let answer = core.bind(self)
        guard answer == .admitted else { return answer }
        core.counts.binds += 1
        number = core.counts.binds
        return .admitted
    }

    private func take(_ text: CarrierText, _ sequence: UInt32, at now: NIODeadline) {
        guard let (response, isLate) = core.take(text, from: self, at: now) else { return countText() }
        if isLate {
            lateAnswers.append((sequence, response))
            return countText()
        }
        let delay = core.answerDelay()
        if delay.milliseconds <= 0 {
            answer(sequence, response)
        } else {
            core.pendingAnswers += 1
            core.loop.assumeIsolated().scheduleTask(in: .milliseconds(delay.milliseconds)) { [self] in
                core.pendingAnswers -= 1
                answer(sequence, response)
                flush()
                core.settleIfDone()
            }
        }
        if case .taken = response { countText() }
    }

    private func answer(_ sequence: UInt32, _ answer: CarrierAnswer) {
        say { try wire.answer(text: sequence, answer, to: &outbound) }
    }

    /// A connection that is to be cut is cut in the middle of its work: what it wrote before may be lost with it.
    private func countText() {
        taken += 1
        guard let limit = core.behaviour.dropConnectionAfter, taken >= limit else { return }
        core.counts.droppedConnections += 1
        close()
    }

    private func say(_ words: () throws -> Void) {
        do {
            try words()
        } catch {
            context?.fireErrorCaught(error)
            close()
        }
    }
}
