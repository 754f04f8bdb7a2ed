import CivilTime
import Logging
import SettingsFiles
import Store

extension PlanningDesk {
    /// Records when files take the place of what was approved, or the other way.
    func noteWhoDecides(by clock: LawClock) async throws {
        let (changes, node) = (workplace.settings.changes, workplace.node)
        let (vault, random) = (store.vault, workplace.random)
        let isNew = try await store.database.write { session in
            try FileVersions.note(
                source: changes.rawValue, usual: ChangesSetting.files.rawValue, node: node,
                at: try clock.now(in: session), in: session, vault: vault, random: random)
        }
        if isNew, changes == .files {
            workplace.log.warning("strategies, texts and law are the files of this node now: approvals count no more")
        }
    }
}
