extension Migration6 {
    // Applications, promises, arrangements, failed payments, and the terms of a loan.
    static let lending: [SchemaChange] = []
}
