#include "CPhoneNumber.h"

#include <cstring>
#include <string>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

extern "C" int32_t dunlin_e164(
    const char *text, int32_t text_length, const char *region, int32_t region_length, char *out, int32_t out_size) {
    // Exceptions must not reach Swift: whatever goes wrong is "no number".
    try {
        static const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        const std::string cell(text, static_cast<size_t>(text_length));
        const std::string home(region, static_cast<size_t>(region_length));
        if (util.Parse(cell, home, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
        // An extension cannot be reached by SMS.
        if (number.has_extension() || !util.IsValidNumber(number)) return 0;
        std::string formatted;
        util.Format(number, PhoneNumberUtil::E164, &formatted);
        if (formatted.size() > static_cast<size_t>(out_size)) return 0;
        std::memcpy(out, formatted.data(), formatted.size());
        return static_cast<int32_t>(formatted.size());
    } catch (...) {
        return 0;
    }
}

extern "C" int32_t dunlin_country(const char *text, int32_t text_length, char *out, int32_t out_size) {
    try {
        static const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        const std::string e164(text, static_cast<size_t>(text_length));
        if (util.Parse(e164, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
        std::string region;
        util.GetRegionCodeForNumber(number, &region);
        // "001" is of no country, "ZZ" of an unknown one.
        if (region.size() != 2 || region == "ZZ" || out_size < 2) return 0;
        std::memcpy(out, region.data(), 2);
        return 2;
    } catch (...) {
        return 0;
    }
}

extern "C" int32_t dunlin_has_numbers(const char *region, int32_t region_length) {
    try {
        static const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
        return util.GetCountryCodeForRegion(std::string(region, static_cast<size_t>(region_length))) > 0 ? 1 : 0;
    } catch (...) {
        return 0;
    }
}
