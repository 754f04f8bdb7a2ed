import Foundation
import StoreEngines
import Testing

/// Schedules that the program computes, alone and beside the lender's.
@Suite struct ScheduleTests {
    private func show(_ arguments: String...) async throws -> Run {
        let folder = try TemporaryFolder()
        return try await Run.of(
            Checkout.program,
            [
                "schedule", "show", "--principal", "12000.00", "--rate", "12%", "--instalments", "3", "--from",
                "2024-01-01", "--currency", "CNY",
            ] + arguments, in: folder.path)
    }

    @Test func `a schedule is shown as a table, as CSV and as JSON`() async throws {
        let table = try await show()
        #expect(table.code == 0, "\(table.err)")
        #expect(table.out.contains("  1  2024-02-01    3960.27    120.00  4080.27  8039.73\n"), "\(table.out)")
        #expect(table.out.hasSuffix("3 instalments, 240.80 interest, 12240.80 CNY in all\n"), "\(table.out)")
        let csv = try await show("--csv", "--method", "interest_first", "--every", "3-months")
        #expect(
            csv.out == "number,due_on,principal,interest,fee,amount,balance\r\n1,2024-04-01,0,36000,0,36000,1200000\r\n"
                + "2,2024-07-01,0,36000,0,36000,1200000\r\n3,2024-10-01,1200000,36000,0,1236000,0\r\n")
        let json = try await show("--json", "--method", "flat", "--unit", "10.00").json()
        #expect(json["interest"].int == 36_000 && json["instalments"].list.count == 3)
        #expect(json["instalments"].list.first?["amount"].int == 412_000)
    }

    @Test(arguments: [
        (["--unit", "x"], 64, "--unit x is no amount of CNY: write it as 1234.56"),
        (["--first", "soon"], 64, "--first soon is no date: write it as 2026-11-21"),
        (["--method", "magic"], 64, "equal_instalments"), (["--every", "2-moons"], 64, "--every"),
        (["--interest-grace", "3"], 1, "interest grace of 3 periods: give 0 to 2, as there are 3 instalments"),
        (["--balloon", "12000.01"], 1, "balloon of 1200001 minor units"),
    ])
    func `terms that give no schedule are refused in words`(arguments: [String], code: Int32, words: String)
        async throws
    {
        let folder = try TemporaryFolder()
        let run = try await Run.of(
            Checkout.program,
            [
                "schedule", "show", "--principal", "12000.00", "--rate", "12%", "--instalments", "3", "--from",
                "2024-01-01", "--currency", "CNY",
            ] + arguments, in: folder.path)
        #expect(run.code == code && run.err.contains(words), "\(run.err)")
    }
}

/// The book beside what its terms give.
@Suite(.everyEngine) struct ScheduleComparisonTests {
    @Test func `the lender's figures stand and differences are told`() async throws {
        // L1 to L5: 5,000.00 at 15.4 % from 2025-05-20, one instalment each, of 120.00.
        let lender = try await Lender.with()
        let arrears = try await lender.dunlin("arrears", "--csv", "--date", "2026-11-21").out
        let all = try await lender.dunlin("schedule", "compare", "--json").json()
        #expect(all["loans"].int == 5 && all["different"].int == 5 && all["as_computed"].int == 0, "\(all)")
        let first = try #require(all["differences"].list.first)
        #expect(first["loan"].text == "L1" && first["instalment"].int == 1 && first["what"].text == "amount")
        #expect(first["imported"].text == "12000" && first["computed"].text == "506417", "\(first)")

        let wide = try await lender.dunlin("schedule", "compare", "--tolerance", "5000.00")
        #expect(wide.out == "5 loans compared: 5 as computed, 0 with differences. The lender's figures stand.\n")
        let none = try await lender.dunlin("schedule", "compare", "--product", "other", "--json").json()
        #expect(none["loans"].int == 0)
        let csv = try await lender.dunlin("schedule", "compare", "--csv").out
        #expect(csv.hasPrefix("loan_id,instalment,what,imported,computed\r\nL1,1,amount,12000,506417\r\n"), "\(csv)")
        #expect(try await lender.dunlin("arrears", "--csv", "--date", "2026-11-21").out == arrears)
    }

    @Test func `what the book says of a loan stands before the options, and parts are compared`() async throws {
        let lender = try Lender()
        try lender.write(.standard)
        let mapping = try String(contentsOfFile: Checkout.mapping("en"), encoding: .utf8)
        let told = mapping.replacing(
            "    file: loans.csv\n", with: "    file: loans.csv\n    constants: {every: 2-months}\n"
        ).replacing(
            "    file: instalments.csv\n",
            with: "    file: instalments.csv\n    constants: {interest: \"20.00\", principal: \"100.00\"}\n")
        #expect(told != mapping)
        try lender.folder.write(told, to: "told.yaml")
        #expect(try await lender.importing("book", mapping: "told.yaml").code == 0)
        let report = try await lender.dunlin("schedule", "compare", "--json", "--every", "month").json()
        let first = report["differences"].list.prefix(3).map { difference in
            ["what", "imported", "computed"].map { difference[$0].text ?? "nothing" }.joined(separator: " ")
        }
        #expect(first == ["amount 12000 512833", "principal 10000 500000", "interest 2000 12833"], "\(report)")
    }

    @Test func `loans are counted in steps of delinquency`() async throws {
        let lender = try await Lender.with()
        let months = try await lender.dunlin("arrears", "--json", "--date", "2026-12-23", "--steps", "months").json()
        #expect(months["days_past_due"]["33"].int == 3)
        #expect(months["steps"]["M1"].int == 1 && months["steps"]["M2"].int == 4, "\(months)")
        let table = try await lender.dunlin("arrears", "--date", "2026-12-23", "--steps", "thirty_days")
        #expect(table.out.contains("31-60        4\n"), "\(table.out)")
        let csv = try await lender.dunlin("arrears", "--csv", "--date", "2026-12-23", "--steps", "five_classes")
        #expect(csv.out.hasPrefix("loan_id,days_past_due,overdue_amount,step\r\nL1,33,12000,关注\r\n"), "\(csv.out)")
    }
}
