#ifndef LAYER_H
#define LAYER_H

#include "sums.h"

typedef enum { LAYER_OTHER, LAYER_DATABASE, LAYER_LOG } layer_kind;

/* An open file; the standard's own stands behind it. */
typedef struct {
    sqlite3_file base;
    layer_kind kind;
    /* Of a database. */
    sums sums;
    /* Of a log: the path of its database, which SQLite keeps for as long as the log is open. */
    const char *database;
} layer_file;

static inline sqlite3_file *layer_below(sqlite3_file *file) { return (sqlite3_file *)((layer_file *)file + 1); }

/* NULL for a file of another layer. */
layer_file *layer_file_of(sqlite3_file *file);

#endif
