#ifndef DUNLIN_CPHONENUMBER_H
#define DUNLIN_CPHONENUMBER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that an E.164 number needs at most: `+` and 15 digits.
#define DUNLIN_E164_BYTES 16

/// Writes the E.164 form of a phone number and returns its length in bytes, or 0 when nobody could dial it.
///
/// `text` is UTF-8 of `text_length` bytes: spaces, hyphens, brackets, full-width digits and country prefixes are
/// understood. `region` is two letters of ISO 3166-1 for numbers without a country prefix. `out` has room for
/// `out_size` bytes and gets no terminator. Safe to call from several threads.
int32_t dunlin_e164(
    const char *text, int32_t text_length, const char *region, int32_t region_length, char *out, int32_t out_size);

/// Writes the two letters (ISO 3166-1) of the country that a number in E.164 belongs to; returns 2, or 0 when nobody knows.
int32_t dunlin_country(const char *text, int32_t text_length, char *out, int32_t out_size);

/// Whether two letters of ISO 3166-1 name a country that has numbers.
int32_t dunlin_has_numbers(const char *region, int32_t region_length);

#ifdef __cplusplus
}
#endif

#endif
