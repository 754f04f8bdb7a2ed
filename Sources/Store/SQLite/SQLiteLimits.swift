/// Limits of the embedded engine, each with its reason.
enum SQLiteLimits {
    /// How long a transaction waits for another process's before it is refused as locked.
    static let busyTimeout_ms = 5_000
    /// Connections that read at once: more than cores, since a reader may wait for the disk.
    static let readers = 4
    /// Page cache of the writer and of each reader: bounded, so that memory stays flat as the file grows.
    static let writerCache_KiB = 64 * 1024
    static let readerCache_KiB = 16 * 1024
    /// Pages (4 KiB) in the log before they are copied home: rarer than the default's 1,000, since hot pages are then
    /// copied once for many commits.
    static let checkpoint_pages = 8_000
    /// How long beginning the log anew waits for readers and the writer.
    static let checkpointWait_ms = 200
    /// What the log is cut back to after a checkpoint.
    static let journal_bytes = 64 * 1024 * 1024
    /// Pages (4 KiB) copied between two words of progress: 8 MiB.
    static let pagesOfACopy: Int32 = 2_048
    /// `application_id` in the file's header: "Dunl".
    static let applicationID = 0x4475_6E6C
}
