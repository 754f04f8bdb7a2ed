import Gateways
import SettingsFiles

extension RouteEntry {
    /// The settings with the password of the environment. A simulator takes any.
    func withPassword(_ environment: [String: String]) throws -> CarrierSettings {
        var settings = settings
        if let password = environment[passwordVariable] {
            settings.password = password
        } else if isSimulator {
            settings.password = "dunlin"
        } else {
            throw Failure(
                "route \(name): the environment variable \(passwordVariable) with its password is not set",
                fix: "set it before starting dunlin")
        }
        guard case .sgip(var sgip) = settings, let variable = callerPasswordVariable else { return settings }
        guard let password = environment[variable] else {
            throw Failure(
                "route \(name): the environment variable \(variable) with the password of the carrier is not set",
                fix: "set it before starting dunlin")
        }
        sgip.listener.password = password
        return .sgip(sgip)
    }
}
