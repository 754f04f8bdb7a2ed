import NIOCore

extension CMPP {
    /// CMPP_QUERY (§8.4.4.1): how many texts went on one day.
    package struct Query: Sendable, Hashable {
        /// `YYYYMMDD`
        package var day: String
        /// 0 all, 1 of the service named by `code`.
        package var type: UInt8
        package var code: String

        package init(day: String, type: UInt8 = 0, code: String = "") {
            self.day = day
            self.type = type
            self.code = code
        }
    }

    /// CMPP_QUERY_RESP (§8.4.4.2).
    package struct QueryResponse: Sendable, Hashable {
        package var query: Query
        /// Messages and numbers received from the SP.
        package var submitted: UInt32 = 0
        package var submittedNumbers: UInt32 = 0
        package var forwarded: UInt32 = 0
        package var waiting: UInt32 = 0
        package var failed: UInt32 = 0
        /// Messages to the SP.
        package var delivered: UInt32 = 0
        package var undelivered: UInt32 = 0
        package var deliveriesFailed: UInt32 = 0

        package init(query: Query) { self.query = query }
    }
}

extension CMPP.Query {
    init(_ octets: RawSpan, _ place: inout Int) throws(WireFault) {
        self.init(
            day: try octets.readFixed(CMPP.Size.day, "Time", &place),
            type: try octets.read(UInt8.self, "Query_Type", &place),
            code: try octets.readFixed(CMPP.Size.queryCode, "Query_Code", &place))
    }

    fileprivate func check() throws(WireFault) {
        try WireFault.check(day, fits: CMPP.Size.day, "Time")
        try WireFault.check(code, fits: CMPP.Size.queryCode, "Query_Code")
    }
}

extension CMPP.QueryResponse {
    init(_ octets: RawSpan) throws(WireFault) {
        var place = 0
        self.init(query: try CMPP.Query(octets, &place))
        submitted = try octets.read(UInt32.self, "MT_TLMsg", &place)
        submittedNumbers = try octets.read(UInt32.self, "MT_Tlusr", &place)
        forwarded = try octets.read(UInt32.self, "MT_Scs", &place)
        waiting = try octets.read(UInt32.self, "MT_WT", &place)
        failed = try octets.read(UInt32.self, "MT_FL", &place)
        delivered = try octets.read(UInt32.self, "MO_Scs", &place)
        undelivered = try octets.read(UInt32.self, "MO_WT", &place)
        deliveriesFailed = try octets.read(UInt32.self, "MO_FL", &place)
    }
}

extension OutputRawSpan {
    fileprivate mutating func append(_ query: CMPP.Query) {
        appendFixed(query.day, CMPP.Size.day)
        append(query.type)
        appendFixed(query.code, CMPP.Size.queryCode)
    }
}

extension ByteBuffer {
    mutating func writeCMPPQuery(_ query: CMPP.Query, sequence: UInt32) throws(WireFault) {
        try query.check()
        writePlainFrame(CMPP.Command.query.rawValue, sequence: sequence, size: 27) { span in
            span.append(query)
            span.appendZeros(CMPP.Size.reserve)
        }
    }

    mutating func writeCMPPQueryResponse(_ response: CMPP.QueryResponse, sequence: UInt32) throws(WireFault) {
        try response.query.check()
        writePlainFrame(CMPP.Command.queryResponse.rawValue, sequence: sequence, size: 51) { span in
            span.append(response.query)
            span.append(integer: response.submitted)
            span.append(integer: response.submittedNumbers)
            span.append(integer: response.forwarded)
            span.append(integer: response.waiting)
            span.append(integer: response.failed)
            span.append(integer: response.delivered)
            span.append(integer: response.undelivered)
            span.append(integer: response.deliveriesFailed)
        }
    }
}
