import Conversations
import Testing

@Suite struct MeaningTests {
    static let optOuts = [
        // As the law and the carriers list them.
        "STOP", "stop", "Stop", "StOp", "STOPALL", "stop all", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE",
        "OPT OUT",
        "opt-out", "OptOut", "ALTO", "parar", "cancelar", "Baja", "no más", "NO MAS", "退订", "取消", "TD", "td", "T", "t",
        "停止", "不要再发",
        "拒收", "berhenti",
        // Spacing, width, punctuation, invisible characters, a quotation of our own text.
        " stop ", "stop.", "STOP!!!", "\"STOP\"", "'stop'", "S T O P", "S.T.O.P.", "ＳＴＯＰ", "ｓｔｏｐ", "ＴＤ", "st\u{200B}op",
        "\u{FEFF}STOP",
        "STOP\r\n", "stop\u{3000}", "退 订", "退订。", "【退订】", "「退订」", "\u{202A}STOP\u{202C}", "S\u{AD}TOP", "STOP 🛑",
        "stop\u{FE0F}", "Stóp",
        "s-t-o-p", "TD。", "回复TD", "回T", "STOP?", "退订？",
        // Said first, whatever follows.
        "STOP wrong number", "STOP. I will call my lawyer", "Stop I already paid this", "退订，我已经还款了",
        // Polite, plain and angry.
        "please stop", "Stop please", "pls stop", "STOP texting me", "stop texting me please!",
        "Please stop sending me messages",
        "stop sending these texts", "I want to stop", "just stop", "stop now", "STOP STOP STOP", "stop, thank you",
        "ok stop", "Hi, please stop",
        "unsubscribe me", "please unsubscribe me from all messages", "remove me", "Please remove me", "don't text me",
        "Do not contact me",
        "dont send me messages", "Please take me off your list", "Leave me alone!", "stop harassing me", "I said stop",
        "please cancel",
        "por favor pare", "alto por favor", "Por favor, no me envíen más mensajes", "baja, gracias",
        "No quiero recibir más mensajes", "Quiero darme de baja",
        "请停止发送", "请退订", "请停止发送短信", "我要退订", "退订谢谢", "退订，谢谢！", "不要再发了", "别发了", "请不要再发短信了", "请你们不要再发了", "麻烦退订吧",
        "停止发送信息", "我要求停止发送", "tolong berhenti", "berhenti kirim pesan",
    ]

    @Test(arguments: optOuts) func `an opt-out in any dress is one`(text: String) {
        #expect(meaning(of: text, optOutWords: []) == .optOut)
    }

    static let others: [(String, Meaning)] = [
        ("I can't stop by the bank today", .other), ("I will stop by tomorrow", .other), ("Don't stop", .other),
        ("My card was cancelled, I need time", .other), ("Please cancel the late fee", .other),
        ("end of the month", .other),
        ("I will pay at the end of the month", .other), ("T-Mobile", .other), ("I quit my job, can't pay", .other),
        ("Stop lying about my loan", .other), ("Stop by tomorrow and I pay", .other),
        ("The end date is wrong", .other), ("to the bank stop", .other), ("no", .other), ("ok", .other), ("👍", .other),
        ("", .other), ("   ", .other),
        ("Voy a parar en el banco mañana", .other), ("no puedo pagar", .other), ("我不想取消贷款", .other), ("取消贷款申请", .other),
        ("停止计息", .other),
        ("我暂时还不了", .other), ("下周还款", .other), ("好的", .other), ("今天还款", .other), ("I have not paid", .other),
        ("I haven't paid yet", .other),
        ("I'll pay when I get paid", .other), ("没还", .other), ("我还没还清", .other), ("no he pagado", .other),
        ("Not paid", .other),
        ("START", .optIn), ("unstop", .optIn), ("Alta", .optIn), ("恢复", .optIn), ("ＳＴＡＲＴ", .optIn),
        ("paid", .paidAlready), ("I already paid", .paidAlready), ("I paid this yesterday!", .paidAlready),
        ("Already PAID on Monday", .paidAlready),
        ("I've paid", .paidAlready), ("I’ve paid it", .paidAlready), ("Payment sent", .paidAlready),
        ("we have paid this in full", .paidAlready),
        ("ya pagué", .paidAlready), ("Ya lo pagué ayer", .paidAlready), ("YA PAGUE", .paidAlready),
        ("ya está pagado", .paidAlready), ("hice el pago", .paidAlready),
        ("已还", .paidAlready), ("我已经还款了", .paidAlready), ("昨天还了", .paidAlready), ("已还款，请核实", .paidAlready),
        ("钱已经付了", .paidAlready), ("已转账", .paidAlready),
        ("sudah bayar", .paidAlready),
        ("How much do I owe?", .question), ("how much do I owe", .question), ("Who is this", .question),
        ("?", .question), ("？", .question),
        ("Can I pay next week", .question), ("Did you get it? ", .question), ("Have I already paid?", .question),
        ("Can I stop?", .question),
        ("¿Cuánto debo?", .question), ("cuanto debo", .question), ("por qué me escriben", .question),
        ("可以晚几天吗", .question), ("还多少", .question),
        ("怎么还款", .question), ("请问什么时候到期？", .question), ("how do i stop", .question),
    ]

    @Test(arguments: others) func `what is not an opt-out is told apart`(text: String, expected: Meaning) {
        #expect(meaning(of: text, optOutWords: []) == expected)
    }

    @Test func `words of a pack opt out as those of Dunlin do, in any dress`() {
        #expect(meaning(of: "genug", optOutWords: []) == .other)
        for text in ["genug", "GENUG!", "ｇｅｎｕｇ", "please genug", "g e n u g"] {
            #expect(meaning(of: text, optOutWords: ["Genug"]) == .optOut)
        }
        let reader = ReplyReader(optOutWords: ["勿扰", "", " "])
        #expect(reader.meaning(of: "请勿扰") == .optOut)
        #expect(reader.meaning(of: "") == .other)
    }

    @Test func `a letter of any length or kind is read without harm`() {
        #expect(meaning(of: String(repeating: "stop ", count: 5000), optOutWords: []) == .optOut)
        #expect(meaning(of: String(repeating: "please ", count: 5000), optOutWords: []) == .other)
        #expect(meaning(of: String(repeating: "请", count: 5000), optOutWords: []) == .other)
        #expect(meaning(of: "\u{0}\u{1}\u{FFFD}", optOutWords: []) == .other)
    }

    @Test(arguments: ["stop", "退订", "no más", "opt out"])
    func `spaces, points and zero-width characters anywhere change nothing`(word: String) {
        for filler in [" ", ".", "\u{200B}", "\u{2060}", "-", "*", "\u{3000}", "_"] {
            let dressed = word.map(String.init).joined(separator: filler)
            #expect(meaning(of: filler + dressed + filler, optOutWords: []) == .optOut, "\(dressed)")
            #expect(meaning(of: word.uppercased() + filler, optOutWords: []) == .optOut)
        }
    }
}
