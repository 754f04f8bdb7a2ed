import ArgumentParser

/// In which a borrower's story is told. Reasons of rules and names of steps stand as their pack and strategy have them.
enum StoryLanguage: String, ExpressibleByArgument, CaseIterable, Sendable {
    case en, zh

    func say(_ english: String, _ chinese: String) -> String { self == .en ? english : chinese }

    /// A state or meaning of evidence in Chinese; as it stands where there is no word.
    func word(_ word: String) -> String { self == .en ? word : Self.chinese[word] ?? word }

    /// A fact that a person recorded; an arrangement is a plan here, and a flag's state elsewhere.
    func fact(_ name: String) -> String { self == .zh && name == "arrangement" ? "分期协商" : word(name) }

    private static let chinese = [
        "written": "已写出", "accepted": "运营商已接收", "refused": "运营商拒收", "unknown": "结果不明",
        "unwritten": "未写出", "delivered": "已送达", "undelivered": "未送达", "expired": "已过期", "rejected": "被拒",
        "enroute": "在途", "opt_out": "退订", "opt_in": "恢复接收", "paid_already": "称已还款", "question": "提问",
        "other": "其他", "part": "长短信的一段", "joined": "长短信的一段", "deceased": "身故", "dispute": "争议",
        "hardship": "困难", "attorney": "已委托律师", "bankruptcy": "破产", "cease": "要求停止联系", "minor": "未成年",
        "incapacity": "无行为能力", "arrangement": "协商还款中", "bereavement": "丧亲", "wrong_person": "非本人",
        "paid_claim": "称已还款", "hours_agreed": "同意其他时段", "hospital": "住院", "disability": "残障",
        "promise": "还款承诺", "failed_payment": "扣款失败", "application": "贷款申请", "done": "已办", "reached": "已联系到",
        "not_reached": "未联系到", "passed_on": "已转交", "not_needed": "无需处理", "new": "新增", "revised": "更正",
    ]
}
