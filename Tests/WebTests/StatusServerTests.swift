import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct StatusServerTests {
    @Test func `health is 200 when all is well and 503 when a part is not`() async throws {
        for (well, status) in [(true, HTTPResponse.Status.ok), (false, .serviceUnavailable)] {
            let router = StatusServer.router(
                health: { Health(isWell: well, parts: [(name: "route \"a\"", state: well ? "up" : "down")]) },
                metrics: { [] })
            try await Application(router: router).test(.router) { client in
                try await client.execute(uri: "/health", method: .get) { response in
                    #expect(response.status == status)
                    let body = String(buffer: response.body)
                    #expect(body.contains("\"route \\\"a\\\"\":\"\(well ? "up" : "down")\""))
                }
            }
        }
    }

    @Test func `metrics are written as Prometheus reads them`() {
        let family = MetricFamily(
            "dunlin_messages_total", .counter, help: "Messages by state\nand route",
            samples: [.init([(name: "state", value: "a\"b\\c")], 3), .init([], 0.5)])
        #expect(
            Exposition.text([family]) == """
                # HELP dunlin_messages_total Messages by state\\nand route
                # TYPE dunlin_messages_total counter
                dunlin_messages_total{state="a\\"b\\\\c"} 3
                dunlin_messages_total 0.5

                """)
    }

    @Test func `a histogram is written with counts that add up`() {
        let samples = MetricFamily.Sample.histogram(
            [(name: "route", value: "a")], bounds: [0.5, 1], counts: [3, 0, 2], sum: 7.25)
        #expect(
            Exposition.text([MetricFamily("dunlin_link_answer_seconds", .histogram, help: "Answers", samples: samples)])
                == """
                # HELP dunlin_link_answer_seconds Answers
                # TYPE dunlin_link_answer_seconds histogram
                dunlin_link_answer_seconds_bucket{route="a",le="0.5"} 3
                dunlin_link_answer_seconds_bucket{route="a",le="1"} 3
                dunlin_link_answer_seconds_bucket{route="a",le="+Inf"} 5
                dunlin_link_answer_seconds_sum{route="a"} 7.25
                dunlin_link_answer_seconds_count{route="a"} 5

                """)
    }
}
