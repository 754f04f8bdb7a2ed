import Store
import Testing

struct RandomSourceTests {
    @Test(arguments: [0, 1, 12, 256, 257, 1000])
    func `the system gives as many bytes as asked for, other ones each time`(_ count: Int) {
        let bytes = RandomSource.system.bytes(count)
        #expect(bytes.count == count)
        #expect(count < 12 || bytes != RandomSource.system.bytes(count))
        #expect(count < 256 || Set(bytes).count > 64)
    }

    @Test func `a seed gives the same bytes, another seed others`() {
        let bytes = RandomSource.seeded(1).bytes(40)
        #expect(bytes == RandomSource.seeded(1).bytes(40))
        #expect(bytes != RandomSource.seeded(2).bytes(40))
        #expect(bytes.count == 40)
    }
}
