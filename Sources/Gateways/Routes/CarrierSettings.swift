import CarrierProtocols

/// One route's settings: what every route has, and what its protocol adds.
package enum CarrierSettings: Sendable {
    case smpp(SMPPRouteSettings)

    package var route: RouteSettings {
        get {
            switch self {
            case .smpp(let settings): settings.route
            }
        }
        set {
            switch self {
            case .smpp(var settings):
                settings.route = newValue
                self = .smpp(settings)
            }
        }
    }

    /// A password, or the secret that both sides know.
    package var password: String {
        get {
            switch self {
            case .smpp(let settings): settings.password
            }
        }
        set {
            switch self {
            case .smpp(var settings):
                settings.password = newValue
                self = .smpp(settings)
            }
        }
    }

    /// From a text to its answer.
    package var responseLimit: Duration {
        get {
            switch self {
            case .smpp(let settings): settings.timers.response
            }
        }
        set {
            switch self {
            case .smpp(var settings):
                settings.timers.response = newValue
                self = .smpp(settings)
            }
        }
    }

    /// What is wrong with these settings, for `dunlin check`; empty when nothing is.
    package var faults: [String] {
        switch self {
        case .smpp(let settings): settings.faults
        }
    }

    /// A text of several segments travels in one PDU, and the carrier gives one id to all of it.
    package var sendsTextsWhole: Bool {
        switch self {
        case .smpp(let settings): settings.longTexts == .payload
        }
    }

    func carrier() throws -> any CarrierProtocol {
        switch self {
        case .smpp(let settings): try SMPPCarrier(settings)
        }
    }
}
