package import LoanBook

/// Whom receipts speak of.
extension Receipts {
    /// The borrowers whose segments carry these ids on the route, by id, read before anything is locked; an id that nobody's
    /// carries is left out.
    package static func borrowers(
        route: String, carrierIDs: [String], in session: any SQLSession
    ) throws -> [String: Set<Int64>] {
        var borrowers: [String: Set<Int64>] = [:]
        try OutboxLedger.placesList.query(carrierIDs.map { [.text(route), .text($0)] }, in: session) {
            borrowers[$0.text(0), default: []].insert($0.integer(1))
        }
        return borrowers
    }

    static let waitingList = RowList(
        [.integer, .text], named: "borrower, route", select: "p.borrower", from: "contact_point p",
        such: """
            p.borrower = v.borrower AND EXISTS (
                SELECT 1 FROM receipt r INDEXED BY receipt_parked_number
                WHERE r.borrower IS NULL AND r.lookup = p.lookup AND r.route = v.route)
            """)

    /// Those of `borrowers` under whose numbers receipts of the route stand without a place, each once.
    package static func waiting(
        for borrowers: [Borrower.ID], route: String, in session: any SQLSession
    ) throws -> [Borrower.ID] {
        var waiting: Set<Borrower.ID> = []
        try waitingList.query(borrowers.map { [.id($0), .text(route)] }, in: session) {
            waiting.insert(Borrower.ID($0.integer(0)))
        }
        return waiting.sorted()
    }
}
