internal import LoanBook

/// Made-up words of one language, short and long ones, for checking the length of texts and for previews.
struct PlausibleWords: Sendable {
    var currency: Currency
    var shortMinor: Int64
    var longMinor: Int64
    var shortName: String
    var longName: String
    var shortSignature = "Meadow"
    var longSignature = "Meadow Lending"
    var longLender = "Meadow Consumer Lending, Inc."
    var longHotline = "+1 800 555 0100"
    var shortWays: String
    var longWays: String
    var shortAddress = "PO Box 1, Salem MA 01970"
    var longAddress = "PO Box 4821, Springfield, Massachusetts 01101"
    var shortPage = "https://meadow.example/v"
    var longPage = "https://meadow.example/notices/validation"
    var shortProduct: String
    var longProduct: String
    var shortDocuments: String
    var longDocuments: String

    static func of(_ language: WrittenLanguage) -> PlausibleWords { all[language.position] }

    /// In the order of `WrittenLanguage.position`.
    private static let all: [PlausibleWords] = [
        chinese, taiwanese, english, spanish, indonesian, hindi, vietnamese, portuguese, filipino,
    ]

    private static let chinese = PlausibleWords(
        currency: Currency(code: "CNY", decimals: 2), shortMinor: 9950, longMinor: 123_456_789, shortName: "王芳",
        longName: "呼伦贝尔市晨曦农牧业发展有限责任公司", shortSignature: "晨禾金融", longSignature: "晨禾消费金融",
        longLender: "晨禾消费金融股份有限公司", longHotline: "400-800-1234转2", shortWays: "可在晨禾App还款",
        longWays: "可在晨禾App或微信公众号还款", shortAddress: "上海市1号信箱", longAddress: "上海市浦东新区世纪大道1200号26层",
        shortProduct: "消费贷", longProduct: "小微企业经营贷款", shortDocuments: "身份证", longDocuments: "身份证正反面、近六个月银行流水")

    private static let taiwanese = PlausibleWords(
        currency: Currency(code: "TWD", decimals: 2), shortMinor: 99_500, longMinor: 123_456_700, shortName: "王芳",
        longName: "高雄市晨曦農牧業發展股份有限公司", shortSignature: "晨禾金融", longSignature: "晨禾消費金融",
        longLender: "晨禾消費金融股份有限公司", longHotline: "02-2345-6789轉2", shortWays: "可在晨禾App繳款",
        longWays: "可在晨禾App或便利商店繳款", shortAddress: "臺北市1號信箱", longAddress: "臺北市信義區信義路五段7號26樓",
        shortProduct: "信貸", longProduct: "中小企業週轉金貸款", shortDocuments: "身分證", longDocuments: "身分證正反面、近六個月薪資明細")

    private static let english = PlausibleWords(
        currency: Currency(code: "USD", decimals: 2), shortMinor: 9950, longMinor: 123_456_789, shortName: "Al Ng",
        longName: "Compañía Agrícola Núñez, LLC", shortWays: "pay at meadow.example",
        longWays: "pay at meadow.example/pay or in the app", shortProduct: "Cash loan",
        longProduct: "Small business line of credit", shortDocuments: "ID card",
        longDocuments: "ID card, both sides, and six months of bank statements")

    private static let spanish = PlausibleWords(
        currency: Currency(code: "USD", decimals: 2), shortMinor: 9950, longMinor: 123_456_789, shortName: "Al Ng",
        longName: "Compañía Agrícola Núñez, LLC", shortWays: "pague en meadow.example",
        longWays: "pague en meadow.example/pay o en la app", shortProduct: "Consumo",
        longProduct: "Crédito para capital de trabajo", shortDocuments: "identidad",
        longDocuments: "identidad por ambos lados y seis meses de estados de cuenta")

    private static let indonesian = PlausibleWords(
        currency: Currency(code: "IDR", decimals: 2), shortMinor: 9_950_000, longMinor: 12_345_678_900,
        shortName: "Adi", longName: "PT Sumber Makmur Sejahtera Abadi", longSignature: "Meadow Pembiayaan",
        longLender: "PT Meadow Pembiayaan Indonesia Tbk", longHotline: "0800-155-0100", shortWays: "bayar di app",
        longWays: "bayar di meadow.example/bayar atau lewat virtual account", shortProduct: "Tunai",
        longProduct: "Pembiayaan modal kerja usaha mikro", shortDocuments: "KTP",
        longDocuments: "KTP, NPWP dan rekening koran enam bulan terakhir")

    private static let hindi = PlausibleWords(
        currency: Currency(code: "INR", decimals: 2), shortMinor: 9950, longMinor: 123_456_789, shortName: "रवि",
        longName: "श्री लक्ष्मी ट्रेडर्स प्राइवेट लिमिटेड", shortWays: "ऐप में भुगतान करें",
        longWays: "meadow.example/pay पर या ऐप में भुगतान करें", shortProduct: "व्यक्तिगत ऋण",
        longProduct: "लघु उद्योग कार्यशील पूंजी ऋण", shortDocuments: "पहचान पत्र",
        longDocuments: "पहचान पत्र और छह महीने का बैंक विवरण")

    private static let vietnamese = PlausibleWords(
        currency: Currency(code: "VND", decimals: 0), shortMinor: 995_000, longMinor: 123_456_789, shortName: "Lê An",
        longName: "Công ty TNHH Nông nghiệp Bình Minh", longSignature: "Meadow Tài chính",
        longLender: "Công ty Tài chính TNHH Meadow Việt Nam", longHotline: "1900 555 010",
        shortWays: "thanh toán qua app",
        longWays: "thanh toán tại meadow.example/tra hoặc qua app", shortProduct: "Vay tiêu dùng",
        longProduct: "Vay bổ sung vốn lưu động", shortDocuments: "CCCD",
        longDocuments: "CCCD hai mặt và sao kê ngân hàng sáu tháng")

    private static let portuguese = PlausibleWords(
        currency: Currency(code: "BRL", decimals: 2), shortMinor: 9950, longMinor: 123_456_789, shortName: "Ana Luz",
        longName: "Agropecuária São João Ltda.", longSignature: "Meadow Financeira",
        longLender: "Meadow Financeira S.A. Crédito e Investimento", longHotline: "0800 555 0100",
        shortWays: "pague no app", longWays: "pague em meadow.example/pagar, por Pix ou no app",
        shortProduct: "Pessoal",
        longProduct: "Capital de giro para pequenas empresas", shortDocuments: "RG",
        longDocuments: "RG, frente e verso, e extratos de seis meses")

    private static let filipino = PlausibleWords(
        currency: Currency(code: "PHP", decimals: 2), shortMinor: 9950, longMinor: 123_456_789, shortName: "Jo Uy",
        longName: "Peñafrancia Agri-Trading Corporation", longSignature: "Meadow Lending",
        longLender: "Meadow Lending Philippines, Inc.", longHotline: "(02) 8555 0100", shortWays: "magbayad sa app",
        longWays: "magbayad sa meadow.example/bayad o sa app", shortProduct: "Personal",
        longProduct: "Puhunan sa maliit na negosyo", shortDocuments: "ID",
        longDocuments: "ID, harap at likod, at anim na buwang bank statement")
}
