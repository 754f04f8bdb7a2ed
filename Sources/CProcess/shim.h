// What Swift cannot call by itself: prctl takes a variable number of arguments.
#include <sys/prctl.h>

// No core of this process, and no debugger but the superuser's. 0, or -1 with errno.
static inline int process_forbid_dump(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
