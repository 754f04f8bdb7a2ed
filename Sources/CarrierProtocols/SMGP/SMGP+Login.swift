import NIOCore

extension SMGP {
    /// What a session is for (§6.2.3).
    package enum LoginMode: UInt8, Sendable, CaseIterable {
        case send = 0
        case receive
        case transmit

        package var sends: Bool { self != .receive }
    }

    /// What an SP is known by.
    package struct Account: Sendable, Hashable {
        /// Up to eight characters.
        package var clientID: String
        package var secret: String
        package var mode: LoginMode

        package init(clientID: String, secret: String, mode: LoginMode = .transmit) {
            self.clientID = clientID
            self.secret = secret
            self.mode = mode
        }
    }

    /// Login (§5.2.2.1.1).
    package struct Login: Sendable, Hashable {
        package var clientID: String
        package var authenticator: Octets16
        /// A `LoginMode`, or what nobody knows.
        package var mode: UInt8
        package var timestamp: CMPP.Timestamp
        package var version: UInt8

        package init(
            clientID: String, authenticator: Octets16, mode: UInt8, timestamp: CMPP.Timestamp,
            version: UInt8 = SMGP.version
        ) {
            self.clientID = clientID
            self.authenticator = authenticator
            self.mode = mode
            self.timestamp = timestamp
            self.version = version
        }

        package init(_ account: Account, posixSeconds: Int64) {
            let timestamp = CMPP.Timestamp(posixSeconds: posixSeconds)
            self.init(
                clientID: account.clientID,
                authenticator: Authenticator.client(account.clientID, secret: account.secret, timestamp: timestamp),
                mode: account.mode.rawValue, timestamp: timestamp)
        }

        /// Whether whoever sent it knows the secret.
        package func isAuthentic(secret: String) -> Bool {
            authenticator == Authenticator.client(clientID, secret: secret, timestamp: timestamp)
        }
    }

    /// Login_Resp (§5.2.2.1.2).
    package struct LoginResponse: Sendable, Hashable {
        package var status: Status
        package var authenticator: Octets16
        /// The highest that the server speaks.
        package var version: UInt8

        package init(status: Status, authenticator: Octets16, version: UInt8 = SMGP.version) {
            self.status = status
            self.authenticator = authenticator
            self.version = version
        }
    }

    /// What each side shows of the secret they share.
    package enum Authenticator {
        /// `AuthenticatorClient` (§6.2.2), the id as it is, without padding.
        package static func client(_ id: String, secret: String, timestamp: CMPP.Timestamp) -> Octets16 {
            Octets16(
                md5Of: Array(id.utf8) + [UInt8](repeating: 0, count: 7) + Array(secret.utf8)
                    + Array(timestamp.digits.utf8))
        }

        /// `AuthenticatorServer` (§6.2.7). Empty where the client was not authentic.
        package static func server(_ status: Status, client: Octets16, secret: String) -> Octets16 {
            guard status != .notAuthentic else { return .zero }
            let number = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: status.rawValue >> $0) }
            return Octets16(md5Of: number + client.bytes + Array(secret.utf8))
        }
    }
}

extension SMGP.Login {
    init(_ octets: RawSpan) throws(WireFault) {
        var place = 0
        self.init(
            clientID: try octets.readFixed(SMGP.Size.clientID, "ClientID", &place),
            authenticator: try octets.readOctets16("AuthenticatorClient", &place),
            mode: try octets.read(UInt8.self, "LoginMode", &place),
            timestamp: CMPP.Timestamp(rawValue: try octets.read(UInt32.self, "TimeStamp", &place)),
            version: try octets.read(UInt8.self, "ClientVersion", &place))
    }
}

extension SMGP.LoginResponse {
    /// A refusal may have the status alone.
    init(_ octets: RawSpan) throws(WireFault) {
        var place = 0
        self.init(
            status: SMGP.Status(rawValue: try octets.read(UInt32.self, "Status", &place)), authenticator: .zero)
        if status != .ok && octets.byteCount == place { return }
        authenticator = try octets.readOctets16("AuthenticatorServer", &place)
        version = try octets.read(UInt8.self, "ServerVersion", &place)
    }
}

extension ByteBuffer {
    mutating func writeSMGPLogin(_ login: SMGP.Login, sequence: UInt32) throws(WireFault) {
        try WireFault.check(login.clientID, fits: SMGP.Size.clientID, "ClientID")
        writePlainFrame(SMGP.Command.login.rawValue, sequence: sequence, size: 30) { span in
            span.appendFixed(login.clientID, SMGP.Size.clientID)
            span.append(login.authenticator)
            span.append(login.mode)
            span.append(integer: login.timestamp.rawValue)
            span.append(login.version)
        }
    }

    mutating func writeSMGPLoginResponse(_ response: SMGP.LoginResponse, sequence: UInt32) {
        writePlainFrame(SMGP.Command.loginResponse.rawValue, sequence: sequence, size: 21) { span in
            span.append(integer: response.status.rawValue)
            span.append(response.authenticator)
            span.append(response.version)
        }
    }
}
