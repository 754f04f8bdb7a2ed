import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One HTTP request to a server on this machine.
enum Fetch {
    static func get(_ address: String) async throws -> (status: Int, text: String) {
        guard let url = URL(string: address) else { throw URLError(.badURL) }
        let (data, response) = try await URLSession.shared.data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }

    /// The body alone.
    static func blocking(_ address: String) throws -> String {
        guard let url = URL(string: address) else { throw URLError(.badURL) }
        return String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }
}
