import CarrierProtocols
import CivilTime
import Messaging

/// PDUs for people, a block each, or for programs, a line each.
struct WireReport {
    let reveals: Bool
    let asJSON: Bool

    /// What is not of one PDU. Programs find it on standard error.
    func note(_ words: String) {
        if asJSON { Output.note(words) } else { Output.line("# " + words) }
    }

    func begin(_ number: Int, _ connection: Wire.Connection, _ speech: Wire.Speech) {
        note("connection \(number): \(connection.client) to \(connection.server), \(speech.rawValue)")
        for (side, words) in [(Wire.Reader.Side.client, "client"), (.server, "server")] {
            let stream = connection.stream(side)
            if !stream.isFromTheStart, !stream.runs.isEmpty {
                note("connection \(number), from the \(words): it began before the capture")
            }
            if stream.repeated > 0 {
                let other = stream.contradicted > 0 ? ", \(stream.contradicted) of them others than before" : ""
                note(
                    "connection \(number), from the \(words): \(stream.repeated) octets came again\(other); the first are read"
                )
            }
        }
    }

    func write(_ entry: Wire.Entry, _ connection: Wire.Connection?) {
        if asJSON {
            Output.line(JSONText.write(.object(json(entry, connection))))
        } else {
            Output.text(text(entry, connection))
        }
    }

    // MARK: for people

    private func text(_ entry: Wire.Entry, _ connection: Wire.Connection?) -> String {
        var front: [String] = []
        if let time = entry.time_ns { front.append(Self.iso(time)) }
        if connection != nil {
            front.append("connection \(entry.connection)")
            front.append(entry.side == .client ? "client -> server" : "server -> client")
        }
        switch entry.item {
        case .remark(let remark):
            front += ["offset \(remark.offset)", "!! " + remark.words]
            return "\n" + front.joined(separator: "  ") + "\n"
        case .pdu(let pdu):
            front += ["offset \(pdu.offset)", "\(pdu.size) octets", pdu.name, "sequence \(pdu.sequence)"]
            if let after = pdu.after_ns { front.append("after \(Self.milliseconds(after)) ms") }
            var rows = pdu.fields.map { field in
                let value = field.value.shown(reveals: reveals, septets: Self.septets)
                return [
                    String(field.place), String(repeating: "  ", count: field.level) + field.name, value, field.meaning,
                ]
            }
            rows += pdu.faults.map { [String($0.place), "!! " + $0.words] }
            let names = rows.map { $0.count > 2 ? TextTable.width($0[1]) : 0 }.max() ?? 0
            let lines = rows.map { row in
                let place = String(repeating: " ", count: max(0, 6 - row[0].count)) + row[0]
                guard row.count > 2 else { return "\(place)  \(row[1])" }
                let space = String(repeating: " ", count: names - TextTable.width(row[1]))
                let meaning = row[3].isEmpty ? "" : row[2].isEmpty ? row[3] : "  (\(row[3]))"
                return "\(place)  \(row[1])\(space)  \(row[2])\(meaning)"
            }
            return "\n" + front.joined(separator: "  ") + "\n" + lines.map { $0 + "\n" }.joined()
        }
    }

    // MARK: for programs

    private func json(_ entry: Wire.Entry, _ connection: Wire.Connection?) -> [(String, JSONText.Value)] {
        var members: [(String, JSONText.Value)] = [("time", entry.time_ns.map { .text(Self.iso($0)) } ?? .null)]
        if let connection {
            let (client, server) = ("\(connection.client)", "\(connection.server)")
            members += [
                ("connection", .number(Int64(entry.connection))),
                ("from", .text(entry.side == .client ? client : server)),
                ("to", .text(entry.side == .client ? server : client)),
            ]
        }
        switch entry.item {
        case .remark(let remark):
            members += [
                ("offset", .number(Int64(remark.offset))), ("octets", .number(Int64(remark.octets))),
                ("remark", .text(remark.kind.rawValue)), ("what", .text(remark.words)),
            ]
        case .pdu(let pdu):
            members += [
                ("offset", .number(Int64(pdu.offset))), ("octets", .number(Int64(pdu.size))), ("pdu", .text(pdu.name)),
                ("sequence", .text(pdu.sequence)),
                ("after_us", pdu.after_ns.map { .number($0 / 1_000) } ?? .null),
                ("fields", .list(pdu.fields.map { .object(json($0)) })),
                (
                    "faults",
                    .list(pdu.faults.map { .object([("place", .number(Int64($0.place))), ("what", .text($0.words))]) })
                ),
            ]
        }
        return members
    }

    private func json(_ field: Wire.Field) -> [(String, JSONText.Value)] {
        [
            ("name", .text(field.name)), ("value", .text(field.value.shown(reveals: reveals, septets: Self.septets))),
            ("meaning", .text(field.meaning)), ("place", .number(Int64(field.place))),
            ("octets", .number(Int64(field.size))), ("level", .number(Int64(field.level))),
        ]
    }

    private static func septets(_ text: Wire.Text) -> String {
        guard let shifts = NationalShifts(single: text.shifts.single, locking: text.shifts.locking) else {
            return GSM7.decode(text.octets)
        }
        return GSM7.decode(text.octets, shifts: shifts)
    }

    private static func iso(_ time_ns: Int64) -> String {
        let (seconds, rest) = (time_ns / 1_000_000_000, time_ns % 1_000_000_000)
        let fraction = String(rest / 1_000)
        return Instant(seconds: seconds).description.replacing("Z", with: "")
            + "." + String(repeating: "0", count: 6 - fraction.count) + fraction + "Z"
    }

    private static func milliseconds(_ time_ns: Int64) -> String {
        let tenths = time_ns / 100_000
        return "\(tenths / 10).\(abs(tenths % 10))"
    }
}
