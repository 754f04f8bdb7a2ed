import Foundation
import Testing

/// Sentinels in the files about people, lending and decisions, and in what commands are told by hand.
extension Planted {
    static let mapping = "planted.yaml"
    private static let guarantor = "+1646\(tail)"
    private static let officer = "+1718\(tail)"
    private static let tail = "5559876"

    /// The lender's book and everything that may stand beside it, in one mapping.
    static func mappingText() throws -> String {
        func text(_ name: String) throws -> String {
            try String(contentsOfFile: Checkout.root + "/mappings/" + name, encoding: .utf8)
        }
        let people = try text("people.yaml")
        let start = try #require(people.range(of: "\nfiles:\n")?.upperBound)
        return try text("lender-book.en.yaml") + "\n" + people[start...] + """

              payment_failures:
                file: payment_failures.csv
                optional: true
                columns: {reference: failure_id, loan: loan_id, failed_on: day, amount: amount}
              promises:
                file: promises.csv
                optional: true
                columns: {reference: promise_id, loan: loan_id, made_on: made, due_on: due, amount: amount, status: status}
              arrangements:
                file: arrangements.csv
                optional: true
                columns:
                  {reference: plan_id, loan: loan_id, status: status, status_on: since, number: number, due_on: due,
                  amount: amount}
              applications:
                file: applications.csv
                optional: true
                columns:
                  {reference: application_id, borrower: borrower_id, amount: amount, status: status, status_on: since,
                  documents: documents}

            """
    }

    /// One good row of each kind, and rows that hold a person's words where something else belongs. All of them tell of
    /// the planted borrower, and have the planted reference in their own.
    static let facts: [(file: String, text: String)] = [
        (
            "contact_points.csv",
            """
            borrower_id,address,channel,owner,name,standing
            \(reference),\(guarantor),,guarantor,\(name) Senior,
            \(reference),\(officer),voice,company_officer,\(chinese),
            \(reference),guarantor.\(email),email,guarantor,\(name),usable
            \(reference),\(name) \(tail),,guarantor,\(name),
            \(reference),\(guarantor)1111111,,guarantor,\(name),
            \(reference),\(officer),\(name),,\(chinese),
            \(reference),\(officer),,\(email),\(chinese),
            \(reference),\(officer),voice,company_officer,\(String(repeating: name, count: 40)),
            \(reference),\(officer),,guarantor,\(name),\(chinese),\(tail)
            """
        ),
        (
            "consents.csv",
            """
            borrower_id,address,class,given,at,act,words
            \(reference),,marketing,given,2026-11-01,form,"I, \(name), \(tail), agree. \(chinese)"
            \(reference),\(guarantor),education,given,2026-11-01,call,\(name) said yes
            \(reference),+16465550000,service,given,2026-11-01,form,\(name)
            \(reference),,\(name),given,2026-11-01,form,\(name)
            \(reference),,service,\(email),2026-11-01,form,\(name)
            \(reference),,service,given,\(name),form,\(name)
            \(reference),,service,given,2026-12-01,form,\(name)
            \(reference),,service,given,2026-11-01,\(chinese),\(name)
            \(reference),,service,given,2026-11-01,form,\(String(repeating: name, count: 1100))
            """
        ),
        (
            "flags.csv",
            """
            borrower_id,fact,since,until,source
            \(reference),disability,2026-11-01,,county
            \(reference),\(name),2026-11-01,,county
            \(reference),hospital,\(chinese),,county
            \(reference),hospital,2026-11-01,\(tail),county
            """
        ),
        (
            "preferences.csv",
            """
            borrower_id,most_in_week,unwanted,hours,at
            \(reference),50,education,,2026-11-01
            \(reference),\(tail),,,
            \(reference),,\(name),,
            \(reference),,,\(email),
            """
        ),
        (
            "contacts.csv",
            """
            contact_id,borrower_id,loan_id,contact,channel,class,at,address,result,agent
            \(reference)-K1,\(reference),L77,visit,,,2026-10-01,\(officer),\(name) was not in,\(chinese)
            \(reference)-K2,\(reference),L77,\(name),,,2026-10-01,,\(name),\(chinese)
            \(reference)-K4,\(reference),L77,visit,,,\(name),,\(name),\(chinese)
            \(reference)-K5,\(reference),L77,visit,\(email),\(name),2026-10-01,\(name),\(name),\(chinese)
            """
        ),
        (
            "scores.csv",
            """
            borrower_id,score,value,as_of
            \(reference),behaviour,480,2026-11-01
            \(reference),\(name),480,2026-11-01
            \(reference),pd_12m,\(tail).\(chinese),2026-11-01
            \(reference),pd_24m,0.1,\(email)
            """
        ),
        (
            "payment_failures.csv",
            """
            failure_id,loan_id,day,amount
            \(reference)-F1,L77,2026-10-02,120.00
            \(reference)-F2,L77,\(name),120.00
            \(reference)-F3,L77,2026-10-02,\(tail).\(chinese)
            """
        ),
        (
            "promises.csv",
            """
            promise_id,loan_id,made,due,amount,status
            \(reference)-R1,L77,2026-10-01,2026-10-05,120.00,broken
            \(reference)-R2,L77,\(name),2026-10-05,120.00,
            \(reference)-R3,L77,2026-10-01,\(email),120.00,
            \(reference)-R4,L77,2026-10-01,2026-10-05,\(name),
            \(reference)-R5,L77,2026-10-01,2026-10-05,120.00,\(chinese)
            """
        ),
        (
            "arrangements.csv",
            """
            plan_id,loan_id,status,since,number,due,amount
            \(reference)-A1,L77,withdrawn,2026-10-01,1,2026-12-01,60.00
            \(reference)-A2,L77,\(name),2026-10-01,1,2026-12-01,60.00
            \(reference)-A3,L77,offered,\(chinese),1,2026-12-01,60.00
            \(reference)-A4,L77,offered,2026-10-01,\(name),2026-12-01,60.00
            \(reference)-A5,L77,offered,2026-10-01,1,\(tail),\(name)
            """
        ),
        (
            "applications.csv",
            """
            application_id,borrower_id,amount,status,since,documents
            \(reference)-Q1,\(reference),900.00,in_review,2026-10-01,"passport of \(name), \(chinese), \(tail)"
            \(reference)-Q2,\(reference),\(name),in_review,2026-10-01,passport of \(name)
            \(reference)-Q3,\(reference),900.00,\(name),2026-10-01,passport of \(name)
            \(reference)-Q4,\(reference),900.00,in_review,\(email),passport of \(name)
            \(reference)-Q5,\(reference),900.00,in_review,2026-10-01,\(String(repeating: name, count: 40))
            """
        ),
    ]

