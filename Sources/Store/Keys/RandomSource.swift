#if canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// Where keys, nonces and salts come from (promise P9): the system's generator, or a seeded one in tests.
package struct RandomSource: Sendable {
    private let make: @Sendable (Int) -> [UInt8]

    /// `make` returns as many bytes as it is asked for.
    package init(_ make: @escaping @Sendable (Int) -> [UInt8]) { self.make = make }

    package func bytes(_ count: Int) -> [UInt8] { make(count) }

    /// The most that the kernel gives in one call (`getentropy`, POSIX 2024).
    private static let callLimit = 256

    /// The kernel's generator, asked once for all bytes instead of once for every eight.
    package static let system = RandomSource { count in
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            while filled < count {
                let part = min(callLimit, count - filled)
                guard let start = buffer.baseAddress,
                    unsafe getentropy(UnsafeMutableRawPointer(start + filled), part) == 0
                else { break }
                filled += part
            }
            // A kernel without that call.
            var generator = SystemRandomNumberGenerator()
            for index in filled..<count { unsafe buffer.initializeElement(at: index, to: generator.next()) }
            filled = count
        }
    }
}
