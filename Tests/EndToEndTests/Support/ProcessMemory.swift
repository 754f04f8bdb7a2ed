import Foundation

/// What a process has in its memory, as a core dump of it would have it: read from outside, as a debugger reads it.
struct ProcessMemory {
    /// Everything that the process may write to, one piece after the other.
    let bytes: Data

    /// Nil where this user may not read other processes' memory, or no longer, since the process is gone.
    init?(pid: String) {
        guard let maps = try? String(contentsOfFile: "/proc/\(pid)/maps", encoding: .utf8),
            let memory = FileHandle(forReadingAtPath: "/proc/\(pid)/mem")
        else { return nil }
        var bytes = Data()
        for line in maps.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 2)
            let ends = fields[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard ends.count == 2, fields[1].hasPrefix("rw") else { continue }
            do {
                try memory.seek(toOffset: ends[0])
                bytes.append(try memory.read(upToCount: Int(ends[1] - ends[0])) ?? Data())
            } catch { return nil }
        }
        self.bytes = bytes
    }
}
