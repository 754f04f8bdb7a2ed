internal import CivilTime

extension Shape<Value> {
    static var any: Shape { Shape(type: .dynamic, take: { $0 }, give: { $0 }) }
    static var item: Shape { Shape(type: .variable(0), take: { $0 }, give: { $0 }) }
}

extension Shape<Bool> {
    static var bool: Shape {
        Shape(type: .bool, take: { if case .bool(let v) = $0 { v } else { nil } }, give: Value.bool)
    }
}

extension Shape<Int64> {
    static var int: Shape { Shape(type: .int, take: { if case .int(let v) = $0 { v } else { nil } }, give: Value.int) }
}

extension Shape<UInt64> {
    static var uint: Shape {
        Shape(type: .uint, take: { if case .uint(let v) = $0 { v } else { nil } }, give: Value.uint)
    }
}

extension Shape<Double> {
    static var double: Shape {
        Shape(type: .double, take: { if case .double(let v) = $0 { v } else { nil } }, give: Value.double)
    }
}

extension Shape<String> {
    static var string: Shape {
        Shape(type: .string, take: { if case .string(let v) = $0 { v } else { nil } }, give: Value.string)
    }
}

extension Shape<[UInt8]> {
    static var bytes: Shape {
        Shape(type: .bytes, take: { if case .bytes(let v) = $0 { v } else { nil } }, give: Value.bytes)
    }
}

extension Shape<Moment> {
    static var timestamp: Shape {
        Shape(type: .timestamp, take: { if case .timestamp(let v) = $0 { v } else { nil } }, give: Value.timestamp)
    }
}

extension Shape<Length> {
    static var duration: Shape {
        Shape(type: .duration, take: { if case .duration(let v) = $0 { v } else { nil } }, give: Value.duration)
    }
}

extension Shape<CivilDate> {
    static var date: Shape {
        Shape(type: .date, take: { if case .date(let v) = $0 { v } else { nil } }, give: Value.date)
    }
}

extension Shape<ValueType> {
    static var type: Shape {
        Shape(type: .type, take: { if case .type(let v) = $0 { v } else { nil } }, give: Value.type)
    }
}

extension Shape<[Value]> {
    static var list: Shape {
        Shape(type: .list(.variable(0)), take: { if case .list(let v) = $0 { v } else { nil } }, give: Value.list)
    }
}

extension Shape<ValueMap> {
    static var map: Shape {
        Shape(
            type: .map(.variable(0), .variable(1)), take: { if case .map(let v) = $0 { v } else { nil } },
            give: Value.map)
    }
}

extension Shape<[String]> {
    /// A list of texts and nothing else.
    static var strings: Shape {
        Shape(
            type: .list(.string),
            take: { value in
                guard case .list(let items) = value else { return nil }
                let texts = items.compactMap { if case .string(let text) = $0 { text } else { nil } }
                return texts.count == items.count ? texts : nil
            }, give: { .list($0.map(Value.string)) })
    }
}
