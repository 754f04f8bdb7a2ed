import CarrierProtocols
import NIOCore
import Testing

struct TLVTests {
    /// Name and number of every parameter of §5.3.2, in the order of its sections.
    private static let version34: [(SMPP.TLVs.Tag, UInt16, String)] = [
        (.destinationSubunit, 0x0005, "dest_addr_subunit"), (.sourceSubunit, 0x000D, "source_addr_subunit"),
        (.destinationNetworkType, 0x0006, "dest_network_type"), (.sourceNetworkType, 0x000E, "source_network_type"),
        (.destinationBearerType, 0x0007, "dest_bearer_type"), (.sourceBearerType, 0x000F, "source_bearer_type"),
        (.destinationTelematicsID, 0x0008, "dest_telematics_id"), (.sourceTelematicsID, 0x0010, "source_telematics_id"),
        (.timeToLive, 0x0017, "qos_time_to_live"), (.payloadType, 0x0019, "payload_type"),
        (.additionalStatusText, 0x001D, "additional_status_info_text"),
        (.receiptedMessageID, 0x001E, "receipted_message_id"), (.waitingFacilities, 0x0030, "ms_msg_wait_facilities"),
        (.privacyIndicator, 0x0201, "privacy_indicator"), (.sourceSubaddress, 0x0202, "source_subaddress"),
        (.destinationSubaddress, 0x0203, "dest_subaddress"), (.userMessageReference, 0x0204, "user_message_reference"),
        (.userResponseCode, 0x0205, "user_response_code"), (.languageIndicator, 0x020D, "language_indicator"),
        (.sourcePort, 0x020A, "source_port"), (.destinationPort, 0x020B, "destination_port"),
        (.sarMessageReference, 0x020C, "sar_msg_ref_num"), (.sarTotalSegments, 0x020E, "sar_total_segments"),
        (.sarSegmentSequence, 0x020F, "sar_segment_seqnum"), (.interfaceVersion, 0x0210, "sc_interface_version"),
        (.displayTime, 0x1201, "display_time"), (.handsetValidity, 0x1204, "ms_validity"),
        (.pendingFlagResult, 0x0420, "dpf_result"), (.setPendingFlag, 0x0421, "set_dpf"),
        (.availabilityStatus, 0x0422, "ms_availability_status"), (.networkErrorCode, 0x0423, "network_error_code"),
        (.messagePayload, 0x0424, "message_payload"), (.deliveryFailureReason, 0x0425, "delivery_failure_reason"),
        (.moreMessagesToSend, 0x0426, "more_messages_to_send"), (.messageState, 0x0427, "message_state"),
        (.callbackNumber, 0x0381, "callback_num"), (.callbackPresentation, 0x0302, "callback_num_pres_ind"),
        (.callbackDisplay, 0x0303, "callback_num_atag"), (.numberOfMessages, 0x0304, "number_of_messages"),
        (.smsSignal, 0x1203, "sms_signal"), (.alertOnDelivery, 0x130C, "alert_on_message_delivery"),
        (.replyType, 0x1380, "its_reply_type"), (.sessionInfo, 0x1383, "its_session_info"),
        (.ussdOperation, 0x0501, "ussd_service_op"),
    ]

    @Test func `every parameter of the specification is known by name, number and section`() {
        #expect(Self.version34.count == 44)
        for (place, (tag, number, name)) in Self.version34.enumerated() {
            #expect(tag.rawValue == number)
            #expect("\(tag)" == name)
            #expect(tag.definition?.section == "5.3.2.\(place + 1)")
        }
        let known = (0...UInt16.max).compactMap { SMPP.TLVs.Tag(rawValue: $0).definition }
        #expect(known.count == 64)
        #expect(Set(known.map(\.name)).count == 64)
    }

    @Test func `version 5 is known by name, vendors' numbers by number`() {
        #expect("\(SMPP.TLVs.Tag(rawValue: 0x0606))" == "broadcast_area_identifier")
        #expect(SMPP.TLVs.Tag(rawValue: 0x0428).definition?.section == "5.0")
        // India's entity and template ids.
        #expect("\(SMPP.TLVs.Tag(rawValue: 0x1400))" == "0x1400")
        #expect("\(SMPP.TLVs.Tag(rawValue: 0x000A))" == "0x000A")
        #expect(SMPP.TLVs.Tag(rawValue: 0x1401).definition == nil)
    }

    @Test func `odd sizes are named and kept`() throws {
        var tlvs = SMPP.TLVs()
        try tlvs.append(.receiptedMessageID, bytes: Array(repeating: 0x61, count: 64))
        try tlvs.append(.messageState, bytes: [0, 2])
        tlvs.append(.sarMessageReference, integer: UInt16(7))
        try tlvs.append(.callbackNumber, bytes: [1, 1, 0])
        try tlvs.append(.init(rawValue: 0x1400), bytes: Array(repeating: 0, count: 500))
        #expect(tlvs.oddSizes.map(\.tag) == [.messageState, .callbackNumber])
        #expect(tlvs.oddSizes.map(\.size) == [2, 3])
        #expect(tlvs.oddSizes.map(\.allowed) == [1...1, 4...19])
        #expect(tlvs.all.count == 5)
        try tlvs.append(.receiptedMessageID, bytes: Array(repeating: 0x61, count: 65))
        #expect(tlvs.oddSizes.count == 3)
        #expect(tlvs.string(.receiptedMessageID)?.utf8.count == 64)
    }
}
