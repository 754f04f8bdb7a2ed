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
}
