import LoanBook
import Store
import Testing

struct MaskedTests {
    @Test(arguments: [
        ("+8613800138000", "+86138****8000"), ("+12025550123", "+120****0123"), ("+6281234567890", "+62812****7890"),
        ("+123456789", "+1****6789"), ("+4512", "****12"), ("", "****"), ("+999999999999999999999", "+99999****9999"),
    ])
    func `a number shows its ends only`(_ number: String, _ masked: String) {
        #expect(Masked.phone(number) == masked)
    }

    @Test(arguments: [
        ("张伟", "张*"), ("王小明", "王**"), ("欧阳娜娜", "欧***"), ("北京晨禾科技有限公司", "北京****"),
        ("Maria Lopez", "M*** L***"), ("Al", "A***"), ("", ""), ("李", "李*"), ("  Ann   Lee ", "A*** L***"),
    ])
    func `a name shows how it begins`(_ name: String, _ masked: String) {
        #expect(Masked.name(name) == masked)
    }

    @Test(arguments: [
        ("maria.lopez@example.com", "m***@example.com"), ("a@b", "a***@b"), ("none", "***"),
        ("x@y@z.org", "x***@z.org"),
    ])
    func `an e-mail address shows its first letter and domain`(_ address: String, _ masked: String) {
        #expect(Masked.email(address) == masked)
    }

    @Test func `an address is masked as its channel wants`() {
        func point(_ channel: Channel, _ address: String) -> ContactPoint {
            ContactPoint(
                id: ContactPoint.ID(1), channel: channel, address: address, owner: .borrower, standing: .usable)
        }
        #expect(Masked.address(point(.sms, "+8613800138000")) == "+86138****8000")
        #expect(Masked.address(point(.email, "li@example.cn")) == "l***@example.cn")
    }
}
