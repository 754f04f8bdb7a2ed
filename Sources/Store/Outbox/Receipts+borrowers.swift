/// Whom receipts speak of, before anything is locked.
extension Receipts {
    /// The borrowers whose segments carry these ids on the route, by id; an id that nobody's carries is left out.
    package static func borrowers(
        route: String, carrierIDs: [String], in session: any SQLSession
    ) throws -> [String: Set<Int64>] {
        var borrowers: [String: Set<Int64>] = [:]
        try OutboxLedger.placesList.query(carrierIDs.map { [.text(route), .text($0)] }, in: session) {
            borrowers[$0.text(0), default: []].insert($0.integer(1))
        }
        return borrowers
    }
}
