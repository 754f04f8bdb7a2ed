import Testing

@testable import Store

struct StoreAddressTests {
    @Test(arguments: [
        ("sqlite:book.db", StoreAddress.sqlite(path: "book.db")),
        ("sqlite:/var/lib/dunlin/book.db", .sqlite(path: "/var/lib/dunlin/book.db")),
        ("postgres://dunlin@db/dunlin", .postgres(url: "postgres://dunlin@db/dunlin")),
        ("postgresql:///dunlin?host=/run/pg", .postgres(url: "postgresql:///dunlin?host=/run/pg")),
        ("postgres://a@h1:5432,h2:5433/d", .postgres(url: "postgres://a@h1:5432,h2:5433/d")),
    ])
    func `an address is a file or a server`(_ text: String, _ address: StoreAddress) throws {
        #expect(try StoreAddress(text) == address)
        #expect(try StoreAddress(text).description == text)
        #expect(try !StoreAddress(text).holdsPassword)
    }

    @Test(arguments: [
        "", "dunlin.db", "sqlite:", "sqlite:///x", "mysql://a@b/c", "postgres://", "postgres://a b", "http://x",
        "postgres:/x", "sqlite:" + String(repeating: "x", count: 5000),
    ])
    func `what is neither is refused`(_ text: String) {
        #expect(throws: StoreAddress.Malformed.self) { try StoreAddress(text) }
    }

    @Test(arguments: [
        ("postgres://dunlin:s3cret@db/dunlin", "postgres://dunlin:***@db/dunlin"),
        ("postgres://dunlin:a:b@c@db:5432/dunlin", "postgres://dunlin:***@db:5432/dunlin"),
        ("postgres://dunlin:s3?cret@db/dunlin", "postgres://dunlin:***@db/dunlin"),
        (
            "postgres://db/d?user=a&password=s3cret&sslmode=require",
            "postgres://db/d?user=a&password=***&sslmode=require"
        ),
        ("postgres://db/d?sslpassword=s3cret", "postgres://db/d?sslpassword=***"),
        ("postgres://db/d?passfile=/etc/pass", "postgres://db/d?passfile=/etc/pass"),
        ("postgres://:s3cret@/d", "postgres://:***@/d"),
        // What fuzzing found: an `@` within a parameter's password, and a parameter's name within a password.
        ("postgres://[::1]:5/db?password=a@s3cret", "postgres://[:***"),
        ("postgres://u@h:5/db?password=a@s3cret&sslmode=require", "postgres://u@h:***&sslmode=require"),
        ("postgres://u:a?password=s3cret@db/d", "postgres://u:***"),
        ("postgres://db/d?p%61ssword=s3cret", "postgres://db/d?p%61ssword=***"),
        ("postgres://db/d?sslmode=y?password=s3cret", "postgres://db/d?sslmode=y?password=***"),
        ("postgres://db/d?password=a?s3cret&sslmode=x", "postgres://db/d?password=***&sslmode=x"),
        ("postgres://db/d?password=\u{301}s3cret", "postgres://db/d?password=***"),
        ("postgres://u:\u{301}s3cret@\u{301}db/d", "postgres://u:***@\u{301}db/d"),
    ])
    func `a password is never printed`(_ text: String, _ shown: String) throws {
        #expect(try StoreAddress(text).description == shown)
        #expect(try "\(StoreAddress(text))" == shown)
        #expect(try StoreAddress(text).holdsPassword == (text != shown))
    }

    @Test(arguments: [
        "mysql://u:s3cret@h/d", "u:s3cret@h", "postgres://u:s3cret @h/d", "postgres://u:s3cret@h/d e",
        "host=db user=u password=s3cret", "u:s3cret@\u{301}h", "postgres:/\u{301}/u:s3cret@h/d",
    ])
    func `nor is that of an address that is none`(_ text: String) {
        let error = #expect(throws: StoreAddress.Malformed.self) { try StoreAddress(text) }
        #expect(error?.shown.contains("s3cret") == false)
    }
}
