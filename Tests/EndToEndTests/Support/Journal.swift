/// What the carrier wrote down: a line for every segment it took.
struct Journal {
    struct Text: Hashable {
        var destination: String
        var hash: String
    }

    /// How often each text was taken. A long one is known by its first part, which holds the name and the amount.
    private(set) var texts: [Text: Int] = [:]
    private(set) var segments = 0

    var repeated: [Text] { texts.filter { $0.value > 1 }.map(\.key) }
    var destinations: Set<String> { Set(texts.keys.map(\.destination)) }

    init(_ journal: String) {
        for line in journal.split(separator: "\n") {
            let fields = line.split(separator: "\t")
            guard fields.count == 7 else { continue }
            segments += 1
            guard fields[2] == "-" || fields[2].hasSuffix("/1") else { continue }
            texts[Text(destination: String(fields[1]), hash: String(fields[3])), default: 0] += 1
        }
    }
}
