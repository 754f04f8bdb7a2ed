import NIOCore

extension SMPP.TLVs {
    /// What the specification says of one optional parameter.
    package struct Definition: Sendable, Hashable {
        package enum Form: Sendable, Hashable {
            case integer
            /// Ends with a NUL, which some peers leave out.
            case cString
            case octets
        }

        /// As the specification spells it.
        package var name: String
        package var form: Form
        /// Octets that its value may have, of both versions where they differ; as many as fit where they say "variable".
        package var octets: ClosedRange<Int>
        /// `5.3.2.1` and so on; of version 5.0 only its number, because 3.4 passes these parameters over.
        package var section: String
    }
}

extension SMPP.TLVs.Tag: CustomStringConvertible {
    /// nil for numbers that neither version 3.4 nor 5.0 gives out, vendors' own (from 0x1400) among them.
    package var definition: SMPP.TLVs.Definition? { Self.definitions[rawValue] }

    /// The specification's name where it has one, else the number.
    package var description: String {
        let digits = String(rawValue, radix: 16, uppercase: true)
        return definition?.name ?? "0x" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }

    private static let definitions: [UInt16: SMPP.TLVs.Definition] = {
        typealias Row = (tag: UInt16, name: String, form: SMPP.TLVs.Definition.Form, octets: ClosedRange<Int>)
        var all: [UInt16: SMPP.TLVs.Definition] = [:]
        func add(_ rows: [Row], section: (Int) -> String) {
            for (place, row) in rows.enumerated() {
                all[row.tag] = SMPP.TLVs.Definition(
                    name: row.name, form: row.form, octets: row.octets, section: section(place + 1))
            }
        }
        // In the order of their sections, which gives each its number.
        add(version34) { "5.3.2.\($0)" }
        add(version50) { _ in "5.0" }
        return all
    }()

    private static let version34: [(UInt16, String, SMPP.TLVs.Definition.Form, ClosedRange<Int>)] = [
        (0x0005, "dest_addr_subunit", .integer, 1...1),
        (0x000D, "source_addr_subunit", .integer, 1...1),
        (0x0006, "dest_network_type", .integer, 1...1),
        (0x000E, "source_network_type", .integer, 1...1),
        (0x0007, "dest_bearer_type", .integer, 1...1),
        (0x000F, "source_bearer_type", .integer, 1...1),
        (0x0008, "dest_telematics_id", .integer, 2...2),
        (0x0010, "source_telematics_id", .integer, 1...1),
        (0x0017, "qos_time_to_live", .integer, 4...4),
        (0x0019, "payload_type", .integer, 1...1),
        (0x001D, "additional_status_info_text", .cString, 1...256),
        (0x001E, "receipted_message_id", .cString, 1...65),
        (0x0030, "ms_msg_wait_facilities", .integer, 1...1),
        (0x0201, "privacy_indicator", .integer, 1...1),
        (0x0202, "source_subaddress", .octets, 2...23),
        (0x0203, "dest_subaddress", .octets, 2...23),
        (0x0204, "user_message_reference", .integer, 2...2),
        (0x0205, "user_response_code", .integer, 1...1),
        (0x020D, "language_indicator", .integer, 1...1),
        (0x020A, "source_port", .integer, 2...2),
        (0x020B, "destination_port", .integer, 2...2),
        (0x020C, "sar_msg_ref_num", .integer, 2...2),
        (0x020E, "sar_total_segments", .integer, 1...1),
        (0x020F, "sar_segment_seqnum", .integer, 1...1),
        (0x0210, "sc_interface_version", .integer, 1...1),
        (0x1201, "display_time", .integer, 1...1),
        (0x1204, "ms_validity", .integer, 1...1),
        (0x0420, "dpf_result", .integer, 1...1),
        (0x0421, "set_dpf", .integer, 1...1),
        (0x0422, "ms_availability_status", .integer, 1...1),
        (0x0423, "network_error_code", .octets, 3...3),
        (0x0424, "message_payload", .octets, 0...65535),
        (0x0425, "delivery_failure_reason", .integer, 1...1),
        (0x0426, "more_messages_to_send", .integer, 1...1),
        (0x0427, "message_state", .integer, 1...1),
        (0x0381, "callback_num", .octets, 4...19),
        (0x0302, "callback_num_pres_ind", .integer, 1...1),
        (0x0303, "callback_num_atag", .octets, 0...65),
        (0x0304, "number_of_messages", .integer, 1...1),
        (0x1203, "sms_signal", .integer, 2...2),
        (0x130C, "alert_on_message_delivery", .octets, 0...1),
        (0x1380, "its_reply_type", .integer, 1...1),
        (0x1383, "its_session_info", .octets, 2...2),
        (0x0501, "ussd_service_op", .octets, 1...1),
    ]

    private static let version50: [(UInt16, String, SMPP.TLVs.Definition.Form, ClosedRange<Int>)] = [
        (0x0428, "congestion_state", .integer, 1...1),
        (0x0600, "broadcast_channel_indicator", .integer, 1...1),
        (0x0601, "broadcast_content_type", .octets, 3...3),
        (0x0602, "broadcast_content_type_info", .octets, 1...255),
        (0x0603, "broadcast_message_class", .integer, 1...1),
        (0x0604, "broadcast_rep_num", .integer, 2...2),
        (0x0605, "broadcast_frequency_interval", .octets, 3...3),
        (0x0606, "broadcast_area_identifier", .octets, 1...65535),
        (0x0607, "broadcast_error_status", .integer, 4...4),
        (0x0608, "broadcast_area_success", .integer, 1...1),
        (0x0609, "broadcast_end_time", .cString, 16...17),
        (0x060A, "broadcast_service_group", .octets, 1...255),
        (0x060B, "billing_identification", .octets, 1...1024),
        (0x060D, "source_network_id", .cString, 7...65),
        (0x060E, "dest_network_id", .cString, 7...65),
        (0x060F, "source_node_id", .octets, 6...6),
        (0x0610, "dest_node_id", .octets, 6...6),
        (0x0611, "dest_addr_np_resolution", .integer, 1...1),
        (0x0612, "dest_addr_np_information", .octets, 10...10),
        (0x0613, "dest_addr_np_country", .octets, 1...5),
    ]
}

extension SMPP.TLVs {
    /// Parameters whose size the specification does not allow, in their order: what to tell a carrier's support. Everything is
    /// kept and read all the same.
    package var oddSizes: [(tag: Tag, size: Int, allowed: ClosedRange<Int>)] {
        all.compactMap { tag, value in
            guard let definition = tag.definition else { return nil }
            var size = value.readableBytes
            // A NUL left out is common and harmless.
            if definition.form == .cString, value.readableBytesView.last != 0 { size += 1 }
            return definition.octets.contains(size) ? nil : (tag, value.readableBytes, definition.octets)
        }
    }
}
