internal import Store

/// Fields of an error as PostgreSQL's protocol names them. The detail (`D`) and the context hold values of rows and are
/// never asked for; the message (`M`) does for some classes.
enum ErrorField {
    static let severity = CChar(UInt8(ascii: "V"))
    static let state = CChar(UInt8(ascii: "C"))
    static let message = CChar(UInt8(ascii: "M"))
    static let table = CChar(UInt8(ascii: "t"))
    static let column = CChar(UInt8(ascii: "c"))
    static let constraint = CChar(UInt8(ascii: "n"))
}

extension StoreError {
    /// The error for an answer of the server, by its SQLSTATE (PostgreSQL's manual, appendix A).
    static func postgres(_ result: PostgresResult, place: String) -> StoreError {
        guard let state = result.errorField(ErrorField.state) else {
            return StoreError(
                .unreachable, "the connection to the server ended", at: place,
                fix: "Check that the server runs and can be reached")
        }
        if state.hasPrefix("23") { return constraint(result, state, place: place) }
        return byState(state, place: place) ?? byClass(state, result, place: place)
    }

    private static func byState(_ state: String, place: String) -> StoreError? {
        switch state {
        case "53100":
            StoreError(
                .full, "no space left on the server's disk", at: place, fix: "Free space there; nothing was lost")
        case "25006":
            StoreError(
                .readOnly, "takes no writes: a standby, or set to read only", at: place,
                fix: "Name the primary in the URL, or every host with target_session_attrs=read-write")
        case "42501":
            StoreError(
                .readOnly, "this database user may not do that", at: place,
                fix: "Make the user the owner of the database, or of its tables")
        case "57014":
            StoreError(
                .timedOut, "a statement took longer than it may", at: place,
                fix: "Look for what slows the server down")
        case "25P03":
            StoreError(.timedOut, "a transaction stood idle for longer than it may, and was ended", at: place)
        case "55P03":
            StoreError(
                .locked, "is locked by another transaction", at: place, fix: "Wait for it to end, or stop it")
        case "40001", "40P01":
            StoreError(
                .undone, state == "40P01" ? "two transactions waited for each other" : "transactions conflicted",
                at: place, fix: "Try again")
        case "53300":
            StoreError(
                .exhausted, "the server takes no more connections", at: place,
                fix: "Raise its max_connections, or run fewer nodes")
        case "57P01", "57P02", "57P03", "57P05":
            StoreError(
                .unreachable, "the server ended the connection, or is starting or stopping", at: place,
                fix: "Wait until it runs")
        default: nil
        }
    }

    private static func byClass(_ state: String, _ result: PostgresResult, place: String) -> StoreError {
        switch state.prefix(2) {
        case "08":
            StoreError(
                .unreachable, "the connection to the server ended", at: place,
                fix: "Check that the server runs and can be reached")
        case "53": StoreError(.full, "the server lacks memory or another resource (\(state))", at: place)
        case "58": StoreError(.disk, "the server's disk failed (\(state))", at: place, fix: "Read the server's log")
        case "XX":
            StoreError(
                .corrupted, "the server found damage (\(state))", at: place,
                fix: "Read the server's log; restore the latest backup if data is damaged")
        case "40": StoreError(.undone, "the server undid the transaction (\(state))", at: place, fix: "Try again")
        case "42" where state == "42P01":
            StoreError(
                .missingTable, result.errorField(ErrorField.message) ?? state, at: place, fix: "Run the migrations")
        // Class 42 speaks of the statement's text, which holds no values.
        case "42": StoreError(.statement, "\(state): \(result.errorField(ErrorField.message) ?? "")", at: place)
        default: StoreError(.statement, "the server refused a statement (\(state))", at: place)
        }
    }

    /// Names table and constraint. `constraintName` is looked up for its columns where there are several.
    private static func constraint(_ result: PostgresResult, _ state: String, place: String) -> StoreError {
        let table = result.errorField(ErrorField.table)
        let name = result.errorField(ErrorField.constraint)
        let column = result.errorField(ErrorField.column)
        let rule =
            switch state {
            case "23505": "is there already"
            case "23502": "is missing"
            default: "breaks a rule (\(state))"
            }
        return StoreError(
            .constraint, "a value \(rule): \(name ?? column ?? "")", at: place, table: table,
            columns: column.map { [$0] } ?? [])
    }

