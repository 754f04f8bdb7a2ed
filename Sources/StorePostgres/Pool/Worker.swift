internal import Store

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// A thread that runs transactions one after another on a connection of its own: libpq blocks, and Swift's own threads
/// must not.
enum Worker {
    /// Starts a thread that calls `body` and ends.
    static func start(_ body: @escaping @Sendable () -> Void) throws(StoreError) {
        let box = unsafe Unmanaged.passRetained(Body(run: body))
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            unsafe box.release()
            throw StoreError(.exhausted, "the system gives no more threads (\(code))")
        }
        pthread_detach(thread)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
