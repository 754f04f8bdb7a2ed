#ifndef PAGESUMS_H
#define PAGESUMS_H

#include <stdint.h>

/* A layer under SQLite that keeps a sum of every page of a database beside it, in DATABASE-sums.
 *
 * A page's sum is written with the page and looked at whenever the page is read: one that is not what was written is
 * never handed on (SQLITE_IOERR_DATA). The database itself stays an ordinary SQLite file; one without sums is used as
 * SQLite would. See Documentation/decisions/0017-page-sums.md. */

/* Lays it under every database that this process opens from now on. Returns an SQLite result code. */
int page_sums_install(void);

typedef struct {
    /* Whether there is a file of sums for the database. */
    int has_sums;
    /* It is there and cannot be read as one. */
    int is_unreadable;
    /* Somebody who has looked before uses the database still: nothing was compared. */
    int was_checked;
    /* Another program has taken the write-ahead log of this one home: pages may rightly differ from their sums. */
    int was_finished_by_another;
    int64_t pages;
    int64_t bad_pages;
    /* From 1; 0 when there is none. */
    int64_t first_bad_page;
} page_sums_report;

/* Reads the whole main database of a connection (an `sqlite3 *`) and compares, unless somebody has who uses it still: the
 * first one to open a database looks for all, and those who come meanwhile wait. Returns an SQLite result code, which is
 * SQLITE_OK whatever was found. */
int page_sums_check(void *connection, page_sums_report *report);

/* Hands on pages that differ from their sums too, for a look at what they hold. */
void page_sums_trust(void *connection, int trusts);

/* Takes every page for right as it stands, and begins the file of sums where there is none. */
int page_sums_adopt(void *connection);

#endif
