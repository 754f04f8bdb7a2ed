import Glibc
import Messaging

/// A file with one line for every text the carrier took, on its way to the file before the answer leaves: what a test that kills
/// the sender counts.
///
/// Fields, tab-separated: number from 1, destination, `reference/total/part` or `-`, hash of the text, message id, number of the
/// bind that brought it (from 1, in the order of binding), milliseconds since 1970 on the carrier's clock.
struct CarrierJournal: ~Copyable {
    private let descriptor: Int32
    private var lines: [UInt8] = []
    private var number = 0

    init(path: String) throws {
        let opened = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw CarrierSimulatorError.journal(file: path, code: errno) }
        descriptor = opened
    }

    deinit { close(descriptor) }

    mutating func note(destination: String, part: CarrierReply.Part?, hash: UInt64, id: String, bind: Int, at_ms: Int64)
    {
        number += 1
        let place = part.map { "\($0.reference)/\($0.total)/\($0.number)" } ?? "-"
        let text = String(hash, radix: 16)
        lines.append(
            contentsOf: "\(number)\t\(destination)\t\(place)\t\(text)\t\(id)\t\(bind)\t\(at_ms)\n".utf8)
    }

    /// Hands the lines to the kernel; a crash of this process loses none of them.
    mutating func flush() throws {
        var sent = 0
        while sent < lines.count {
            let written = unsafe lines[sent...].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw CarrierSimulatorError.journal(file: "the open journal", code: errno)
            }
            sent += written
        }
        lines.removeAll(keepingCapacity: true)
    }
}
