import Foundation
import LoanBook

/// Measures what Dunlin does in memory. Each benchmark prints one JSON document a line; `Scripts/bench` makes the table.
@main
struct DunlinBench {
    static let usage = """
        usage: dunlin-bench NAME [--count N] [--runs N] [--builtin DIR]
          codec    submit_sm written and read again
          codec-cmpp, codec-cmpp20, codec-smgp, codec-sgip  a submit written and read again
          permit   the law asked about one contact
          condition  one condition of five terms over the facts of a loan
          decide   borrowers decided about, with law and text (--count borrowers)
          leaves   messages' leaves made, sealed and appended to a store (--count messages)
          render   one text rendered and cut into segments
          schedule, schedule-days  36 level instalments, by whole months or by days over actual/actual (--count schedules)
          gateway  texts over the loopback to the simulated carrier and their receipts back (--count messages, --window N)
          links    routes of four binds each that have nothing to say (--count routes, --port of a carrier in another process)
          parked   receipts of one session that are not answered yet (--count receipts)
          plan     one day planned and stored, a day a run (--loans N, --history N messages delivered before,
                   --database postgres://… else SQLite, --keep DIR with a store that is filled once)
          delivery turns of delivery over SQLite without sockets (--count messages, --window N)
        --builtin names the folder with the sample lender's strategy and templates (Sources/dunlin/BuiltIn)
        """

    static func main() async {
        do {
            let arguments = try BenchArguments(Array(CommandLine.arguments.dropFirst()))
            let result = try await measure(arguments)
            print(result.json)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n\(usage)\n".utf8))
            exit(64)
        }
    }

    private static func measure(_ arguments: BenchArguments) async throws -> Measurement {
        switch arguments.name {
        case "codec": try CodecBench(count: arguments.count ?? 1_000_000).measure(runs: arguments.runs)
        case "codec-cmpp", "codec-cmpp20", "codec-smgp", "codec-sgip":
            try ChinaCodecBench(name: arguments.name, count: arguments.count ?? 1_000_000)
                .measure(runs: arguments.runs)
        case "permit":
            try PermitBench(sample: SampleLender(folder: arguments.builtIn), count: arguments.count ?? 1_000_000)
                .measure(runs: arguments.runs)
        case "condition":
            try ConditionBench(sample: SampleLender(folder: arguments.builtIn), count: arguments.count ?? 1_000_000)
                .measure(runs: arguments.runs)
        case "decide":
            try DecideBench(sample: SampleLender(folder: arguments.builtIn), borrowers: arguments.count ?? 1_000_000)
                .measure(runs: arguments.runs)
        case "leaves":
            try await LeavesBench(sample: SampleLender(folder: arguments.builtIn), count: arguments.count ?? 20_000)
                .measure(runs: arguments.runs)
        case "render":
            try RenderBench(sample: SampleLender(folder: arguments.builtIn), count: arguments.count ?? 1_000_000)
                .measure(runs: arguments.runs)
        case "schedule", "schedule-days":
            try ScheduleBench(
                count: arguments.count ?? 100_000, interest: arguments.name == "schedule" ? .wholePeriods : .days
            ).measure(runs: arguments.runs)
        case "gateway":
            try await GatewayBench(messages: arguments.count ?? 100_000, window: arguments.window)
                .measure(runs: arguments.runs)
        case "links":
            try await LinksBench(routes: arguments.count ?? 200, port: arguments.carrierPort()).measure()
        case "parked":
            try await ParkedBench(receipts: arguments.count ?? 100_000).measure()
        case "plan":
            try await PlanBench(
                sample: SampleLender(folder: arguments.builtIn), loans: arguments.count ?? 100_000,
                history: arguments.history, database: arguments.database, keep: arguments.keep
            ).measure(runs: arguments.runs)
        case "delivery":
            try await DeliveryBench(
                sample: SampleLender(folder: arguments.builtIn), messages: arguments.count ?? 20_000,
                window: arguments.window
            ).measure(runs: arguments.runs)
        default: throw BenchFault(words: "no benchmark is called \(arguments.name)")
        }
    }
}
