package import NIOCore

extension CMPP {
    /// The content of a report (§8.4.5.1): 60 octets in 2.0, 71 in 3.0.
    package struct Report: Sendable, Hashable {
        /// Of the text, from SUBMIT_RESP.
        package var id: MessageID
        package var stat: Stat
        /// `YYMMDDHHMM`, both.
        package var submitTime: String
        package var doneTime: String
        package var destination: String
        /// `SMSC_sequence`
        package var sequence: UInt32

        package init(
            id: MessageID, stat: Stat, submitTime: String, doneTime: String, destination: String, sequence: UInt32
        ) {
            self.id = id
            self.stat = stat
            self.submitTime = submitTime
            self.doneTime = doneTime
            self.destination = destination
            self.sequence = sequence
        }

        /// Octets of a report.
        package static func size_bytes(_ version: Version) -> Int { 39 + version.number_bytes }

        /// nil where not even id and state are there. The length says how wide the number is: gateways send either in any version.
        /// What is missing behind the state is empty.
        package init?(_ content: ByteBuffer) {
            let octets = content.readableBytesSpan
            let number_bytes = octets.byteCount >= Self.size_bytes(.v30) ? 32 : 21
            var place = 0
            do throws(WireFault) {
                let id = MessageID(rawValue: try octets.read(UInt64.self, "Msg_Id", &place))
                let stat = Stat(try octets.readFixed(Size.stat, "Stat", &place))
                self.init(id: id, stat: stat, submitTime: "", doneTime: "", destination: "", sequence: 0)
            } catch { return nil }
            do throws(WireFault) {
                submitTime = try octets.readFixed(Size.minute, "Submit_time", &place)
                doneTime = try octets.readFixed(Size.minute, "Done_time", &place)
                destination = try octets.readFixed(number_bytes, "Dest_terminal_Id", &place)
                sequence = try octets.read(UInt32.self, "SMSC_sequence", &place)
            } catch {
                // Cut short: id and state are what counts.
                return
            }
        }

        /// As a gateway writes it.
        package func content(_ version: Version) throws(WireFault) -> ByteBuffer {
            let number_bytes = version.number_bytes
            try WireFault.check(stat.word, fits: Size.stat, "Stat")
            try WireFault.check(submitTime, fits: Size.minute, "Submit_time")
            try WireFault.check(doneTime, fits: Size.minute, "Done_time")
            try WireFault.check(destination, fits: number_bytes, "Dest_terminal_Id")
            var content = ByteBuffer()
            content.writeWithOutputRawSpan(minimumWritableBytes: Self.size_bytes(version)) { span in
                span.append(integer: id.rawValue)
                span.appendFixed(stat.word, Size.stat)
                span.appendFixed(submitTime, Size.minute)
                span.appendFixed(doneTime, Size.minute)
                span.appendFixed(destination, number_bytes)
                span.append(integer: sequence)
            }
            return content
        }
    }
}
