import Messaging
import Testing

@testable import Delivery

@Suite struct InboxTests {
    private func link(_ words: String) -> GatewayEvent { .link(up: true, words: words) }

    private func words(_ events: [GatewayEvent]?) -> [String]? {
        events?.map { if case .link(_, let words) = $0 { words } else { "?" } }
    }

    @Test func `everything that waits is taken at once, in order`() async {
        let inbox = Inbox(limit: 10)
        await inbox.put([link("a"), link("b")])
        await inbox.put([link("c")])
        #expect(words(await inbox.take()) == ["a", "b", "c"])
    }

    @Test func `a tick makes one turn without events`() async {
        let inbox = Inbox(limit: 10)
        inbox.tick()
        inbox.tick()
        #expect(words(await inbox.take()) == [])
        inbox.close()
        #expect(await inbox.take() == nil)
    }

    @Test func `take waits until something comes`() async {
        let inbox = Inbox(limit: 10)
        async let taken = inbox.take()
        await inbox.put([link("a")])
        #expect(words(await taken) == ["a"])
    }

    @Test func `what waits at the close is still taken`() async {
        let inbox = Inbox(limit: 10)
        await inbox.put([link("a")])
        inbox.close()
        #expect(words(await inbox.take()) == ["a"])
        #expect(await inbox.take() == nil)
    }

    @Test func `put waits while the inbox is full, and loses nothing`() async {
        let inbox = Inbox(limit: 2)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<20 { await inbox.put([.link(up: true, words: "\(number)")]) }
                inbox.close()
            }
            var all: [String] = []
            while let events = await inbox.take() {
                #expect(events.count <= 2)
                all += words(events) ?? []
            }
            #expect(all == (0..<20).map { "\($0)" })
        }
    }

    @Test func `a close releases whoever waits to put`() async {
        let inbox = Inbox(limit: 1)
        async let put: Void = inbox.put([link("a")])
        inbox.close()
        await put
        #expect(words(await inbox.take()) == ["a"])
    }
}
