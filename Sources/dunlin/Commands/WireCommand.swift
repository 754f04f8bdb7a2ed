import ArgumentParser
import CarrierProtocols
import Foundation

struct WireCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wire",
        abstract: "Read what was said over a carrier's link, PDU by PDU and field by field.",
        discussion: """
            Reads a capture (`tcpdump -w FILE port 2775`; pcap or pcapng) or hexadecimal digits (--hex; also dumps of xxd, \
            hexdump and Wireshark), of SMPP, CMPP, SMGP or SGIP. What is wrong is told where it stands, and the reading goes \
            on. Numbers but for their last digits and texts but for their length are masked, so that the output can be sent \
            to a carrier's support; --reveal shows them. Passwords and their digests are never shown. Nothing is stored.
            """)

    @Argument(help: "The capture, or the file of digits; - for standard input.") var file: String
    @Flag(help: "The file holds hexadecimal digits.") var hex = false
    @Option(
        name: .customLong("protocol"),
        help: "smpp, cmpp, smgp or sgip (default: told by the port and the first headers).")
    var speech: Wire.Speech?
    @Option(help: "Only connections of this port.") var port: UInt16?
    @Flag(help: "Show numbers and texts: personal data of borrowers, not for anybody outside.") var reveal = false
    @Flag(help: "One JSON document a line.") var json = false

    func run() throws {
        let octets = try read()
        if reveal {
            Output.note(
                "--reveal: the output holds borrowers' numbers and the words they were sent. Keep it as you keep the loan book; "
                    + "for a carrier's support leave --reveal out.")
        }
        let report = WireReport(reveals: reveal, asJSON: json)
        if hex { try digits(octets, report) } else { try capture(octets, report) }
    }

    private func digits(_ text: [UInt8], _ report: WireReport) throws {
        let octets: [UInt8]
        do { octets = try Wire.Hex.octets(of: text) } catch {
            throw Failure("\(file): \(error)", fix: "give hexadecimal digits, two an octet, or a dump of them")
        }
        guard let speech = speech ?? Wire.Speech.guess(port: nil, [octets[...]]) else {
            throw Failure(
                "\(file): none of the four protocols' PDUs begins in these \(octets.count) octets",
                fix: "name the protocol with --protocol")
        }
        report.note("\(octets.count) octets, read as \(speech.rawValue)")
        for entry in Wire.entries(of: octets, as: speech) { report.write(entry, nil) }
    }

    private func capture(_ octets: [UInt8], _ report: WireReport) throws {
        let capture: Wire.Capture
        do { capture = try Wire.Capture(octets) } catch {
            throw Failure("\(file): \(error)", fix: "capture with `tcpdump -s 0 -w FILE`, or use --hex for digits")
        }
        let found = Wire.Connections(capture)
        var read = 0
        for (index, connection) in found.all.enumerated() {
            if let port, connection.server.port != port, connection.client.port != port { continue }
            guard let speech = speech ?? connection.likelySpeech else { continue }
            read += 1
            report.begin(index + 1, connection, speech)
            for entry in connection.entries(as: speech, connection: index + 1) { report.write(entry, connection) }
        }
        report.note("\(capture.packets.count) packets, \(found.all.count) connections, \(read) of them read")
        for (words, count) in found.passedOver.sorted(by: { $0.key < $1.key }) {
            report.note("\(count) packets passed over: \(words)")
        }
        if let trouble = capture.trouble { report.note(trouble) }
        guard read > 0 else {
            throw Failure(
                "\(file): no connection of a carrier's protocol is in it",
                fix: "capture the port of the route, or name the protocol with --protocol")
        }
    }

    private func read() throws -> [UInt8] {
        let most = Wire.Limit.file_bytes
        do {
            let handle = file == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: file))
            let data = try handle.read(upToCount: most + 1) ?? Data()
            guard data.count <= most else {
                throw Failure(
                    "\(file) is longer than the \(most) octets that are read", fix: "cut it, as with `editcap -c`")
            }
            return Array(data)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("\(file) cannot be read: \((error as NSError).localizedDescription)", fix: "check the name")
        }
    }
}

extension Wire.Speech: ExpressibleByArgument {}
