/// Whom receipts speak of, before anything is locked.
extension Receipts {
    private static let borrowersSQL =
        "SELECT DISTINCT borrower FROM carrier_id WHERE route = ? AND carrier_id IN (\(KeyList.parameters))"

    /// The borrowers whose segments carry one of these ids on the route.
    package static func borrowers(
        route: String, carrierIDs: [String], in session: any SQLSession
    ) throws -> Set<Int64> {
        var borrowers: Set<Int64> = []
        try KeyList.query(borrowersSQL, [.text(route)], keys: carrierIDs.map { .text($0) }, in: session) {
            borrowers.insert($0.integer(0))
        }
        return borrowers
    }
}
