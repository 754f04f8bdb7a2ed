#ifndef SUMS_H
#define SUMS_H

#include <sqlite3.h>
#include <stdint.h>

/* The file DATABASE-sums: a header, then 8 bytes for each page, in the byte order of the machine; 0 where the sum is not
 * known. */
#define SUMS_HEADER_BYTES 64
#define SUMS_WAL_HEADER_BYTES 32

typedef struct {
    char magic[8];
    uint32_t version;
    uint32_t page_bytes;
    /* The header of the write-ahead log as this layer wrote it last; zeros when it ended in order. */
    unsigned char wal[SUMS_WAL_HEADER_BYTES];
    unsigned char reserved[16];
} sums_header;

typedef enum { SUMS_NONE, SUMS_READY, SUMS_UNREADABLE } sums_state;

/* The sums of one open file. */
typedef struct {
    sums_state state;
    int descriptor;
    int is_read_only;
    uint32_t page_bytes;
    int was_finished_by_another;
    /* Pages that differ are handed on. */
    int trusts;
    char *path;
} sums;

/* One page's sum, never 0. `number` from 1: a page in the wrong place is wrong. */
uint64_t sums_of_page(const void *page, uint32_t bytes, uint64_t number);

/* `database`: the path of the database file. */
int sums_attach(sums *sums, const char *database);
void sums_detach(sums *sums);
/* Opens the file when somebody has begun it meanwhile. */
void sums_look_again(sums *sums);

/* Whether it is this one's turn to look at everything: waits for another who is at it. */
int sums_begin_check(sums *sums);
/* `is_good`: nobody else has to look while this one has the database open. */
void sums_end_check(sums *sums, int is_good);

/* SQLITE_OK, or SQLITE_IOERR_DATA when the page is not what was written. */
int sums_check_page(sums *sums, const void *page, int bytes, sqlite3_int64 offset);
int sums_note_page(sums *sums, const void *page, int bytes, sqlite3_int64 offset);
int sums_cut(sums *sums, sqlite3_int64 database_bytes);
int sums_sync(sums *sums);
/* `header`: 32 bytes, or NULL when the log ended in order. */
void sums_note_wal(const char *database, const void *header);

#endif
