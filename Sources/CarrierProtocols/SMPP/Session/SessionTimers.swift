extension SMPP {
    /// The timers of §7.2, which gives them names and no values.
    package struct SessionTimers: Sendable, Hashable {
        /// From the open connection to the answered bind (`session_init_timer`).
        package var bind: Duration
        /// Silence after which we ask whether the peer is there (`enquire_link_timer`).
        package var enquireLink: Duration
        /// From a request to its answer (`response_timer`).
        package var response: Duration

        package init(
            bind: Duration = .seconds(10), enquireLink: Duration = .seconds(30), response: Duration = .seconds(60)
        ) {
            self.bind = bind
            self.enquireLink = enquireLink
            self.response = response
        }
    }
}
