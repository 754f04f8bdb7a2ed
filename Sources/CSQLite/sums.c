#define _GNU_SOURCE
#include "sums.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char MAGIC[8] = "DunlinPS";

/* Four lanes, each step of which can be undone when the word is known: one changed word always changes the sum, and any
 * other change escapes it once in 2^64. */
uint64_t sums_of_page(const void *page, uint32_t bytes, uint64_t number) {
    const uint64_t odd = 0x9E3779B97F4A7C15u;
    uint64_t lane[4] = {number, ~number, number * odd, number ^ odd};
    const unsigned char *at = page;
    for (uint32_t left = bytes / 32; left > 0; left--, at += 32) {
        uint64_t word[4];
        memcpy(word, at, 32);
        for (int i = 0; i < 4; i++) {
            lane[i] = (lane[i] ^ word[i]) * odd;
            lane[i] ^= lane[i] >> 29;
        }
    }
    uint64_t sum = bytes;
    for (int i = 0; i < 4; i++) {
        sum = (sum ^ lane[i]) * odd;
        sum ^= sum >> 32;
    }
    return sum == 0 ? 1 : sum;
}

static char *joined(const char *path, const char *tail) {
    char *whole = malloc(strlen(path) + strlen(tail) + 1);
    if (whole != NULL) strcat(strcpy(whole, path), tail);
    return whole;
}

/* Whether another program has taken home the log that this layer wrote last: it is gone, or begun anew. */
static int finished_by_another(const sums_header *header, const char *database) {
    static const unsigned char none[SUMS_WAL_HEADER_BYTES];
    if (memcmp(header->wal, none, sizeof none) == 0) return 0;
    char *path = joined(database, "-wal");
    if (path == NULL) return 0;
    unsigned char now[SUMS_WAL_HEADER_BYTES];
    int log = open(path, O_RDONLY | O_CLOEXEC);
    free(path);
    if (log < 0) return errno == ENOENT;
    ssize_t got = pread(log, now, sizeof now, 0);
    close(log);
    return got != (ssize_t)sizeof now || memcmp(header->wal, now, sizeof now) != 0;
}

int sums_attach(sums *sums, const char *database) {
    memset(sums, 0, sizeof *sums);
    sums->descriptor = -1;
    sums->path = joined(database, "-sums");
    if (sums->path == NULL) return SQLITE_NOMEM;
    sums_look_again(sums);
    if (sums->state == SUMS_READY) {
        sums_header header;
        if (pread(sums->descriptor, &header, sizeof header, 0) == sizeof header)
            sums->was_finished_by_another = finished_by_another(&header, database);
    }
    return SQLITE_OK;
}

void sums_detach(sums *sums) {
    if (sums->descriptor >= 0) close(sums->descriptor);
    free(sums->path);
    memset(sums, 0, sizeof *sums);
    sums->descriptor = -1;
}

void sums_look_again(sums *sums) {
    if (sums->state != SUMS_NONE || sums->path == NULL) return;
    int file = open(sums->path, O_RDWR | O_CLOEXEC);
    if (file < 0 && (errno == EACCES || errno == EROFS)) {
        file = open(sums->path, O_RDONLY | O_CLOEXEC);
        sums->is_read_only = 1;
    }
    if (file < 0) return;
    sums_header header;
    ssize_t got = pread(file, &header, sizeof header, 0);
    sums->descriptor = file;
    if (got == sizeof header && memcmp(header.magic, MAGIC, sizeof MAGIC) == 0 && header.version == 1 &&
        header.page_bytes >= 512 && header.page_bytes <= 65536) {
        sums->page_bytes = header.page_bytes;
        sums->state = SUMS_READY;
    } else {
        sums->state = SUMS_UNREADABLE;
    }
}

/* A lock on the header, which goes with the open file and not with the process. */
static int lock(sums *sums, int kind, int waits) {
    struct flock lock = {.l_type = kind, .l_whence = SEEK_SET, .l_start = 0, .l_len = SUMS_HEADER_BYTES};
    int result;
    do {
        result = fcntl(sums->descriptor, waits ? F_OFD_SETLKW : F_OFD_SETLK, &lock);
    } while (result != 0 && errno == EINTR);
    return result == 0;
}

int sums_begin_check(sums *sums) {
    /* A file that is open for reading only cannot be locked against others: it is looked at. */
    if (sums->is_read_only || lock(sums, F_WRLCK, 0)) return 1;
    if (!lock(sums, F_RDLCK, 1)) return 1;
    /* Alone after all: whoever was at it has ended, and may have found damage. */
    return lock(sums, F_WRLCK, 0);
}

void sums_end_check(sums *sums, int is_good) { lock(sums, is_good ? F_RDLCK : F_UNLCK, 0); }

static off_t place(const sums *sums, sqlite3_int64 offset) {
    return SUMS_HEADER_BYTES + 8 * (offset / sums->page_bytes);
}

int sums_check_page(sums *sums, const void *page, int bytes, sqlite3_int64 offset) {
    if (sums->state != SUMS_READY || sums->trusts) return SQLITE_OK;
    if ((uint32_t)bytes != sums->page_bytes || offset % bytes != 0) return SQLITE_OK;
    uint64_t known = 0;
    if (pread(sums->descriptor, &known, sizeof known, place(sums, offset)) != sizeof known || known == 0)
        return SQLITE_OK;
    return sums_of_page(page, bytes, offset / bytes + 1) == known ? SQLITE_OK : SQLITE_IOERR_DATA;
}

static int put(const sums *sums, const void *bytes, size_t count, off_t at) {
    if (pwrite(sums->descriptor, bytes, count, at) == (ssize_t)count) return SQLITE_OK;
    return errno == ENOSPC || errno == EDQUOT ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int sums_note_page(sums *sums, const void *page, int bytes, sqlite3_int64 offset) {
    sums_look_again(sums);
    if (sums->state != SUMS_READY || sums->is_read_only) return SQLITE_OK;
    int whole = (uint32_t)bytes == sums->page_bytes && offset % bytes == 0;
    uint64_t sum = whole ? sums_of_page(page, bytes, offset / bytes + 1) : 0;
    return put(sums, &sum, sizeof sum, place(sums, offset));
}

int sums_cut(sums *sums, sqlite3_int64 database_bytes) {
    sums_look_again(sums);
    if (sums->state != SUMS_READY || sums->is_read_only) return SQLITE_OK;
    struct stat now;
    if (fstat(sums->descriptor, &now) != 0) return SQLITE_IOERR_FSTAT;
    off_t end = place(sums, database_bytes);
    if (now.st_size <= end) return SQLITE_OK;
    return ftruncate(sums->descriptor, end) == 0 ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int sums_sync(sums *sums) {
    if (sums->state != SUMS_READY || sums->is_read_only) return SQLITE_OK;
    return fdatasync(sums->descriptor) == 0 ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

/* A mark that cannot be written costs nothing but a second look at a page that differs. */
void sums_note_wal(const char *database, const void *header) {
    static const unsigned char none[SUMS_WAL_HEADER_BYTES];
    char *path = joined(database, "-sums");
    if (path == NULL) return;
    int file = open(path, O_WRONLY | O_CLOEXEC);
    free(path);
    if (file < 0) return;
    const void *mark = header == NULL ? none : header;
    ssize_t written = pwrite(file, mark, SUMS_WAL_HEADER_BYTES, offsetof(sums_header, wal));
    (void)written;
    close(file);
}
