import CarrierProtocols

/// One route's settings: what every route has, and what its protocol adds.
package enum CarrierSettings: Sendable {
    case smpp(SMPPRouteSettings)
    case cmpp(CMPPRouteSettings)
    case smgp(SMGPRouteSettings)
    case sgip(SGIPRouteSettings)

    package var route: RouteSettings {
        get {
            switch self {
            case .smpp(let settings): settings.route
            case .cmpp(let settings): settings.route
            case .smgp(let settings): settings.route
            case .sgip(let settings): settings.route
            }
        }
        set {
            switch self {
            case .smpp(var settings):
                settings.route = newValue
                self = .smpp(settings)
            case .cmpp(var settings):
                settings.route = newValue
                self = .cmpp(settings)
            case .smgp(var settings):
                settings.route = newValue
                self = .smgp(settings)
            case .sgip(var settings):
                settings.route = newValue
                self = .sgip(settings)
            }
        }
    }

    /// A password, or the secret that both sides know.
    package var password: String {
        get {
            switch self {
            case .smpp(let settings): settings.password
            case .cmpp(let settings): settings.password
            case .smgp(let settings): settings.password
            case .sgip(let settings): settings.password
            }
        }
        set {
            switch self {
            case .smpp(var settings):
                settings.password = newValue
                self = .smpp(settings)
            case .cmpp(var settings):
                settings.password = newValue
                self = .cmpp(settings)
            case .smgp(var settings):
                settings.password = newValue
                self = .smgp(settings)
            case .sgip(var settings):
                settings.password = newValue
                self = .sgip(settings)
            }
        }
    }

    /// From a text to its answer.
    package var responseLimit: Duration {
        get {
            switch self {
            case .smpp(let settings): settings.timers.response
            case .cmpp(let settings): settings.timers.response
            case .smgp(let settings): settings.timers.response
            case .sgip(let settings): settings.timers.response
            }
        }
        set {
            switch self {
            case .smpp(var settings):
                settings.timers.response = newValue
                self = .smpp(settings)
            case .cmpp(var settings):
                settings.timers.response = newValue
                self = .cmpp(settings)
            case .smgp(var settings):
                settings.timers.response = newValue
                self = .smgp(settings)
            case .sgip(var settings):
                settings.timers.response = newValue
                self = .sgip(settings)
            }
        }
    }

    /// What is wrong with these settings, for `dunlin check`; empty when nothing is.
    package var faults: [String] {
        switch self {
        case .smpp(let settings): settings.faults
        case .cmpp(let settings): settings.faults
        case .smgp(let settings): settings.faults
        case .sgip(let settings): settings.faults
        }
    }

    /// A text of several segments travels in one PDU, and the carrier gives one id to all of it.
    package var sendsTextsWhole: Bool {
        switch self {
        case .smpp(let settings): settings.longTexts == .payload
        case .cmpp, .smgp, .sgip: false
        }
    }

    /// `seed`: for what a protocol counts from.
    func carrier(seed: UInt64) throws -> any CarrierProtocol {
        switch self {
        case .smpp(let settings): try SMPPCarrier(settings)
        case .cmpp(let settings): CMPPCarrier(settings)
        case .smgp(let settings): SMGPCarrier(settings)
        case .sgip(let settings): SGIPCarrier(settings, seed: seed)
        }
    }
}
