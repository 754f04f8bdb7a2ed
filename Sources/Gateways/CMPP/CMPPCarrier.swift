import CarrierProtocols
import Messaging

/// CMPP as a route speaks it.
struct CMPPCarrier: CarrierProtocol {
    private let settings: CMPPRouteSettings
    private let form: CMPPForm

    init(_ settings: CMPPRouteSettings) {
        self.settings = settings
        form = CMPPForm(settings)
    }

    /// One connection sends and receives.
    var roles: [LinkRole] { [.transceiver] }

    var timers: RouteTimers {
        let timers = settings.timers
        return RouteTimers(
            shortest: min(timers.bind, timers.enquireLink, timers.response), response: timers.response)
    }

    var textForm: TextForm { form.texts.textForm }

    func count(_ text: SegmentedText) -> Int { text.segments.count }

    func refusal(_ submission: Submission) -> SendError? { form.refusal(submission) }

    func session(_ role: LinkRole) -> any LinkSession { CMPPLinkSession(settings, form: form) }
}
