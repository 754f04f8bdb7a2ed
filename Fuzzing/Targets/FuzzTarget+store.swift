import CivilTime
import Evidence
import Glibc
@testable import Store

extension FuzzTarget {
    static let store = [
        FuzzTarget("address", seeds: addressSeeds) { input in
            let given = text(input)
            if let address = try? StoreAddress(given), case .sqlite(let path) = address {
                demand(!path.isEmpty && address.description == given, "another file than was named")
            }
            // Whatever stands around a password, no word about the address shows it.
            let parts = given.split(separator: "\u{1}", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4 else { return }
            let secret = "S3CRET-9f"
            for url in [
                "postgres://\(parts[0]):\(parts[1])\(secret)\(parts[2])@\(parts[3])",
                "postgresql://\(parts[3])?password=\(parts[1])\(secret)\(parts[2])".replacing("&", with: ""),
            ] {
                do throws(StoreAddress.Malformed) {
                    let address = try StoreAddress(url)
                    demand(!address.description.contains(secret), "\(url) shows its password")
                    demand(address.holdsPassword, "\(url) is said to hold no password")
                } catch { demand(!error.shown.contains(secret), "\(url) shows its password") }
            }
        },
        FuzzTarget("manifest", seeds: manifestSeeds) { input in
            let folder = scratch
            write(input, to: folder)
            guard let manifest = try? BackupManifest.found(in: folder) else { return }
            for file in manifest.files {
                demand(!file.path.hasPrefix("/") && !file.path.split(separator: "/").contains(".."), "it leads out")
            }
            guard let again = try? manifest.encoded() else { return demand(false, "it cannot be written again") }
            write(again, to: folder)
            demand((try? BackupManifest.found(in: folder)) == manifest, "it reads otherwise than it was written")
        },
    ]

    /// A folder of this process; the manifest is read from a file.
    private static let scratch: String = {
        let folder = "/dev/shm/dunlin-fuzz-\(getpid())"
        _ = unsafe mkdir(folder, 0o700)
        return folder
    }()

    private static func write(_ bytes: [UInt8], to folder: String) {
        guard let file = unsafe fopen(folder + "/" + BackupManifest.name, "w") else {
            return demand(false, "\(folder) cannot be written to")
        }
        unsafe bytes.withUnsafeBytes { _ = unsafe fwrite($0.baseAddress, 1, $0.count, file) }
        unsafe fclose(file)
    }

    @Sendable private static func addressSeeds() -> [[UInt8]] {
        [
            "sqlite:/var/lib/dunlin.db", "sqlite:./a", "postgres://u:p@h:5432/db?sslmode=require&password=x",
            "postgresql://u@h1:1,h2:2/db", "user\u{1}p\u{1}q\u{1}host/db?sslpassword=y",
            "u\u{1}a@b\u{1}:c\u{1}[::1]:5/db",
        ].map { Array($0.utf8) }
    }

    @Sendable private static func manifestSeeds() -> [[UInt8]] {
        let manifest = BackupManifest(
            at: .init(seconds: 1_763_668_800), schema: 5, generation: 1, leaves: 3, root: .empty,
            log: "dunlin.example/a+00000000+AA==",
            files: [.init(path: "dunlin.db", bytes: 4096, sum: String(repeating: "0", count: 64))])
        return [(try? manifest.encoded()) ?? []]
    }
}
