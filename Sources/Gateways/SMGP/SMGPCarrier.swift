import CarrierProtocols
import Messaging

/// SMGP as a route speaks it.
struct SMGPCarrier: CarrierProtocol {
    private let settings: SMGPRouteSettings
    private let form: SMGPForm

    init(_ settings: SMGPRouteSettings) {
        self.settings = settings
        form = SMGPForm(settings)
    }

    var roles: [LinkRole] {
        switch settings.bindMode {
        case .transceiver: [.transceiver]
        case .transmitterAndReceiver: [.transmitter, .receiver]
        }
    }

    var timers: RouteTimers {
        let timers = settings.timers
        return RouteTimers(
            shortest: min(timers.bind, timers.enquireLink, timers.response), response: timers.response)
    }

    var textForm: TextForm { form.texts.textForm }

    func count(_ text: SegmentedText) -> Int { text.segments.count }

    func refusal(_ submission: Submission) -> SendError? { form.texts.refusal(submission) }

    func session(_ role: LinkRole) -> any LinkSession { SMGPLinkSession(settings, form: form, role: role) }
}
