import CarrierProtocols
import CivilTime
import Messaging
import NIOCore
import NIOPosix
import Testing

@testable import Gateways

/// The connections that a carrier makes to us over SGIP, made here byte by byte.
@Suite(.timeLimit(.minutes(1)))
struct SGIPListenerTests {
    /// A gateway of the carrier with nothing but a socket.
    private func withCaller(
        peers: Set<String> = [], _ body: (Rig, Caller) async throws -> Void
    ) async throws {
        try await withRoute(.sgip, settings: { $0.listener.peers = peers }) { rig, _, _ in
            let caller = try await Caller(port: try await rig.listeningPort())
            try await body(rig, caller)
            await caller.close()
        }
    }

    private static func sequence(_ counter: UInt32) -> SGIP.Sequence {
        SGIP.Sequence(node: 1_000, moment: 1_121_230_510, counter: counter)
    }

    private static func bind(_ type: UInt8 = 2, password: String = "dunlin") -> SGIP.PDU {
        SGIP.PDU(sequence: sequence(1), .bind(.init(type: type, name: "901234", password: password)))
    }

    @Test func `a report and a reply are answered when what they brought is safe, each by its own sequence`()
        async throws
    {
        try await withCaller { rig, caller in
            await rig.stopAcknowledging()
            try await caller.send(Self.bind())
            #expect(try await caller.next() == SGIP.PDU(sequence: Self.sequence(1), .bindResponse(.ok)))
            let text = SGIP.Sequence(node: 3_010_012_345, moment: 1_121_200_000, counter: 42)
            try await caller.send(
                SGIP.PDU(
                    sequence: Self.sequence(2),
                    .report(.init(submit: text, user: "8613800138000", stateNumber: 2, error: .absent))))
            var deliver = SGIP.Deliver()
            (deliver.user, deliver.spNumber, deliver.format) = ("8613800138000", "1069000012", .gb)
            deliver.content = ByteBuffer(bytes: [0xCD, 0xCB, 0xB6, 0xA9])
            try await caller.send(SGIP.PDU(sequence: Self.sequence(3), .deliver(deliver)))
            // A Deliver whose length says more than there is.
            try await caller.send(
                bytes: [0, 0, 0, 77, 0, 0, 0, 4] + [UInt8](repeating: 0, count: 11) + [4]
                    + [UInt8](repeating: 0x38, count: 56) + [9])
            let events = await rig.events { $0.compactMap(\.token).count == 3 }
            #expect(
                events.receipts == [
                    CarrierReceipt(
                        carrierID: "3010012345-1121200000-42", outcome: .undelivered, errorCode: "25",
                        address: "8613800138000")
                ])
            #expect(events.replies.map(\.text) == ["退订"] && events.replies.map(\.to) == ["1069000012"])
            rig.gateway.acknowledge(events.compactMap(\.token))
            #expect(try await caller.next() == SGIP.PDU(sequence: Self.sequence(2), .reportResponse(.ok)))
            #expect(try await caller.next() == SGIP.PDU(sequence: Self.sequence(3), .deliverResponse(.ok)))
            #expect(
                try await caller.next()
                    == SGIP.PDU(sequence: SGIP.Sequence(node: 0, moment: 0, counter: 4), .deliverResponse(.ok)))
            try await caller.send(SGIP.PDU(sequence: Self.sequence(4), .unbind))
            #expect(try await caller.next() == SGIP.PDU(sequence: Self.sequence(4), .unbindResponse))
            #expect(try await caller.next() == nil)
        }
    }

    @Test(arguments: [(UInt8(2), "other", SGIP.Result.wrongLogin), (1, "dunlin", .wrongLoginType)])
    func `who does not know the password is told so, and delivers nothing`(
        _ type: UInt8, _ password: String, _ result: SGIP.Result
    ) async throws {
        try await withCaller { rig, caller in
            let text = SGIP.Sequence(node: 1, moment: 2, counter: 3)
            let report = SGIP.PDU(
                sequence: Self.sequence(9), .report(.init(submit: text, user: "1", stateNumber: 0)))
            try await caller.send(report)
            #expect(try await caller.next() == SGIP.PDU(sequence: Self.sequence(9), .reportResponse(.wrongLogin)))
            try await caller.send(Self.bind(type, password: password), report)
            #expect(try await caller.next() == SGIP.PDU(sequence: Self.sequence(1), .bindResponse(result)))
            #expect(try await caller.next() == nil)
            let events = await rig.events { $0.remarks.contains { $0.words.contains("was not let in") } }
            #expect(events.receipts.isEmpty && events.remarks.contains { $0.words.contains("127.0.0.1") && $0.warns })
            #expect(!events.remarks.contains { $0.words.contains(password) })
        }
    }

    @Test func `an address that is not allowed is hung up on`() async throws {
        try await withCaller(peers: ["10.1.2.3"]) { rig, caller in
            let answer = try await caller.next()
            #expect(answer == nil)
            await rig.events { $0.remarks.contains { $0.words.contains("`allowed_peers`") } }
        }
        try await withCaller(peers: ["127.0.0.1", "10.1.2.3"]) { _, caller in
            try await caller.send(Self.bind())
            let answer = try await caller.next()
            #expect(answer?.content == .bindResponse(.ok))
        }
    }

    @Test func `bytes of no protocol end the connection and nothing else`() async throws {
        try await withCaller { rig, caller in
            try await caller.send(bytes: Array("GET / HTTP/1.1\r\n\r\n".utf8))
            #expect(try await caller.next() == nil)
            let events = await rig.events { $0.remarks.contains { $0.words.contains("not SGIP") } }
            #expect(events.replies.isEmpty && events.receipts.isEmpty)
            let second = try await Caller(port: try await rig.listeningPort())
            try await second.send(Self.bind())
            #expect(try await second.next()?.content == .bindResponse(.ok))
            await second.close()
        }
    }

    @Test func `no more callers are taken than there is room for`() async throws {
        try await withCaller { rig, _ in
            let port = try await rig.listeningPort()
            var callers: [Caller] = []
            // Each is let in before the next one calls, so that the last is the one too many.
            for _ in 1..<CarrierRoute.callersAtMost {
                let caller = try await Caller(port: port)
                try await caller.send(Self.bind())
                #expect(try await caller.next()?.content == .bindResponse(.ok))
                callers.append(caller)
            }
            let surplus = try await Caller(port: port)
            #expect(try await surplus.next() == nil)
            for caller in callers { await caller.close() }
        }
    }

    @Test func `a text's id is not of the second in which the program started`() async throws {
        let begun = ContinuousClock.now
        try await withRoute(.sgip) { rig, _, _ in
            await rig.bound()
            rig.gateway.submit([.sample(1, text: .chinese)])
            await rig.ended(1)
            #expect(ContinuousClock.now - begun > SGIPLinkSession.quarantine)
        }
    }

    @Test func `a half-open link, of which no test could tell, costs a window and then one text at a time`()
        async throws
    {
        try await withRoute(.sgip, settings: { $0.timers.response = .milliseconds(300) }) { rig, wire, carrier in
            await rig.bound()
            await rig.send(0..<10, text: .chinese)
            await rig.receipts(10)
            await wire.set(.swallow, .toCarrier)
            rig.gateway.submit((10..<20).map { .sample($0, text: .chinese) })
            let events = await rig.events {
                $0.segments.count == 20 && $0.links.contains { $0.words.contains("answers no text") }
            }
            #expect(events.segments.suffix(10).allSatisfy { $0.hasPrefix("unanswered") })
            await wire.set(.pass, .toCarrier)
            await rig.send(20..<30, text: .chinese)
            Ledger(await rig.ended(30), await carrier.counts()).check(30)
        }
    }

    @Test func `a connection with nothing to say is opened anew, and nobody is told`() async throws {
        try await withRoute(
            .sgip,
            settings: {
                $0.timers.enquireLink = .milliseconds(400)
                $0.route.reconnect.stableAfter = .milliseconds(50)
            }
        ) { rig, wire, carrier in
            await rig.bound()
            let before = await rig.events.links.count
            while await wire.connections() < 4 || rig.gateway.room == 0 { await Task.yield() }
            rig.gateway.submit((0..<3).map { .sample($0, text: .chinese) })
            let events = await rig.ended(3)
            let counts = await carrier.counts()
            // On a slow machine the silence may end it once more just then: what was not written comes back.
            let ends = events.segments.map { $0.prefix { $0 != " " } }
            #expect(ends.allSatisfy { $0 == "accepted" || $0 == "unwritten" }, "\(ends)")
            #expect(counts.unbinds >= 2)
            #expect(events.links.count == before, "\(events.links)")
        }
    }
}

/// A socket to the listener.
private actor Caller {
    private let channel: any Channel
    private var inbound: AsyncThrowingStream<ByteBuffer, any Error>.AsyncIterator
    private var bytes = ByteBuffer()

    init(port: Int) async throws {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Hearing(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        inbound = stream.makeAsyncIterator()
    }

    /// All in one write.
    func send(_ pdus: SGIP.PDU...) async throws {
        var buffer = ByteBuffer()
        for pdu in pdus { try buffer.writeSGIPPDU(pdu) }
        try await channel.writeAndFlush(buffer).get()
    }

    func send(bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get() }

    /// nil when the other side has hung up.
    func next() async throws -> SGIP.PDU? {
        while true {
            if let pdu = try bytes.readSGIPPDU() { return pdu }
            var iterator = inbound
            let more = try await iterator.next(isolation: #isolation)
            inbound = iterator
            guard var more else { return nil }
            bytes.writeBuffer(&more)
        }
    }

    func close() { channel.close(promise: nil) }

    private final class Hearing: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation

        init(_ continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
    }
}
