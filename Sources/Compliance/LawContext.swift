package import CivilTime

/// Everything `permit` needs that is no fact of the borrower.
package final class LawContext: Sendable {
    package let zones: Zones
    package let book: LawBook
    let clocks = ClockCache()

    package init(zones: Zones, book: LawBook) {
        self.zones = zones
        self.book = book
    }
}
