import ArgumentParser
import CivilTime
import Foundation
import Gateways

struct CarrierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "carrier",
        abstract: "A carrier simulator over SMPP 3.4, CMPP, SMGP or SGIP, with the faults of real ones on demand.",
        discussion: """
            It serves demo, tests and benchmarks: texts go nowhere. Shares are between 0 and 1 and follow from the seed. \
            It runs until interrupted, then prints what it has counted.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(
        name: .customLong("protocol"),
        help: "What it speaks: smpp, cmpp (2.0 or 3.0, as the client asks), smgp or sgip.")
    var speech = SimulatedProtocol.smpp
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port (default: 2775, cmpp 7890, smgp 8890, sgip 8801); 0 takes a free one and prints it.")
    var port: Int?
    @Option(help: "Where clients listen for the carrier's own connections (sgip), on this machine.") var callBack: Int?
    @Option(help: "Only this system_id (cmpp: SP id, smgp: ClientID, sgip: login name) may bind (default: anybody).")
    var systemId: String?
    @Option(help: "Binds of one system_id at once; one more is refused.") var bindsAtMost: Int?
    @Option(
        help: "Messages of one system_id in any second, over all its binds; one more is refused for being too fast.")
    var rateAtMost: Int?
    @Option(help: "The seed of every choice.") var seed: UInt64 = 1
    @Option(help: "Milliseconds until an answer.") var answerDelay: Int64 = 0
    @Option(help: "Milliseconds until a receipt, at least and at most.") var receiptDelay: Int64 = 50
    @Option(help: "Share of messages that are not delivered.") var undelivered = 0.0
    @Option(help: "Share that expire.") var expired = 0.0
    @Option(help: "Share whose receipt is lost.") var lostReceipts = 0.0
    @Option(help: "Share whose answer is lost.") var lostResponses = 0.0
    @Option(help: "Share that is refused for being too fast.") var throttled = 0.0
    @Option(help: "Share whose receipt comes twice.") var duplicateReceipts = 0.0
    @Option(help: "Share answered out of order.") var outOfOrder = 0.0
    @Option(help: "Cut each connection after so many messages.") var dropAfter: Int?
    @Option(help: "Share of destinations that answer STOP.") var stops = 0.0
    @Option(help: "Share of destinations that answer in words of several parts.") var longReplies = 0.0
    @Flag(help: "Prove to clients another secret than theirs (cmpp, smgp).") var provesWrongly = false
    @Flag(help: "Acknowledge every TCP segment at once, as servers with TCP_QUICKACK do.") var acknowledgeAtOnce = false
    @Flag(help: "Refuse every bind.") var refuseBind = false
    @Flag(help: "Hang up on every connection at once.") var closeAtOnce = false
    @Flag(help: "Answer with bytes of no carrier's protocol.") var nonsense = false
    @Option(help: "Append a line for every message taken to this file.") var journal: String?
    @Flag(help: "Print the counts as one JSON document at the end.") var json = false

    func run() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.seed = seed
        behaviour.systemID = systemId
        behaviour.provesWrongly = provesWrongly
        behaviour.callsBack = callBack.map { ("127.0.0.1", $0) }
        behaviour.bindsAtMost = bindsAtMost
        behaviour.rateAtMost = rateAtMost
        behaviour.answerDelay = .milliseconds(answerDelay)...(.milliseconds(answerDelay))
        behaviour.receiptDelay = .milliseconds(0)...(.milliseconds(max(0, receiptDelay)))
        behaviour.undelivered = undelivered
        behaviour.expired = expired
        behaviour.lostReceipts = lostReceipts
        behaviour.lostResponses = lostResponses
        behaviour.throttled = throttled
        behaviour.duplicateReceipts = duplicateReceipts
        behaviour.outOfOrder = outOfOrder
        behaviour.dropConnectionAfter = dropAfter
        behaviour.refusesBinds = refuseBind
        behaviour.acknowledgesAtOnce = acknowledgeAtOnce
        behaviour.closesAtOnce = closeAtOnce
        behaviour.speaksNonsense = nonsense
        if stops > 0 { behaviour.replies = [.init(share: stops, text: "STOP", delay: .milliseconds(20))] }
        if longReplies > 0 {
            behaviour.replies.append(.init(share: longReplies, text: Self.longReply, delay: .milliseconds(20)))
        }
        let clock = options.givenNow.map { LawClock.from($0) } ?? .system
        let carrier = try CarrierSimulator(
            speaking: speech, behaviour: behaviour, time: .real(clock), journal: journal)
        let bound = try await carrier.start(host: host, port: port ?? speech.usualPort)
        Output.note("carrier simulator: listening on \(host):\(bound)")
        await Interruption.wait()
        let counts = await carrier.counts()
        await carrier.stop()
        report(counts)
    }

    /// Means nothing that a rule would act on; 3 parts.
    private static let longReply = String(
        repeating: "I have written to you about this several times already. ", count: 7)

    private func report(_ counts: CarrierCounts) {
        let rows: [(key: String, words: String, count: Int)] = [
            ("binds", "binds", counts.binds), ("refused_binds", "binds refused", counts.refusedBinds),
            ("unbinds", "unbinds", counts.unbinds), ("most_binds", "most binds at once", counts.mostBinds),
            ("highest_rate", "most messages in a second", counts.highestRate),
            ("accepted", "messages taken", counts.accepted),
            ("duplicates", "texts taken more than once", counts.duplicates.count),
            ("throttled", "refused for being too fast", counts.throttled),
            ("lost_responses", "answers lost", counts.lostResponses),
            ("receipts", "receipts sent", counts.receiptsSent),
            ("replies", "replies sent", counts.repliesSent),
            ("stray_answers", "answers to no delivery", counts.strayAnswers),
        ]
        if json {
            Output.line(JSONText.write(.object(rows.map { ($0.key, .number(Int64($0.count))) })))
            return
        }
        var table = TextTable(headings: ["carrier", "count"], numeric: [1])
        table.rows = rows.map { [$0.words, String($0.count)] }
        Output.text(table.text)
    }
}

extension SimulatedProtocol: ExpressibleByArgument {}
