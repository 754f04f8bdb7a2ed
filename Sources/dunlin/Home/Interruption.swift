import Dispatch
import Glibc

/// Waiting for the signal that ends a command.
enum Interruption {
    /// Returns at SIGINT or SIGTERM.
    static func wait() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.finish() }
            source.activate()
            return source
        }
        for await _ in stream {}
        for source in sources { source.cancel() }
    }
}