    /// How many rows of `facts` a lender accepts: the first of each file, and of addresses and consents some more.
    static let goodFacts = facts.count + 3

    /// Files without their header, and files that are cut off.
    func breakFacts() async throws {
        for (file, text) in Self.facts {
            let headless = text.split(separator: "\n").dropFirst().joined(separator: "\n")
            for broken in [headless, text + "\n\"" + Self.name] { try await bring(broken, as: file) }
        }
    }

    /// Brings in the one file.
    private func bring(_ text: String, as file: String) async throws {
        try? FileManager.default.removeItem(atPath: lender.folder["strange"])
        for core in ["borrowers", "loans", "instalments", "payments"] {
            let header = try lender.folder.text("planted/\(core).csv").prefix { $0 != "\n" }
            try lender.folder.write(header + "\n", to: "strange/\(core).csv")
        }
        try lender.folder.write(text, to: "strange/" + file)
        try await run("import", "--mapping", Self.mapping, "strange", "--now", SmallBook.now)
    }

    /// A name in the place of the borrower's id, in files and in what is typed.
    func mistypeFacts() async throws {
        for (file, text) in Self.facts {
            try await bring(text.replacing(Self.reference + ",", with: Self.name + ","), as: file)
        }
        let (name, tail) = (Self.name, Self.tail)
        let contacts = Self.facts.first { $0.file == "contacts.csv" }?.text.prefix { $0 != "\n" } ?? ""
        try await bring(contacts + "\nK3,B1,\(name),visit,,,2026-10-01,,\(name),\(name)\n", as: "contacts.csv")
        let commands: [[String]] = [
            ["contact", "record", name, "visit"], ["contact-point", "list", name], ["consent", "list", name],
            ["contact", "list", tail], ["preference", "set", name], ["flag", "list", name],
            ["record", "promise", "R", "--loan", name, "--made", "2026-10-01", "--due", "2026-10-02", "--amount", "1"],
            [
                "record", "application", "Q", "--borrower", name, "--amount", "9", "--currency", "USD", "--status",
                "approved", "--since", "2026-10-01",
            ],
        ]
        for arguments in commands {
            #expect(try await run(arguments + ["--now", SmallBook.now]).code != 0, "\(arguments)")
        }
    }

