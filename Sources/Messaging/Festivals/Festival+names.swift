extension Festival {
    /// As one wishes it: `春节`, `Spring Festival`.
    package func name(in language: WrittenLanguage) -> String {
        Self.names[self]?[language.position] ?? rawValue
    }

    /// In the order of `WrittenLanguage.position`.
    private static let names: [Festival: [String]] = [
        .newYear: [
            "元旦", "元旦", "New Year", "Año Nuevo", "Tahun Baru", "नव वर्ष", "Năm mới", "Ano Novo", "Bagong Taon",
        ],
        .springFestival: [
            "春节", "春節", "Spring Festival", "Año Nuevo Chino", "Tahun Baru Imlek", "चीनी नव वर्ष", "Tết Nguyên đán",
            "Ano Novo Chinês", "Bagong Taon ng mga Tsino",
        ],
        .lanternFestival: [
            "元宵节", "元宵節", "Lantern Festival", "Fiesta de los Faroles", "Cap Go Meh", "लालटेन उत्सव", "Tết Nguyên tiêu",
            "Festival das Lanternas", "Pista ng mga Parol",
        ],
        .tet: [
            "越南春节", "越南農曆新年", "Tet", "Tet", "Tet", "तेत", "Tết Nguyên đán", "Tet", "Tet",
        ],
        .holi: [
            "洒红节", "灑紅節", "Holi", "Holi", "Holi", "होली", "Lễ hội Holi", "Holi", "Holi",
        ],
        .eidAlFitr: [
            "开斋节", "開齋節", "Eid al-Fitr", "Eid al-Fitr", "Idul Fitri", "ईद-उल-फ़ित्र", "Lễ Eid al-Fitr", "Eid al-Fitr",
            "Eid'l Fitr",
        ],
        .eidAlAdha: [
            "古尔邦节", "古爾邦節", "Eid al-Adha", "Eid al-Adha", "Idul Adha", "ईद-उल-अज़हा", "Lễ Eid al-Adha", "Eid al-Adha",
            "Eid'l Adha",
        ],
        .dragonBoat: [
            "端午节", "端午節", "Dragon Boat Festival", "Fiesta del Bote del Dragón", "Festival Peh Cun", "ड्रैगन बोट उत्सव",
            "Tết Đoan ngọ", "Festival do Barco-Dragão", "Dragon Boat Festival",
        ],
        .midAutumn: [
            "中秋节", "中秋節", "Mid-Autumn Festival", "Fiesta del Medio Otoño", "Festival Kue Bulan", "मध्य शरद उत्सव",
            "Tết Trung thu", "Festival do Meio do Outono", "Mid-Autumn Festival",
        ],
        .chinaNationalDay: [
            "国庆节", "國慶節", "National Day of China", "Día Nacional de China", "Hari Nasional Tiongkok", "चीन का राष्ट्रीय दिवस",
            "Quốc khánh Trung Quốc", "Dia Nacional da China", "Pambansang Araw ng Tsina",
        ],
        .diwali: [
            "排灯节", "排燈節", "Diwali", "Diwali", "Diwali", "दीपावली", "Lễ hội Diwali", "Diwali", "Diwali",
        ],
        .thanksgiving: [
            "感恩节", "感恩節", "Thanksgiving", "Acción de Gracias", "Hari Pengucapan Syukur", "थैंक्सगिविंग", "Lễ Tạ ơn",
            "Ação de Graças", "Araw ng Pasasalamat",
        ],
        .christmas: [
            "圣诞节", "聖誕節", "Christmas", "Navidad", "Natal", "क्रिसमस", "Giáng sinh", "Natal", "Pasko",
        ],
    ]
}
