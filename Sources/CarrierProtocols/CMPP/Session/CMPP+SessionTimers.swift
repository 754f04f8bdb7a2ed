extension CMPP {
    /// The timers of §7.1, with the values it suggests.
    package struct SessionTimers: Sendable, Hashable {
        /// From the open connection to the answered CONNECT.
        package var bind: Duration
        /// C: silence after which the peer is tested.
        package var enquireLink: Duration
        /// T: from a request to its answer, and from one test to the next.
        package var response: Duration
        /// N: tests without an answer that end the session.
        package var tries: Int

        package init(
            bind: Duration = .seconds(10), enquireLink: Duration = .seconds(180), response: Duration = .seconds(60),
            tries: Int = 3
        ) {
            self.bind = bind
            self.enquireLink = enquireLink
            self.response = response
            self.tries = tries
        }
    }
}
