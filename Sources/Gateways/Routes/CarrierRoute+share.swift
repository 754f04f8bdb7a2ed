import CivilTime
import Messaging
import NIOCore

// A route on one node holds some of the binds that the carrier allows, and with each its part of the pace.
extension CarrierRoute {
    func shareChanged() {
        pace.share(Double(share.allowed) / Double(share.most), now: now)
        for link in links.values where !link.isLeaving && !share.isWanted(link.place) { leave(link) }
        pump()
        settle()
    }

    /// The link takes no new text from now on. It unbinds when what is out over it is answered, or when the time for that is
    /// over.
    func leave(_ link: CarrierLink) {
        link.leave()
        let serial = link.serial
        let hasOther = canBegin
        for index in waiting.indices where waiting[index].link == serial && waiting[index].isUntouched {
            waiting[index].link = nil
        }
        for index in resting.indices where resting[index].link == serial && hasOther { resting[index].link = nil }
        after(settings.drainLimit, on: serial) { $0.unbind() }
        // A share that is not given back is missed elsewhere: nobody waits for an unbind that is not answered.
        after(settings.drainLimit * 2, on: serial) { $0.abort() }
    }

    private func after(_ wait: Duration, on serial: Int, _ body: @escaping (CarrierLink) -> Void) {
        loop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) { [weak self] in
            guard let self, let link = self.links[serial] else { return }
            body(link)
            self.pump()
            self.settle()
        }
    }

    /// Whether parts of texts still have to go over this link.
    func hasWork(for link: Int) -> Bool {
        if isDraining { return !isIdle }
        return waiting.contains { $0.link == link } || resting.contains { $0.link == link }
    }
}
