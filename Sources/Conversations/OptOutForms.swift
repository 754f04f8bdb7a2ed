/// The words that opt out whatever a pack says, and what may stand around them without changing what they say.
enum OptOutForms {
    /// Words that open an opt-out whatever follows them.
    static let unmistakable: Set<String> = ["stop", "stopall", "unsubscribe", "optout"]
    /// After `stop` these make it a visit or a pause, not a wish.
    static let placesAfterStop: Set<String> = ["by", "at", "in", "on", "over", "when", "until"]

    /// English as 47 CFR 64.1200(a)(10) lists them, and the carriers' usual ones; Spanish; Chinese; Indonesian.
    static let words = [
        "stop", "stopall", "stop all", "unsubscribe", "unsub", "cancel", "end", "quit", "revoke", "opt out", "optout",
        "remove me", "no more", "no more messages", "no more texts", "do not contact me", "do not text me",
        "dont text me", "dont contact me", "do not send me messages", "dont send me messages", "dont message me",
        "take me off your list", "take me off this list", "remove my number", "leave me alone", "unsubscribe me",
        "alto", "parar", "pare", "paren", "cancelar", "baja", "no mas", "no mas mensajes", "basta", "darme de baja",
        "no me escriban", "no me escriban mas", "no me envien mas mensajes", "no me manden mas mensajes",
        "no quiero recibir mas mensajes", "no quiero recibir mensajes", "dejen de escribirme",
        "dejen de enviarme mensajes",
        "dejen de mandarme mensajes", "no quiero mas mensajes", "salir",
        "退订", "退定", "取消", "取消订阅", "TD", "T", "TDD", "QX", "N退订", "停止", "停止发送", "别发了", "不要再发", "不要再发了", "别再发了", "不要发了",
        "不要再发短信", "不要再发短信了", "拒收", "拒绝接收", "不再接收", "退訂", "取消訂閱",
        "berhenti", "hentikan", "batal", "jangan kirim lagi", "unreg",
    ]

    /// Said before an opt-out word out of politeness, habit or anger.
    static let before: Set<String> = [
        "please", "pls", "plz", "kindly", "just", "ok", "okay", "hi", "hello", "no", "yes", "now", "i", "want", "to",
        "would", "like", "asked", "you", "said", "must", "text", "reply", "send", "por", "favor", "hola", "ya", "deseo",
        "quiero", "responder", "responda", "tolong", "mohon", "saya", "mau",
    ]

    /// Said after it: what is to stop, and thanks.
    static let after: Set<String> = [
        "please", "pls", "plz", "now", "thanks", "thank", "you", "me", "it", "this", "these", "all", "the", "your",
        "sending",
        "send", "texting", "messaging", "contacting", "calling", "spamming", "bothering", "harassing", "text", "texts",
        "message", "messages", "sms", "msg", "msgs", "messaging", "to", "my", "number", "phone", "from", "and", "of",
        "por", "favor", "ya", "gracias", "de", "enviar", "enviarme", "mandar", "mandarme", "escribir", "escribirme",
        "los", "mensajes", "mensaje", "textos", "estos", "sus", "mas", "kirim", "pesan", "terima", "kasih", "lagi",
        "mengirim", "stop",
    ]

    /// The same for Chinese, where words have no gaps: taken away from the ends as often as they stand there.
    static let chineseBefore = [
        "我要求", "请你们", "请您", "请", "麻烦", "我要", "我想", "我", "要求", "立即", "马上", "回复", "回", "你们", "给我", "谢谢",
    ]
    static let chineseAfter = ["谢谢", "吧", "了", "短信", "信息", "消息", "发送", "发", "服务", "这个号码", "给我", "啊", "哦", "！"]
}
