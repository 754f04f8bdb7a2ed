/// The timers of a session: C, T and N of CMPP (§7.1) and SMGP (§4.2.1), with the values that both suggest.
package struct LinkTimers: Sendable, Hashable {
    /// From the open connection to the answered CONNECT or Login.
    package var bind: Duration
    /// C: silence after which the peer is tested; of SGIP, after which the connection is given up.
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
