import Foundation

/// Where this checkout keeps what the tests use.
enum Checkout {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The program under test: `DUNLIN_BINARY`, or what this build made beside the tests.
    static let program: String = {
        if let named = ProcessInfo.processInfo.environment["DUNLIN_BINARY"] { return named }
        #if DEBUG
            let folders = ["debug", "release"]
        #else
            let folders = ["release", "debug"]
        #endif
        let paths = folders.map { root + "/.build/\($0)/dunlin" }
        return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? paths[0]
    }()

    static func mapping(_ dialect: String) -> String { root + "/mappings/lender-book.\(dialect).yaml" }

    static let independentVerifier = root + "/Tools/verify_evidence.py"

    /// The program that writes a lender's book with the answers to it; nil when the shared folder is not there.
    static let lenderBook: String? = {
        let path = URL(filePath: root).deletingLastPathComponent().appending(path: "shared/tools/lender-book").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()
}
