/// Where the texts and blobs of one row of values stand while a statement that uses them runs.
@safe final class BoundBytes {
    private static let least_bytes = 4096

    private var start = UnsafeMutableRawPointer.allocate(byteCount: least_bytes, alignment: 16)
    private var capacity = least_bytes

    deinit { unsafe start.deallocate() }

    /// Room for all that the values hold. What stood there before is gone.
    func room(for values: [SQLValue]) -> UnsafeMutableRawPointer {
        var needed = 0
        for value in values {
            switch value {
            case .null, .integer, .list: break
            case .text(let text): needed += text.utf8.count
            case .blob(let blob): needed += blob.count
            }
        }
        if needed > capacity {
            unsafe start.deallocate()
            capacity = max(needed, capacity * 2)
            unsafe start = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        }
        return unsafe start
    }

    /// Copies bytes to `place`, moves it behind them, and returns how many they were.
    @inline(__always)
    static func put(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout UnsafeMutableRawPointer) -> Int {
        let count = bytes.count
        if let source = bytes.baseAddress {
            unsafe place.copyMemory(from: source, byteCount: count)
            unsafe place += count
        }
        return count
    }
}
