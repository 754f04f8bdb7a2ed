/// Conformance cases of cel-spec that are not passed, by the beginning of their paths, and why. Every other case passes.
enum UnsupportedCases {
    /// A case whose text or facts hold a message of protocol buffers cannot even be put.
    static let messages = "there are no protocol buffer messages: facts are values, lists and maps"
    static let own = "a condition has the functions of the environment, none of its own"

    static let reasons: [(path: String, reason: String)] = [
        ("block_ext/", "cel.block is for programs that write expressions"),
        ("enums/", messages), ("proto2/", messages), ("proto2_ext/", messages),
        ("type_deduction/functions/", own), ("type_deduction/type_parameters/", own),
        ("encoders_ext/", "base64 has no use in conditions"),
        ("math_ext/bit_", "arithmetic of bits has no use in conditions"),
        ("namespace/", "facts have full names; there is no container that completes them"),
        ("network_ext/", "addresses of networks have no use in conditions"),
        ("optionals/", "optional values: `has` and `? :` say the same"),
        ("string_ext/format", "texts are written by templates, not by conditions"),
        ("string_ext/quote", "texts are written by templates, not by conditions"),
    ]

    static func reason(_ path: String, _ failure: String) -> String? {
        if failure == "protocol buffer messages" || failure.contains("messages such as") { return messages }
        return reasons.first { path.hasPrefix($0.path) }?.reason
    }
}
