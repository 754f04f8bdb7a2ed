/// Phrases that tell what else a reply means. Compared after normalising, see `ReplyText`.
enum ReplyPhrases {
    /// Whole messages that ask for messages again, without gaps.
    static let optIn: Set<String> = [
        "start", "unstop", "subscribe", "optin", "resume", "alta", "iniciar", "reanudar", "suscribir", "恢复", "订阅",
        "恢复接收",
        "恢复发送", "mulai",
    ]

    private static let paid: [[String]] = [
        "already paid", "i paid", "ive paid", "i have paid", "i already paid", "just paid", "paid already", "paid it",
        "paid this", "paid in full", "paid yesterday", "paid today", "paid last", "have already paid", "was paid",
        "is paid", "payment sent", "payment was sent", "payment made", "made the payment", "made a payment",
        "made my payment", "sent the payment", "sent payment", "we paid", "we have paid", "weve paid",
        "ya pague", "ya lo pague", "ya la pague", "pague ayer", "pague hoy", "ya esta pagado", "ya esta pagada",
        "esta pagado",
        "he pagado", "ya he pagado", "hice el pago", "ya hice el pago", "ya realice el pago", "ya deposite",
        "ya transferi", "ya pagamos", "pago realizado", "pago hecho", "sudah bayar", "sudah saya bayar",
        "sudah dibayar",
    ].map { ReplyText($0).words }

    private static let paidWhole: Set<String> = ["paid", "pagado", "pagada", "pague", "lunas"]

    private static let paidChinese = [
        "已还", "已经还", "还了", "还过", "还清", "已付", "已经付", "付了", "付过", "已支付", "已缴", "交过", "已转账", "已经转", "已打款", "已汇款",
    ]

    /// What turns such a phrase into its contrary, or puts it into the future.
    private static let notYet: Set<String> = [
        "not", "havent", "hasnt", "didnt", "wasnt", "isnt", "never", "cant", "wont", "until", "when", "once", "if",
        "after",
        "no", "nunca", "cuando", "si", "belum",
    ]
    private static let notYetChinese = [
        "没还", "没有还", "未还", "还没", "没付", "未付", "不还", "还不", "如何", "怎么", "还清之前", "等我", "还了再",
    ]

    private static let questionWords: Set<String> = [
        "what", "whats", "why", "when", "how", "who", "whos", "where", "which", "que", "quien", "como", "cuando",
        "cuanto", "cuanta", "donde", "cual", "apa", "kapan", "bagaimana", "berapa", "siapa", "kenapa",
    ]
    private static let questionOpenings: [[String]] = [
        "can i", "can you", "could i", "could you", "may i", "is it", "is this", "are you", "do i", "do you", "does",
        "did you",
        "will you", "puedo", "puede", "pueden", "por que", "es esto", "bisa",
    ].map { ReplyText($0).words }
    private static let questionChinese = [
        "吗", "什么", "怎么", "为什么", "多少", "哪里", "哪个", "谁", "何时", "几号", "能不能", "可以不", "是不是", "如何", "呢",
    ]

    static func saysPaid(_ reply: ReplyText) -> Bool {
        if reply.endsAsQuestion { return false }
        if reply.words.count == 1, paidWhole.contains(reply.joined) { return true }
        if !reply.words.contains(where: notYet.contains), paid.contains(where: { holds(reply.words, $0) }) {
            return true
        }
        guard !notYetChinese.contains(where: { reply.joined.contains($0) }) else { return false }
        return paidChinese.contains { reply.joined.contains($0) }
    }

    static func asks(_ reply: ReplyText) -> Bool {
        if let first = reply.words.first, questionWords.contains(first) { return true }
        if questionOpenings.contains(where: { reply.words.starts(with: $0) }) { return true }
        return questionChinese.contains { reply.joined.contains($0) }
    }

    private static func holds(_ words: [String], _ phrase: [String]) -> Bool {
        guard words.count >= phrase.count else { return false }
        return (0...words.count - phrase.count).contains { Array(words[$0..<$0 + phrase.count]) == phrase }
    }
}
