/* Looking at a whole database at once: when it is opened, and when its pages are taken for right. */

#include "include/PageSums.h"
#include "layer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Pages read at once. */
#define BATCH 256

typedef struct {
    sqlite3_file *file;
    sums *sums;
    uint32_t page_bytes;
    sqlite3_int64 count;
    unsigned char *pages;
    uint64_t known[BATCH];
} reading;

static layer_file *file_of(void *connection) {
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return code == SQLITE_OK ? layer_file_of(file) : NULL;
}

/* The page size as the database's header has it (https://www.sqlite.org/fileformat.html), 0 for none. */
static uint32_t page_bytes(sqlite3_file *file) {
    unsigned char bytes[2];
    if (file->pMethods->xRead(file, bytes, sizeof bytes, 16) != SQLITE_OK) return 0;
    uint32_t size = (uint32_t)bytes[0] << 8 | bytes[1];
    return size == 1 ? 65536 : size;
}

static int begin(reading *reading, layer_file *own, uint32_t size) {
    sqlite3_int64 bytes = 0;
    reading->file = layer_below(&own->base);
    reading->sums = &own->sums;
    reading->page_bytes = size;
    int code = reading->file->pMethods->xFileSize(reading->file, &bytes);
    if (code != SQLITE_OK) return code;
    reading->count = bytes / size;
    reading->pages = malloc((size_t)BATCH * size);
    return reading->pages == NULL ? SQLITE_NOMEM : SQLITE_OK;
}

/* Reads pages from `first` (from 0) and what is known of them; returns how many, or -1 for an error. */
static int next(reading *reading, sqlite3_int64 first) {
    sqlite3_int64 left = reading->count - first;
    int count = left < BATCH ? (int)left : BATCH;
    if (count <= 0) return 0;
    size_t bytes = (size_t)count * reading->page_bytes;
    if (reading->file->pMethods->xRead(reading->file, reading->pages, (int)bytes, first * reading->page_bytes) !=
        SQLITE_OK)
        return -1;
    memset(reading->known, 0, sizeof reading->known);
    ssize_t got = pread(reading->sums->descriptor, reading->known, 8 * (size_t)count, SUMS_HEADER_BYTES + 8 * first);
    return got < 0 ? -1 : count;
}

/* A page that was never written is all zeros, and has no sum. */
static int is_hole(const unsigned char *page, uint32_t bytes) {
    return page[0] == 0 && memcmp(page, page + 1, bytes - 1) == 0;
}

int page_sums_check(void *connection, page_sums_report *report) {
    memset(report, 0, sizeof *report);
    layer_file *own = file_of(connection);
    if (own == NULL) return SQLITE_OK;
    sums *sums = &own->sums;
    sums_look_again(sums);
    report->has_sums = sums->state != SUMS_NONE;
    report->is_unreadable = sums->state == SUMS_UNREADABLE;
    report->was_finished_by_another = sums->was_finished_by_another;
    if (sums->state != SUMS_READY) return SQLITE_OK;
    if (!sums_begin_check(sums)) {
        report->was_checked = 1;
        return SQLITE_OK;
    }
    reading reading = {0};
    int code = begin(&reading, own, sums->page_bytes);
    if (code == SQLITE_OK) {
        for (sqlite3_int64 first = 0; first < reading.count;) {
            int count = next(&reading, first);
            if (count < 0) {
                code = SQLITE_IOERR_READ;
                break;
            }
            for (int i = 0; i < count; i++) {
                const unsigned char *page = reading.pages + (size_t)i * sums->page_bytes;
                uint64_t known = reading.known[i];
                int is_good = known == 0 ? is_hole(page, sums->page_bytes)
                                         : sums_of_page(page, sums->page_bytes, first + i + 1) == known;
                if (is_good) continue;
                if (report->bad_pages++ == 0) report->first_bad_page = first + i + 1;
            }
            first += count;
        }
        report->pages = reading.count;
        off_t end = lseek(sums->descriptor, 0, SEEK_END);
        if (end > SUMS_HEADER_BYTES + 8 * reading.count) {
            /* The file was cut short. */
            report->bad_pages += (end - SUMS_HEADER_BYTES) / 8 - reading.count;
            if (report->first_bad_page == 0) report->first_bad_page = reading.count + 1;
        }
    }
    free(reading.pages);
    sums_end_check(sums, code == SQLITE_OK && report->bad_pages == 0);
    return code;
}

void page_sums_trust(void *connection, int trusts) {
    layer_file *own = file_of(connection);
    if (own != NULL) own->sums.trusts = trusts;
}

static int failed(void) { return errno == ENOSPC || errno == EDQUOT ? SQLITE_FULL : SQLITE_IOERR_WRITE; }

static int start_file(sums *sums, uint32_t size) {
    sums_header header = {.magic = "DunlinPS", .version = 1, .page_bytes = size};
    int file = open(sums->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return errno == EROFS || errno == EACCES ? SQLITE_READONLY : failed();
    /* The header last makes it one file of sums or none. */
    int code = pwrite(file, &header, sizeof header, 0) == sizeof header && fsync(file) == 0 ? SQLITE_OK : failed();
    close(file);
    if (code == SQLITE_OK) sums_look_again(sums);
    return code;
}

int page_sums_adopt(void *connection) {
    layer_file *own = file_of(connection);
    if (own == NULL) return SQLITE_OK;
    sums *sums = &own->sums;
    sums_look_again(sums);
    uint32_t size = page_bytes(layer_below(&own->base));
    /* An empty database has no page yet. */
    if (size == 0) return SQLITE_OK;
    int code = sums->state == SUMS_NONE ? start_file(sums, size) : SQLITE_OK;
    if (code != SQLITE_OK || sums->state != SUMS_READY || sums->is_read_only) return code;
    reading reading = {0};
    code = begin(&reading, own, sums->page_bytes);
    /* Another process may write pages meanwhile: what has changed is taken again until nothing has. */
    for (int has_changed = 1; code == SQLITE_OK && has_changed;) {
        has_changed = 0;
        for (sqlite3_int64 first = 0; code == SQLITE_OK && first < reading.count;) {
            int count = next(&reading, first);
            if (count < 0) code = SQLITE_IOERR_READ;
            for (int i = 0; i < count && code == SQLITE_OK; i++) {
                const unsigned char *page = reading.pages + (size_t)i * sums->page_bytes;
                uint64_t sum = sums_of_page(page, sums->page_bytes, first + i + 1);
                if (sum == reading.known[i]) continue;
                has_changed = 1;
                if (pwrite(sums->descriptor, &sum, sizeof sum, SUMS_HEADER_BYTES + 8 * (first + i)) != sizeof sum)
                    code = failed();
            }
            first += count;
        }
    }
    if (code == SQLITE_OK) code = sums_cut(sums, reading.count * sums->page_bytes);
    if (code == SQLITE_OK && fsync(sums->descriptor) != 0) code = failed();
    if (code == SQLITE_OK) sums->was_finished_by_another = 0;
    free(reading.pages);
    return code;
}
