import Glibc

/// Runs one parser of untrusted bytes under libFuzzer: `dunlin-fuzz TARGET [its options] [FOLDER or FILE …]`. A file is
/// run once, which is how a finding is replayed. Started by Scripts/fuzz.
@main struct Fuzz {
    static let targets: [FuzzTarget] =
        FuzzTarget.carrier + FuzzTarget.china + FuzzTarget.book + FuzzTarget.lenderFiles + FuzzTarget.texts
        + FuzzTarget.evidence + FuzzTarget.store

    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        if words == ["--list"] {
            for target in targets { print(target.name) }
        } else if words.count == 2, words[0] == "--seeds" {
            for target in targets { writeSeeds(of: target, to: words[1] + "/" + target.name) }
        } else if let name = words.first, let place = targets.firstIndex(where: { $0.name == name }) {
            unsafe chosen = place
            exit(run())
        } else {
            usage()
        }
    }

    private static func run() -> CInt {
        // The target's name stands where libFuzzer expects the program's.
        var count = CommandLine.argc - 1
        var arguments = unsafe CommandLine.unsafeArgv + 1
        return unsafe runDriver(&count, &arguments, check)
    }

    private static func usage() {
        print("dunlin-fuzz --list | --seeds FOLDER | TARGET [options of libFuzzer] [FILE or FOLDER …]")
        exit(64)
    }

    private static func writeSeeds(of target: FuzzTarget, to folder: String) {
        for (number, seed) in target.seeds().enumerated() {
            guard let file = unsafe fopen("\(folder)/seed-\(number)", "w") else {
                return print("\(folder) cannot be written to")
            }
            unsafe seed.withUnsafeBytes { _ = unsafe fwrite($0.baseAddress, 1, $0.count, file) }
            unsafe fclose(file)
        }
    }
}

/// libFuzzer's own loop (compiler-rt, FuzzerInterface.h), which the linker brings in with `-sanitize=fuzzer`.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// libFuzzer calls a function without a context.
nonisolated(unsafe) private var chosen = 0

private func check(_ start: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    unsafe Fuzz.targets[chosen].check(Array(UnsafeBufferPointer(start: start, count: size)))
    return 0
}
