#ifndef CSQLITE_H
#define CSQLITE_H

#include "PageSums.h"

/// Tells SQLite not to count the memory it uses: counting takes a lock that all connections share, at every allocation.
/// Works until the first connection is opened; returns SQLite's result code. `sqlite3_config` takes a variable number of
/// arguments, which Swift cannot call.
int dunlin_sqlite_leave_memory_uncounted(void);

#endif
