import CProcess
import Glibc

/// No memory of this process is ever written to a disk: it holds keys, names and numbers.
enum CoreDumps {
    /// Called before anything else. The kernel then writes no core, whatever its core pattern says, and lets nobody but the
    /// superuser attach a debugger.
    static func disable() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = process_forbid_dump()
        // Swift's own backtracer would print parts of the memory, and waits for ever for a helper that may not read it.
        for number in [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV] { signal(number, SIG_DFL) }
    }
}
