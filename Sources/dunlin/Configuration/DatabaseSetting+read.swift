import SettingsFiles
import Store

extension DatabaseSetting {
    /// The address that is set; nil for none. Another store than the one that was meant is no answer: what cannot be
    /// read is an error.
    static func read(_ text: String?) throws -> StoreAddress? {
        guard let text else { return nil }
        do { return try StoreAddress(text) } catch {
            throw Failure("the setting `\(key)` \(error.what)\(error.place)", fix: StoreAddress.Malformed.fix)
        }
    }
}
