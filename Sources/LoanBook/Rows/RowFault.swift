/// Why a row is rejected, or accepted with a warning. Never holds what the cell held: cells tell of persons.
package struct RowFault: Error, Sendable, Hashable {
    package enum Reason: String, Sendable, CaseIterable {
        case empty = "empty"
        case tooLong = "too long"
        case tooFewColumns = "too few columns"
        case tooManyColumns = "too many columns"
        case noSuchDate = "no such date"
        case inTheFuture = "dated after today"
        case noPositiveAmount = "no positive amount of money"
        case noAmount = "no amount of money"
        case noRate = "no rate"
        case noNumber = "no whole number from 1"
        case noCount = "no whole number from 0"
        case noPeriod = "no period such as month or 2-weeks"
        case noLanguage = "no language tag"
        case noRegion = "no region code"
        case notInTable = "not in the mapping's value table"
        case unknownWord = "none of the words that the field takes"
        case unknownZone = "unknown zone"
        case repeatedKey = "repeated key"
        case unknownBorrower = "unknown borrower"
        case unknownLoan = "unknown loan"
        case otherBorrower = "loan of another borrower"
        case otherOwner = "of another loan or borrower"
        case otherThanFirst = "not as in the first row of the reference"
        case otherRowRejected = "another row of the reference was rejected"
        case dueFirst = "due before it was made"
        case controlCharacter = "holds a control character"
        case unusablePhone = "unusable phone number"
        case unusableEmail = "unusable e-mail address"
        case noInstant = "no date or time"
        case endsFirst = "ends before it begins"
        case noHours = "no hours of a day"
        case unknownAddress = "no address of this borrower"
        case noScore = "no name of a score such as behaviour"
        case noValue = "no number"
        case ownAddress = "the borrower's own address"
    }

    /// Nil when the fault is the row's as a whole.
    package var field: BookField?
    package var reason: Reason

    package init(_ field: BookField?, _ reason: Reason) {
        self.field = field
        self.reason = reason
    }
}
