import NIOCore

extension CMPP {
    /// What an SP is known by.
    package struct Login: Sendable, Hashable {
        /// `Source_Addr`: the SP's id, up to six characters.
        package var sourceAddress: String
        package var secret: String
        /// The highest version to ask for.
        package var version: Version

        package init(sourceAddress: String, secret: String, version: Version) {
            self.sourceAddress = sourceAddress
            self.secret = secret
            self.version = version
        }
    }

    /// CMPP_CONNECT (§8.4.1.1).
    package struct Connect: Sendable, Hashable {
        package var sourceAddress: String
        package var authenticator: Octets16
        package var version: Version
        package var timestamp: Timestamp

        package init(sourceAddress: String, authenticator: Octets16, version: Version, timestamp: Timestamp) {
            self.sourceAddress = sourceAddress
            self.authenticator = authenticator
            self.version = version
            self.timestamp = timestamp
        }

        package init(_ login: Login, posixSeconds: Int64) {
            let timestamp = Timestamp(posixSeconds: posixSeconds)
            self.init(
                sourceAddress: login.sourceAddress,
                authenticator: Authenticator.source(login.sourceAddress, secret: login.secret, timestamp: timestamp),
                version: login.version, timestamp: timestamp)
        }

        /// Whether whoever sent it knows the secret.
        package func isAuthentic(secret: String) -> Bool {
            authenticator == Authenticator.source(sourceAddress, secret: secret, timestamp: timestamp)
        }
    }

    /// CMPP_CONNECT_RESP (§8.4.1.2).
    package struct ConnectResponse: Sendable, Hashable {
        package var status: ConnectStatus
        package var authenticator: Octets16
        /// The highest that the server speaks.
        package var version: Version

        package init(status: ConnectStatus, authenticator: Octets16, version: Version) {
            self.status = status
            self.authenticator = authenticator
            self.version = version
        }
    }
}

extension CMPP.Connect {
    init(_ octets: RawSpan) throws(WireFault) {
        var place = 0
        self.init(
            sourceAddress: try octets.readFixed(CMPP.Size.sourceAddress, "Source_Addr", &place),
            authenticator: try octets.readOctets16("AuthenticatorSource", &place),
            version: CMPP.Version(rawValue: try octets.read(UInt8.self, "Version", &place)),
            timestamp: CMPP.Timestamp(rawValue: try octets.read(UInt32.self, "Timestamp", &place)))
    }
}

extension CMPP.ConnectResponse {
    /// The status has one octet or four. Which, only the length says: the server may speak another version than it was asked for.
    init(_ octets: RawSpan) throws(WireFault) {
        var place = 0
        let status =
            octets.byteCount >= 21
            ? try octets.read(UInt32.self, "Status", &place) : UInt32(try octets.read(UInt8.self, "Status", &place))
        self.init(
            status: CMPP.ConnectStatus(rawValue: status),
            authenticator: try octets.readOctets16("AuthenticatorISMG", &place),
            version: CMPP.Version(rawValue: try octets.read(UInt8.self, "Version", &place)))
    }
}

extension ByteBuffer {
    mutating func writeCMPPConnect(_ connect: CMPP.Connect, sequence: UInt32) throws(WireFault) {
        try WireFault.check(connect.sourceAddress, fits: CMPP.Size.sourceAddress, "Source_Addr")
        writePlainFrame(CMPP.Command.connect.rawValue, sequence: sequence, size: 27) { span in
            span.appendFixed(connect.sourceAddress, CMPP.Size.sourceAddress)
            span.append(connect.authenticator)
            span.append(connect.version.rawValue)
            span.append(integer: connect.timestamp.rawValue)
        }
    }

    mutating func writeCMPPConnectResponse(
        _ response: CMPP.ConnectResponse, sequence: UInt32, version: CMPP.Version
    ) {
        writePlainFrame(CMPP.Command.connectResponse.rawValue, sequence: sequence, size: 21) { span in
            span.appendResult(response.status.rawValue, isWide: version.isWide)
            span.append(response.authenticator)
            span.append(response.version.rawValue)
        }
    }
}

extension OutputRawSpan {
    /// One octet up to 2.x, four from 3.0 on (§12). What does not fit one octet is 255, which is an error as well.
    @inline(__always)
    mutating func appendResult(_ result: UInt32, isWide: Bool) {
        if isWide { append(integer: result) } else { append(UInt8(clamping: result)) }
    }
}
