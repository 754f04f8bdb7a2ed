import CivilTime
import Foundation

@testable import Decisions

/// One case of cel-spec, as `Tools/cel_conformance.py` writes it.
struct ConformanceCase {
    let path: String
    let expression: String
    let isUnchecked: Bool
    let isCheckOnly: Bool
    let names: [(name: String, type: ValueType)]
    let bindings: [String: Value]
    let value: Value?
    let type: ValueType?
    let wantsError: Bool
    /// Why the case cannot even be put.
    let unsupported: String?

    static func read(_ file: String) throws -> [ConformanceCase] {
        let data = try Data(contentsOf: URL(filePath: file))
        guard let list = try JSONSerialization.jsonObject(with: data) as? [[String: Any]] else { return [] }
        return list.map(ConformanceCase.init)
    }

    private init(_ json: [String: Any]) {
        func text(_ key: String) -> String { json[key] as? String ?? "" }
        path = "\(text("file"))/\(text("section"))/\(text("name"))"
        expression = text("expression")
        isUnchecked = json["unchecked"] as? Bool ?? false
        isCheckOnly = json["checkOnly"] as? Bool ?? false
        names = (json["names"] as? [[Any]] ?? []).map { ($0[0] as? String ?? "", Self.type($0[1])) }
        bindings = Dictionary(
            (json["bindings"] as? [[Any]] ?? []).map { ($0[0] as? String ?? "", Self.value($0[1])) },
            uniquingKeysWith: { $1 })
        value = json["value"].map(Self.value)
        type = json["type"].map(Self.type)
        wantsError = json["error"] as? Bool ?? false
        unsupported = json["unsupported"] as? String
    }

    private static func type(_ json: Any) -> ValueType {
        if let name = json as? String {
            return switch name {
            case "timestamp": .timestamp
            case "duration": .duration
            case "null": .null
            default: ValueType.named[name] ?? .dynamic
            }
        }
        guard let parts = json as? [Any] else { return .dynamic }
        return parts.count == 2 ? .list(type(parts[1])) : .map(type(parts[1]), type(parts[2]))
    }

    private static func value(_ json: Any) -> Value {
        guard let (kind, content) = (json as? [String: Any])?.first else { return .null }
        func number<Number: LosslessStringConvertible>(_ content: Any) -> Number? { Number(content as? String ?? "") }
        switch kind {
        case "bool": return .bool(content as? Bool ?? false)
        case "int": return .int(number(content) ?? 0)
        case "uint": return .uint(number(content) ?? 0)
        case "double": return .double(number(content) ?? 0)
        case "string": return .string(content as? String ?? "")
        case "bytes": return .bytes((content as? [Int] ?? []).map(UInt8.init))
        case "list": return .list((content as? [Any] ?? []).map(value))
        case "type": return .type(ValueType.named[content as? String ?? ""] ?? .dynamic)
        case "map":
            var map = ValueMap()
            for entry in content as? [[Any]] ?? [] { try? map.insert(value(entry[0]), value(entry[1])) }
            return .map(map)
        case "timestamp", "duration":
            let parts = (content as? [String] ?? []).compactMap { Int64($0) }
            if kind == "duration" { return .duration(Length(nanoseconds: parts[0] * 1_000_000_000 + parts[1])) }
            return Moment(seconds: parts[0], nanoseconds: Int32(parts[1])).map(Value.timestamp) ?? .null
        default: return .null
        }
    }

    /// Nil when it passes, else what was found instead.
    func failure() -> String? {
        if let unsupported { return unsupported }
        let declarations = names.map { Declaration($0.name, $0.type, "") }
        let environment = Environment(declarations, zones: machineZones)
        let program: Program
        do {
            program = try Program.compile(expression, in: environment, isLenient: isUnchecked)
        } catch {
            return wantsError ? nil : "fault: \(error.list.map { "\($0.offset): \($0.what)" }.joined(separator: "; "))"
        }
        if let type, program.type != type { return "type \(program.type.words), wanted \(type.words)" }
        if isCheckOnly { return nil }
        do {
            let found = try program.value(BoundFacts(declarations.map { bindings[$0.name] }))
            if wantsError { return "a value, wanted an error: \(found)" }
            guard let value else { return nil }
            return Self.same(found, value) ? nil : "\(found), wanted \(value)"
        } catch {
            return wantsError ? nil : "doubt: \(error)"
        }
    }

    /// Of the same type too, and NaN is NaN.
    private static func same(_ a: Value, _ b: Value) -> Bool {
        switch (a, b) {
        case (.double(let a), .double(let b)): a == b && a.sign == b.sign || a.isNaN && b.isNaN
        case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy(same)
        case (.map(let a), .map(let b)):
            a.count == b.count
                && zip(a.keys, a.values).allSatisfy { key, value in b[key].map { same(value, $0) } ?? false }
        default: a.type == b.type && ((try? Value.equal(a, b)) ?? false)
        }
    }
}
