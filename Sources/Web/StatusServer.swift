package import Hummingbird
package import Logging
internal import NIOCore

/// What `/health` says: whether the service does its work, and what hinders it.
package struct Health: Sendable {
    package var isWell: Bool
    /// Name and state of each part, such as (`route simulator`, `up`).
    package var parts: [(name: String, state: String)]

    package init(isWell: Bool, parts: [(name: String, state: String)]) {
        self.isWell = isWell
        self.parts = parts
    }
}

/// The operator's endpoints: `/health` and `/metrics`.
package enum StatusServer {
    package static func application(
        host: String, port: Int, logger: Logger, health: @escaping @Sendable () async -> Health,
        metrics: @escaping @Sendable () async -> [MetricFamily],
        onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let router = router(health: health, metrics: metrics)
        return Application(
            router: router, configuration: .init(address: .hostname(host, port: port), serverName: "dunlin"),
            onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? port) }, logger: logger)
    }

    package static func router(
        health: @escaping @Sendable () async -> Health, metrics: @escaping @Sendable () async -> [MetricFamily]
    ) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/health") { _, _ in
            let health = await health()
            let parts = health.parts.map { "\"\(escaped($0.name))\":\"\(escaped($0.state))\"" }
            let body =
                "{\"status\":\"\(health.isWell ? "ok" : "degraded")\",\"parts\":{\(parts.joined(separator: ","))}}\n"
            return response(body, type: "application/json", status: health.isWell ? .ok : .serviceUnavailable)
        }
        router.get("/metrics") { _, _ in
            response(Exposition.text(await metrics()), type: Exposition.contentType, status: .ok)
        }
        return router
    }

    private static func response(_ body: String, type: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