    /// What kept a connection from being made. `message` is libpq's, of which only the kind is told: it names users.
    static func connecting(_ message: String, place: String) -> StoreError {
        func says(_ words: String...) -> Bool { words.contains { message.contains($0) } }
        if says("invalid integer value", "invalid port", "invalid connection option", "invalid sslmode value") {
            return StoreError(
                .cannotOpen, "the URL of the database holds a value that cannot be", at: place,
                fix: "Write postgres://user@host:5432/name")
        }
        if says("password", "SCRAM", "authentication failed") {
            return StoreError(
                .cannotOpen, "the server refuses user or password", at: place,
                fix: "Correct them in the URL, in PGPASSWORD or in the password file")
        }
        if says("pg_hba.conf") { return unlisted(message, place: place) }
        if says("certificate", "SSL", "TLS", "sslmode", "sslrootcert") { return untrusted(message, place: place) }
        if says("database \"") && says("does not exist") {
            return StoreError(
                .cannotOpen, "there is no such database", at: place,
                fix: "Make it: CREATE DATABASE … ENCODING 'UTF8'")
        }
        if says("role \"") {
            return StoreError(
                .cannotOpen, "the server does not know the user", at: place, fix: "Correct the user in the URL")
        }
        if says("too many clients", "connection slots", "too many connections") {
            return StoreError(
                .exhausted, "the server takes no more connections", at: place,
                fix: "Raise its max_connections, or run fewer nodes")
        }
        if says("read-only", "hot standby") {
            return StoreError(
                .readOnly, "none of these servers takes writes", at: place,
                fix: "Name the primary, or promote a standby")
        }
        return unreachable(message, place: place)
    }

    /// No line of the server's pg_hba.conf lets this client in, or only with TLS: which of them it does not say.
    private static func unlisted(_ message: String, place: String) -> StoreError {
        let orTLS =
            message.contains("no encryption")
            ? "; if that asks for TLS (hostssl), write sslmode=verify-full in the URL" : ""
        return StoreError(
            .cannotOpen, "the server lets nobody in from here", at: place, fix: "Allow it in its pg_hba.conf" + orTLS)
    }

    /// Kinds of what libpq and the server say of TLS, each with what is wrong and what to set; the first that fits.
    private static let tlsFaults: [(sign: String, what: String, fix: String)] = [
        (
            "does not match host name", "the server's certificate is for another name than the URL's host",
            "Name the host in the URL as its certificate does, or give the server a certificate for this name"
        ),
        (
            "certificate verify failed",
            "the server's certificate is out of date, or signed by none of those that sslrootcert names",
            "Let sslrootcert in the URL name the file with the certificate of the authority that signed the server's"
        ),
        (
            "root certificate file", "the file that sslrootcert names is missing or cannot be read",
            "Let sslrootcert in the URL name the file with the authority's certificate (default: ~/.postgresql/root.crt)"
        ),
        (
            "does not support SSL", "the server does not speak TLS, which sslmode asks for",
            "Turn TLS on in the server's settings (ssl = on, with a certificate and key)"
        ),
        (
            "requires a valid client certificate", "the server asks for a certificate of the client",
            "Name it and its key in the URL: sslcert=FILE&sslkey=FILE"
        ),
        (
            "private key file", "the file that sslkey names is missing, cannot be read, or may be read by others",
            "Let sslkey in the URL name the key of the client's certificate, with mode 600"
        ),
    ]

    private static func untrusted(_ message: String, place: String) -> StoreError {
        let fault = tlsFaults.first { message.contains($0.sign) }
        return StoreError(
            .cannotOpen, "no trusted TLS connection: \(fault?.what ?? "server and client do not agree")", at: place,
            fix: fault?.fix ?? "Check sslmode and sslrootcert in the URL, and the server's certificate and name")
    }

    private static func unreachable(_ message: String, place: String) -> StoreError {
        let kinds = [
            ("translate host name", "its host name is not known"), ("Connection refused", "nothing listens there"),
            ("No such file", "nothing listens there"), ("timeout expired", "it did not answer in time"),
            ("starting up", "it is starting"), ("shutting down", "it is stopping"),
            ("recovery mode", "it is recovering"), ("No route", "there is no way to it"),
        ]
        let kind = kinds.first { message.contains($0.0) }?.1 ?? "the connection failed"
        return StoreError(
            .unreachable, "the server cannot be reached: \(kind)", at: place,
            fix: "Check the host and port, and that the server runs")
    }
}
