import Store

/// What a run of retention does or did: counts only.
enum RetentionReports {
    static func text(_ counts: RetentionRun.Counts, isReal: Bool) -> String {
        let done = isReal ? "erased" : "to erase"
        var text = "\(counts.borrowers) borrowers looked at\n"
        text += "\(done): \(counts.profiles) profiles, \(counts.records) of them with their record\n"
        text += "\(done): \(counts.endedRecords) records of borrowers who were erased before\n"
        for (rule, count) in counts.kept.sorted(by: { $0.key < $1.key }) {
            text += "kept: \(count) records by \(rule)\n"
        }
        text += "\(done): \(counts.strays.replies) replies and \(counts.strays.receipts) receipts that match nobody, "
        text += "\(counts.rejectedFolders) folders of rejected rows\n"
        if counts.unknownPortfolio > 0 {
            text += "left: \(counts.unknownPortfolio) borrowers whose portfolio is not in the settings\n"
        }
        return text
    }

    static func json(
        _ counts: RetentionRun.Counts, isReal: Bool, receipts: Int, isClean: Bool
    ) -> JSONText.Value {
        .object([
            ("dry_run", .bool(!isReal)), ("borrowers", .number(Int64(counts.borrowers))),
            ("profiles", .number(Int64(counts.profiles))), ("records", .number(Int64(counts.records))),
            ("ended_records", .number(Int64(counts.endedRecords))),
            (
                "kept",
                .object(counts.kept.sorted { $0.key < $1.key }.map { ($0.key, .number(Int64($0.value))) })
            ),
            (
                "strays",
                .object([
                    ("replies", .number(Int64(counts.strays.replies))),
                    ("receipts", .number(Int64(counts.strays.receipts))),
                ])
            ),
            ("rejected_folders", .number(Int64(counts.rejectedFolders))),
            ("unknown_portfolio", .number(Int64(counts.unknownPortfolio))), ("receipts", .number(Int64(receipts))),
            ("clean", .bool(isClean)),
        ])
    }
}
