import CivilTime
import LoanBook
import Testing

/// The worked examples of `Documentation/loans.md`: 12,000.00 at 12 % from 1 January 2024.
@Suite struct MethodsTests {
    private func rows(
        _ method: RepaymentMethod, count: Int = 3, _ change: (inout LoanTerms) throws -> Void = { _ in }
    ) throws -> [[Int64]] {
        var terms = try Sample.terms(method, length: .instalments(count))
        try change(&terms)
        return try Schedule(terms).figures
    }

    @Test func `equal instalments`() throws {
        #expect(
            try rows(.equalInstalments) == [
                [408_027, 12_000, 396_027, 803_973], [408_027, 8040, 399_987, 403_986], [408_026, 4040, 403_986, 0],
            ])
    }

    @Test func `equal principal`() throws {
        #expect(
            try rows(.equalPrincipal) == [
                [412_000, 12_000, 400_000, 800_000], [408_000, 8000, 400_000, 400_000], [404_000, 4000, 400_000, 0],
            ])
    }

    @Test func `flat interest`() throws {
        #expect(
            try rows(.flat) == [
                [412_000, 12_000, 400_000, 800_000], [412_000, 12_000, 400_000, 400_000],
                [412_000, 12_000, 400_000, 0],
            ])
    }

    @Test func `interest first`() throws {
        #expect(
            try rows(.interestFirst) == [
                [12_000, 12_000, 0, 1_200_000], [12_000, 12_000, 0, 1_200_000], [1_212_000, 12_000, 1_200_000, 0],
            ])
    }

    @Test func `one payment at the end`() throws {
        #expect(try rows(.bullet) == [[1_236_000, 36_000, 1_200_000, 0]])
    }

    @Test func `a balloon stays for the last instalment`() throws {
        let figures = try rows(.equalInstalments) { $0.balloonMinor = 600_000 }
        #expect(
            figures == [
                [210_013, 12_000, 198_013, 1_001_987], [210_013, 10_020, 199_993, 801_994],
                [810_014, 8020, 801_994, 0],
            ])
        let shares = try rows(.equalPrincipal) { $0.balloonMinor = 600_000 }
        #expect(shares.map { $0[2] } == [200_000, 200_000, 800_000])
        // A fixed instalment that is larger does not touch it.
        let fixed = try rows(.equalInstalments) {
            $0.balloonMinor = 600_000
            $0.fixedInstalmentMinor = 400_000
        }
        #expect(fixed.map { $0[0] } == [400_000, 220_120, 606_000])
        let fixedPrincipal = try rows(.equalPrincipal) {
            $0.balloonMinor = 600_000
            $0.fixedPrincipalMinor = 500_000
        }
        #expect(fixedPrincipal.map { $0[2] } == [500_000, 100_000, 600_000])
    }

    @Test func `grace on principal, on interest, and no interest at all`() throws {
        #expect(
            try rows(.equalPrincipal) { $0.principalGrace = 1 }
                == [
                    [12_000, 12_000, 0, 1_200_000], [612_000, 12_000, 600_000, 600_000], [606_000, 6000, 600_000, 0],
                ])
        #expect(
            try rows(.equalPrincipal) { $0.interestGrace = 1 }.map { $0[1] } == [0, 20_000, 4000])
        #expect(try rows(.equalPrincipal) { $0.interestFree = 1 }.map { $0[1] } == [0, 8000, 4000])
        #expect(try rows(.flat) { $0.interestGrace = 1 }.map { $0[1] } == [0, 18_000, 18_000])
        #expect(try rows(.flat) { $0.interestFree = 1 }.map { $0[1] } == [0, 12_000, 12_000])
    }

    @Test func `a down payment is the first row`() throws {
        let figures = try rows(.equalPrincipal) { $0.downPaymentMinor = 300_000 }
        #expect(figures.map { $0[2] } == [300_000, 300_000, 300_000, 300_000])
        #expect(figures.map { $0[1] } == [0, 9000, 6000, 3000])
    }

    @Test func `instalments in whole units leave the difference to the last`() throws {
        #expect(try rows(.equalInstalments) { $0.unitMinor = 1000 }.map { $0[0] } == [408_000, 408_000, 408_080])
        #expect(
            try rows(.equalInstalments) {
                $0.unitMinor = 1000
                $0.unitRounding = .up
            }.map { $0[0] } == [409_000, 409_000, 406_050])
    }

    @Test func `a fee is due with every instalment`() throws {
        #expect(try rows(.equalPrincipal) { $0.feeMinor = 500 }.map { $0[0] } == [412_500, 408_500, 404_500])
    }

    @Test func `a disbursement joins a flat loan with its own parts`() throws {
        let figures = try rows(.flat) {
            $0.changes = [LoanChange(on: try Sample.date("2024-02-01"), .disbursement(600_000))]
        }
        #expect(
            figures == [
                [412_000, 12_000, 400_000, 800_000], [718_000, 18_000, 700_000, 700_000],
                [718_000, 18_000, 700_000, 0],
            ])
    }

    @Test func `an instalment that is kept after a new rate lengthens or shortens the loan`() throws {
        func count(_ millionths: Int64) throws -> Int {
            try rows(.equalInstalments, count: 12) {
                $0.changes = [
                    LoanChange(
                        on: try Sample.date("2024-04-01"), .rate(.yearly(millionths: millionths)),
                        after: .keepsInstalment)
                ]
            }.count
        }
        #expect(try count(120_000) == 12)
        #expect(try count(360_000) == 14)
        #expect(try count(0) == 12)
    }

    @Test func `currencies of no decimals and of three`() throws {
        let yen = try Schedule(
            Sample.terms(
                .equalInstalments, principal: 1_000_000, millionths: 150_000, length: .instalments(3), currency: "JPY"))
        #expect(yen.rows.map(\.amountMinor) == [341_701, 341_701, 341_702])
        let dinar = try Schedule(
            Sample.terms(
                .equalInstalments, principal: 1_000_000, millionths: 150_000, length: .instalments(3), currency: "KWD"))
        #expect(dinar.rows.map(\.amountMinor) == yen.rows.map(\.amountMinor))
    }

    @Test func `rounding each stretch or only their sum`() throws {
        func second(_ roundsStretches: Bool) throws -> Int64 {
            try rows(.interestFirst) {
                $0.roundsStretches = roundsStretches
                $0.interest = .days
                for day in ["2024-02-05", "2024-02-11", "2024-02-17"] {
                    $0.changes.append(LoanChange(on: try Sample.date(day), .disbursement(10)))
                }
            }[1][1]
        }
        // 1,578.08 + 2,367.14 + 2,367.16 + 5,128.90 in hundredths, or 11,441.28 at once.
        #expect(try second(true) == 11_441)
        #expect(try second(false) == 11_441)
    }
}
