import Foundation
import LoanBook
import StoreEngines
import Testing

@testable import Intake

@Suite(.everyEngine) struct RejectedFileTests {
    private func spoiltBench() async throws -> (ImportBench, String) {
        let bench = try await ImportBench()
        try bench.files(
            borrowers: "B1,Ana Adams,+12125550123,,Y\n ,\"Ben,\n\"\"Jr\"\"\",+12125550124,,N\n",
            loans: "L1,B1,1000.00,2026-01-20\nL2,B2,oops,2026-01-20\n",
            instalments: "L1,1,2026-06-20,100.00\nL2,1,2026-06-20,100.00\n",
            payments: "P1,L1,2026-06-18,100.00\nP2,L1,yesterday,5.00\n")
        let rejected = bench.folder.path("rejected.csv")
        try await bench.run(rejectedFile: rejected)
        return (bench, rejected)
    }

    @Test func `rejected rows are written with the reason and a heading of their file`() async throws {
        let (bench, _) = try await spoiltBench()
        #expect(
            try bench.folder.text("rejected.csv") == """
                \u{FEFF}file,line,field,reason\r
                borrowers,header,,,id,name,phone,email,sms\r
                borrowers,3,id,empty, ,"Ben,
                ""Jr""\",+12125550124,,N\r
                loans,header,,,id,borrower,principal,day\r
                loans,3,principal,no positive amount of money,L2,B2,oops,2026-01-20\r
                instalments,header,,,loan,number,due,amount\r
                instalments,3,loan,unknown loan,L2,1,2026-06-20,100.00\r
                payments,header,,,id,loan,day,amount\r
                payments,3,day,no such date,P2,L1,yesterday,5.00\r

                """)
    }

    @Test func `a corrected rejected file is imported like a book`() async throws {
        let (bench, rejected) = try await spoiltBench()
        // As a spreadsheet saves it: every row has as many cells as the widest.
        let corrected = try bench.folder.text("rejected.csv")
            .replacingOccurrences(of: "empty, ,", with: "empty,B2,").replacingOccurrences(of: "oops", with: "500.00")
            .replacingOccurrences(of: "yesterday", with: "2026-11-20")
            .replacingOccurrences(of: "100.00\r\n", with: "100.00,\r\n")
            .replacingOccurrences(of: "loan,day,amount\r\n", with: "loan,day,amount,\r\n")
        try bench.folder.write("rejected.csv", corrected)
        let report = try await bench.run(source: rejected, rejectedFile: rejected)
        #expect(
            report.files.mapValues { [$0.rows, $0.new, $0.rejectedCount] }
                == [.borrowers: [1, 1, 0], .loans: [1, 1, 0], .instalments: [1, 1, 0], .payments: [1, 1, 0]])
        #expect(try await bench.rows("SELECT ref FROM loan ORDER BY ref", columns: 1) == [["L1"], ["L2"]])
        #expect(try await bench.rows("SELECT mended_batch FROM payment_fault", columns: 1) == [["2"]])
        #expect(
            try await bench.rows("SELECT batch FROM feed WHERE kind = 'payments'", columns: 1) == [["1"]],
            "a part of a book does not make the feed newer")
        #expect(try bench.folder.text("rejected.csv") == "\u{FEFF}file,line,field,reason\r\n")
    }

    @Test func `the file of a person's rows is for its owner only`() async throws {
        let (bench, _) = try await spoiltBench()
        let file = bench.folder.path("rejected.csv")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test(arguments: [
        ("a,b\n1,2\n", 1), ("file,line,field,reason\nborrowers,3,,,B1\n", 2),
        ("file,line,field,reason\nborrowers,header,,,id,name,phone,email,sms\nrefunds,3,,,B1\n", 3),
    ])
    func `a file whose rows cannot be routed is refused`(text: String, line: Int) async throws {
        let bench = try await ImportBench()
        let path = try bench.folder.write("mine.csv", text)
        let error = await #expect(throws: IntakeError.self) { try await bench.run(source: path) }
        #expect(error?.code == .notRejectedFile)
        #expect(error?.line == line)
    }

    @Test func `a rejected file that cannot be written ends the import`() async throws {
        let bench = try await ImportBench()
        let error = await #expect(throws: IntakeError.self) {
            try await bench.run(rejectedFile: bench.folder.path("nowhere/rejected.csv"))
        }
        #expect(error?.code == .cannotWrite)
        #expect(try await bench.count("batch") == 0)
    }

    @Test func `a rejected file whose name is taken by a folder is kept beside it, and the book is in`() async throws {
        let bench = try await ImportBench()
        let path = bench.folder.path("rejected.csv")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let error = await #expect(throws: IntakeError.self) { try await bench.run(rejectedFile: path) }
        #expect(error?.code == .cannotWrite)
        #expect(error?.fix.contains("rejected.csv.part") == true)
        #expect(ByteFile.exists(RejectedWriter.draft(of: path)))
        #expect(try await bench.count("loan") == 1)
    }
}
