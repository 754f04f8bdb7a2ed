import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// One POST to somebody outside, within a time and a length; no redirects are followed.
struct OutsideClient: Sendable {
    struct Answer: Sendable {
        var status: Int
        var contentType: String?
        var body: [UInt8]
    }

    /// No answer came; never holds the address, which may hold a secret.
    struct Away: Error { let words: String }

    private let client: HTTPClient
    private let within: Duration

    /// Runs `body` with a client that is closed behind it.
    static func with<Value: Sendable>(
        within: Duration, _ body: (OutsideClient) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let value: Value
        do { value = try await body(OutsideClient(client: client, within: within)) } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
        return value
    }

    /// Throws `Away`.
    func post(_ url: String, _ bytes: [UInt8], contentType: String, limit: Int) async throws -> Answer {
        let (client, within) = (client, within)
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask {
                do {
                    var request = HTTPClientRequest(url: url)
                    request.method = .POST
                    request.headers.add(name: "content-type", value: contentType)
                    request.headers.add(name: "user-agent", value: "dunlin")
                    request.body = .bytes(ByteBuffer(bytes: bytes))
                    let response = try await client.execute(request, timeout: TimeAmount(within))
                    let body = try await response.body.collect(upTo: limit)
                    return Answer(
                        status: Int(response.status.code), contentType: response.headers.first(name: "content-type"),
                        body: Array(body.readableBytesView))
                } catch is CancellationError { throw CancellationError() } catch {
                    throw Away(words: Self.words(error))
                }
            }
            group.addTask {
                try await Task.sleep(for: within)
                return nil
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next(), let answer else {
                throw Away(words: "no answer within \(within.components.seconds) s")
            }
            return answer
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case is NIOTooManyBytesError: "its answer is too long"
        case let error as HTTPClientError: "\(error.shortDescription)"
        case let error as IOError: "connection failed (errno \(error.errnoCode))"
        default: "connection failed (\(type(of: error)))"
        }
    }
}