    /// What a person may enter, well and badly. What is typed in the place of a word is not said again.
    func enterByHand() async throws {
        let (reference, name, tail) = (Self.reference, Self.name, Self.tail)
        let good: [[String]] = [
            ["consent", "give", reference, "education", "--act", "call", "--words", "Yes, said \(name), \(tail)"],
            ["consent", "list", reference], ["consent", "list", reference, "--json"],
            ["contact-point", "add", reference, "sms", "+1917\(tail)", "--owner", "attorney", "--name", name],
            ["contact-point", "list", reference], ["contact-point", "list", reference, "--json"],
            [
                "contact", "record", reference, "call_attempt", "--loan", "L77", "--at", "2026-10-03", "--result",
                "\(name) hung up", "--by", Self.chinese, "--reference", reference + "-K9",
            ],
            ["contact", "list", reference], ["contact", "list", reference, "--json"],
            ["preference", "set", reference, "--most-in-week", "49"], ["preference", "list", reference],
            [
                "record", "application", reference + "-Q9", "--borrower", reference, "--amount", "900.00", "--currency",
                "USD", "--status", "in_review", "--since", "2026-10-01", "--documents", "passport of \(name), \(tail)",
            ],
            ["schedule", "L77"], ["explain", "--borrower", reference], ["explain", "--borrower", reference, "--json"],
            ["explain", "--borrower", reference, "--language", "zh"], ["story", reference, "--json"],
        ]
        for arguments in good {
            let done = try await run(arguments + ["--now", SmallBook.now])
            #expect(done.code == 0 || arguments[0] == "schedule", "\(arguments): \(done.err)")
        }
        try await closeTasks()
        let bad: [[String]] = [
            ["task", "close", "1", "--outcome", "done", "--by", "Ann", "--note", String(repeating: name, count: 200)],
            ["task", "close", "987654", "--outcome", "done", "--by", "Ann", "--note", name],
            ["consent", "give", reference, "education", "--words", String(repeating: name, count: 1100)],
            ["contact-point", "add", reference, "sms", name], ["contact-point", "add", reference, "email", tail],
            ["contact-point", "add", reference, "voice", "+1917\(tail)1111111"],
            ["contact-point", "add", reference, "sms", "+1917\(tail)", "--name", name],
            ["contact", "record", reference, "visit", "--result", String(repeating: name, count: 60)],
        ]
        for arguments in bad {
            #expect(try await run(arguments + ["--now", SmallBook.now]).code != 0, "\(arguments)")
        }
        for list in ["consent", "contact", "contact-point"] {
            let revealed = try await lender.dunlin(list, "list", reference, "--reveal", "--log-level", "trace")
            #expect(revealed.out.contains("Zorblax"), "not there to be found by \(list): \(revealed.err)")
            Sentinel.expectNothing(of: Self.forms, in: revealed.err)
        }
        let revealed = try await lender.dunlin("explain", "--borrower", reference, "--reveal", "--log-level", "trace")
        #expect(revealed.out.contains(name))
        Sentinel.expectNothing(of: Self.forms, in: revealed.err)
    }

    /// Of work for a person: what was noted of it is shown to who asks for it, and to nobody else.
    private func closeTasks() async throws {
        let open = try await run("task", "list", "--limit", "10000", "--json").json()["tasks"].list
        let own = open.filter { $0["borrower"].text == Self.reference }
        #expect(!own.isEmpty, "no work was opened: \(open.count)")
        for id in own.compactMap({ $0["id"].int }) {
            let close = [
                "task", "close", "\(id)", "--outcome", "reached", "--by", "Ann", "--note",
                "\(Self.name) wants \(Self.tail) called, \(Self.chinese)",
            ]
            #expect(try await run(close + ["--now", SmallBook.now]).code == 0)
            // Said again, and in another way.
            #expect(try await run(close + ["--now", SmallBook.now]).code == 0)
            #expect(try await run(close + ["--json", "--outcome", "done", "--now", SmallBook.now]).code != 0)
        }
        for arguments in [["task", "list"], ["task", "list", "--borrower", Self.reference]] {
            #expect(try await run(arguments).code == 0)
            #expect(try await run(arguments + ["--json"]).code == 0)
        }
        let revealed = try await lender.dunlin(
            "task", "list", "--borrower", Self.reference, "--reveal", "--log-level", "trace")
        #expect(revealed.out.contains("Zorblax"), "\(revealed.err)")
        Sentinel.expectNothing(of: Self.forms, in: revealed.err)
    }
}
