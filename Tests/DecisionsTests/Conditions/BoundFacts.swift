import CivilTime
import Foundation

@testable import Decisions

/// Facts that a test gives by hand.
final class BoundFacts: Facts {
    let values: [Value?]

    init(_ values: [Value?]) {
        self.values = values
        super.init()
    }

    override func bool(_ slot: Int) -> Bool? { if case .bool(let value)? = values[slot] { value } else { nil } }
    override func int(_ slot: Int) -> Int64? { if case .int(let value)? = values[slot] { value } else { nil } }
    override func double(_ slot: Int) -> Double? { if case .double(let value)? = values[slot] { value } else { nil } }
    override func string(_ slot: Int) -> String? { if case .string(let value)? = values[slot] { value } else { nil } }
    override func date(_ slot: Int) -> CivilDate? { if case .date(let value)? = values[slot] { value } else { nil } }
    override func value(_ slot: Int) -> Value? { values[slot] }
}

/// The zones of this machine.
let machineZones = Zones { id in
    try? [UInt8](Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(id)")))
}
