package import CivilTime

extension RouteHealth {
    /// By what a route is judged. Each figure has its reason beside it.
    package struct Limits: Sendable, Hashable {
        /// Answers and receipts are judged together for so long: long enough for hundreds of messages, short enough that a
        /// campaign is not lost.
        package var window = Span.seconds(60)
        /// Fewer ends than this say nothing about a route.
        package var lowersFrom = 20
        /// Of a hundred, refused for the route's fault or without an answer.
        package var lowersAtPercent = 10
        /// An outage is seen earlier, before its window is over.
        package var opensFrom = 10
        package var opensAtPercent = 50
        /// So many times as slow as it used to be, and slower than that in any case.
        package var slowTimes: Int64 = 4
        package var slowFrom = Span.seconds(2)
        package var lateFrom = Span.minutes(1)
        /// Receipts come unevenly: more of them, and a wide margin under the route's own past, in points of a hundred.
        package var receiptsFrom = 50
        package var deliveryFalls = 20
        /// A link that is down on every node for longer is no hiccup. Reconnecting takes a second or a few.
        package var linkPatience = Span.seconds(20)
        /// The first wait of an open circuit; it doubles each time a trial fails.
        package var firstWait = Span.seconds(30)
        package var longestWait = Span.minutes(15)
        /// Messages that try a route, and good answers that make it whole.
        package var trials = 3
        /// Trials that came to nothing (the messages were paid, or are still out) are given again.
        package var trialPatience = Span.minutes(2)
        /// A route that nobody needed for so long is taken for well: it is judged again as soon as it is used.
        package var forgivesAfter = Span.minutes(10)

        package init() {}
    }
}
