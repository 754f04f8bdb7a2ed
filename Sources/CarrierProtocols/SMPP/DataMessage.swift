import NIOCore

extension SMPP {
    /// `data_sm` (§4.7.1): a text or data between applications, its words in `message_payload`. Some carriers bring receipts and
    /// replies in it instead of `deliver_sm`.
    package struct DataMessage: Sendable, Hashable {
        package var serviceType = ""
        package var source = Address.none
        package var destination = Address.none
        package var esmClass = ESMClass()
        package var registeredDelivery: UInt8 = 0
        package var dataCoding = DataCoding.carrierDefault
        package var tlvs = TLVs()

        package init() {}

        /// The same as `deliver_sm` would have brought it: receipts and replies are read from there.
        package var asShortMessage: ShortMessage {
            var message = ShortMessage()
            message.serviceType = serviceType
            message.source = source
            message.destination = destination
            message.esmClass = esmClass
            message.registeredDelivery = registeredDelivery
            message.dataCoding = dataCoding
            message.tlvs = tlvs
            return message
        }
    }

    /// `data_sm_resp` (§4.7.2). Its parameters say why a delivery failed: `delivery_failure_reason`, `network_error_code`,
    /// `additional_status_info_text`, `dpf_result`.
    package struct DataResponse: Sendable, Hashable {
        package var status: Status
        package var messageID: String
        package var tlvs: TLVs

        package init(status: Status = .ok, messageID: String = "", tlvs: TLVs = TLVs()) {
            self.status = status
            self.messageID = messageID
            self.tlvs = tlvs
        }
    }
}

extension SMPP.DataMessage {
    init(_ octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(SMPP.Fault) {
        var place = 0
        serviceType = try octets.readString("service_type", &place)
        source = try octets.readAddress("source_addr", &place)
        destination = try octets.readAddress("destination_addr", &place)
        esmClass = SMPP.ESMClass(rawValue: try octets.readOctet("esm_class", &place))
        registeredDelivery = try octets.readOctet("registered_delivery", &place)
        dataCoding = SMPP.DataCoding(rawValue: try octets.readOctet("data_coding", &place))
        tlvs = try SMPP.TLVs(octets, from: place, of: buffer, at: index)
    }
}

extension SMPP.DataResponse {
    init(status: SMPP.Status, _ octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(SMPP.Fault) {
        self.init(status: status)
        guard octets.byteCount > 0 else { return }
        var place = 0
        messageID = try octets.readString("message_id", &place)
        // Broken parameters must not hide the answer: then it is one without them.
        do { tlvs = try SMPP.TLVs(octets, from: place, of: buffer, at: index) } catch { tlvs = SMPP.TLVs() }
    }
}

extension ByteBuffer {
    mutating func writeSMPPDataMessage(_ message: SMPP.DataMessage, sequence: UInt32) throws(SMPP.Fault) {
        let limit = SMPP.FieldSize.longAddress_bytes
        let size =
            try SMPP.size(message.serviceType, "service_type", limit_bytes: SMPP.FieldSize.serviceType_bytes)
            + SMPP.size(message.source, "source_addr", limit_bytes: limit)
            + SMPP.size(message.destination, "destination_addr", limit_bytes: limit) + 3
        writeSMPPFrame(.dataSM, status: .ok, sequence: sequence, size: size, tlvs: message.tlvs) { span in
            span.appendCString(message.serviceType)
            span.append(message.source)
            span.append(message.destination)
            span.append(message.esmClass.rawValue)
            span.append(message.registeredDelivery)
            span.append(message.dataCoding.rawValue)
        }
    }

    mutating func writeSMPPDataResponse(_ response: SMPP.DataResponse, sequence: UInt32) throws(SMPP.Fault) {
        let size = try SMPP.size(response.messageID, "message_id")
        // §4.7.2 asks for the body of an error too, because the parameters are about errors; without them it says nothing.
        let hasBody = response.status == .ok || !response.messageID.isEmpty || !response.tlvs.isEmpty
        writeSMPPFrame(
            .dataSMResponse, status: response.status, sequence: sequence, size: size,
            tlvs: hasBody ? response.tlvs : SMPP.TLVs()
        ) { span in
            if hasBody { span.appendCString(response.messageID) }
        }
    }
}
