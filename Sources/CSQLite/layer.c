/* The layer itself: a VFS of SQLite (https://www.sqlite.org/vfs.html) over the one that is the default. It looks at
 * whole pages of main databases and at the header of their write-ahead logs; all else goes through as it is. */

#include "include/PageSums.h"
#include "layer.h"

#include <string.h>

static sqlite3_vfs *below(sqlite3_vfs *layer) { return layer->pAppData; }

static int file_close(sqlite3_file *file) {
    layer_file *own = (layer_file *)file;
    sums_detach(&own->sums);
    return layer_below(file)->pMethods->xClose(layer_below(file));
}

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    int code = layer_below(file)->pMethods->xRead(layer_below(file), bytes, count, offset);
    layer_file *own = (layer_file *)file;
    return code != SQLITE_OK || own->kind != LAYER_DATABASE ? code
                                                            : sums_check_page(&own->sums, bytes, count, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    layer_file *own = (layer_file *)file;
    if (own->kind == LAYER_LOG && offset == 0 && count == SUMS_WAL_HEADER_BYTES)
        sums_note_wal(own->database, bytes);
    int code = layer_below(file)->pMethods->xWrite(layer_below(file), bytes, count, offset);
    return code != SQLITE_OK || own->kind != LAYER_DATABASE ? code : sums_note_page(&own->sums, bytes, count, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    layer_file *own = (layer_file *)file;
    if (own->kind == LAYER_LOG && size == 0) sums_note_wal(own->database, NULL);
    int code = layer_below(file)->pMethods->xTruncate(layer_below(file), size);
    return code != SQLITE_OK || own->kind != LAYER_DATABASE ? code : sums_cut(&own->sums, size);
}

static int file_sync(sqlite3_file *file, int flags) {
    layer_file *own = (layer_file *)file;
    int code = own->kind == LAYER_DATABASE ? sums_sync(&own->sums) : SQLITE_OK;
    return code != SQLITE_OK ? code : layer_below(file)->pMethods->xSync(layer_below(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return layer_below(file)->pMethods->xFileSize(layer_below(file), size);
}

static int file_lock(sqlite3_file *file, int level) {
    return layer_below(file)->pMethods->xLock(layer_below(file), level);
}

static int file_unlock(sqlite3_file *file, int level) {
    return layer_below(file)->pMethods->xUnlock(layer_below(file), level);
}

static int file_check_lock(sqlite3_file *file, int *is_held) {
    return layer_below(file)->pMethods->xCheckReservedLock(layer_below(file), is_held);
}

static int file_control(sqlite3_file *file, int what, void *value) {
    return layer_below(file)->pMethods->xFileControl(layer_below(file), what, value);
}

static int file_sector(sqlite3_file *file) {
    return layer_below(file)->pMethods->xSectorSize(layer_below(file));
}

static int file_traits(sqlite3_file *file) {
    return layer_below(file)->pMethods->xDeviceCharacteristics(layer_below(file));
}

static int file_map_memory(sqlite3_file *file, int region, int bytes, int makes, void volatile **memory) {
    return layer_below(file)->pMethods->xShmMap(layer_below(file), region, bytes, makes, memory);
}

static int file_lock_memory(sqlite3_file *file, int offset, int count, int flags) {
    return layer_below(file)->pMethods->xShmLock(layer_below(file), offset, count, flags);
}

static void file_order_memory(sqlite3_file *file) { layer_below(file)->pMethods->xShmBarrier(layer_below(file)); }

static int file_unmap_memory(sqlite3_file *file, int deletes) {
    return layer_below(file)->pMethods->xShmUnmap(layer_below(file), deletes);
}

/* A page that is mapped is not looked at: none is. */
static int file_fetch(sqlite3_file *file, sqlite3_int64 offset, int count, void **bytes) {
    (void)file, (void)offset, (void)count;
    *bytes = NULL;
    return SQLITE_OK;
}

static int file_unfetch(sqlite3_file *file, sqlite3_int64 offset, void *bytes) {
    (void)file, (void)offset, (void)bytes;
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 3,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = file_map_memory,
    .xShmLock = file_lock_memory,
    .xShmBarrier = file_order_memory,
    .xShmUnmap = file_unmap_memory,
    .xFetch = file_fetch,
    .xUnfetch = file_unfetch,
};

layer_file *layer_file_of(sqlite3_file *file) {
    return file != NULL && file->pMethods == &methods ? (layer_file *)file : NULL;
}

static int layer_open(sqlite3_vfs *layer, const char *name, sqlite3_file *file, int flags, int *given) {
    layer_file *own = (layer_file *)file;
    memset(own, 0, sizeof *own);
    own->sums.descriptor = -1;
    int code = below(layer)->xOpen(below(layer), name, layer_below(file), flags, given);
    if (layer_below(file)->pMethods != NULL) own->base.pMethods = &methods;
    if (code != SQLITE_OK || name == NULL) return code;
    if (flags & SQLITE_OPEN_MAIN_DB) {
        own->kind = LAYER_DATABASE;
        return sums_attach(&own->sums, name);
    }
    if (flags & SQLITE_OPEN_WAL) {
        own->kind = LAYER_LOG;
        own->database = sqlite3_filename_database(name);
    }
    return code;
}

/* A log that is deleted has been taken home whole. */
static int layer_delete(sqlite3_vfs *layer, const char *name, int flushes) {
    int code = below(layer)->xDelete(below(layer), name, flushes);
    size_t length = strlen(name);
    if (code == SQLITE_OK && length > 4 && length < 4096 && strcmp(name + length - 4, "-wal") == 0) {
        char database[4096];
        memcpy(database, name, length - 4);
        database[length - 4] = 0;
        sums_note_wal(database, NULL);
    }
    return code;
}

int page_sums_install(void) {
    static sqlite3_vfs layer;
    sqlite3_vfs *standard = sqlite3_vfs_find(NULL);
    if (standard == NULL) return SQLITE_ERROR;
    if (standard == &layer) return SQLITE_OK;
    /* All but opening and deleting is the standard's own, which asks nothing of the structure it is called through. */
    layer = *standard;
    layer.zName = "dunlin-page-sums";
    layer.szOsFile = (int)sizeof(layer_file) + standard->szOsFile;
    layer.pAppData = standard;
    layer.pNext = NULL;
    layer.xOpen = layer_open;
    layer.xDelete = layer_delete;
    return sqlite3_vfs_register(&layer, 1);
}
