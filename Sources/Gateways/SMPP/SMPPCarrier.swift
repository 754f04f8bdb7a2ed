import CarrierProtocols
import Messaging

/// SMPP 3.4 as a route speaks it.
struct SMPPCarrier: CarrierProtocol {
    private let settings: SMPPRouteSettings
    private let form: SMPPForm

    init(_ settings: SMPPRouteSettings) throws {
        self.settings = settings
        form = try SMPPForm(settings)
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

    var textForm: TextForm {
        TextForm(
            concatenationHeader_bytes: settings.longTexts.header_bytes,
            plain: settings.defaultCoding == .latin1 ? .latin1 : .gsm7, languages: settings.languageTables)
    }

    func count(_ text: SegmentedText) -> Int { form.count(text) }

    func refusal(_ submission: Submission) -> SendError? { form.refusal(submission) }

    func session(_ role: LinkRole) -> any LinkSession { SMPPLinkSession(settings, form: form, role: role) }
}
