"""Fills the columns zone, language and split:m49 of config/countries_elsewhere.csv: `python .ci/countries.py`.

zone: tzdata's zone.tab, its first zone of the country, but for CAPITALS. language: the first official one by CLDR.
split:m49: the United Nations' sub-region. Names stand in the file already; a new row gets them from CLDR.
"""

import csv
import io
from importlib.resources import files
from pathlib import Path

from babel import Locale
from babel.languages import get_official_languages

FILE = Path(__file__).parents[1] / "config" / "countries_elsewhere.csv"
# Where zone.tab begins with another place than the one where most members or the capital are.
CAPITALS = {
    "AQ": "", "AU": "Australia/Sydney", "CA": "America/Toronto", "CD": "Africa/Kinshasa", "CN": "Asia/Shanghai",
    "ES": "Europe/Madrid", "FM": "Pacific/Pohnpei", "GL": "America/Nuuk", "ID": "Asia/Jakarta", "KI":
    "Pacific/Tarawa", "KZ": "Asia/Almaty", "MH": "Pacific/Majuro", "MN": "Asia/Ulaanbaatar", "MY":
    "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland", "PF": "Pacific/Tahiti", "PG": "Pacific/Port_Moresby", "PS":
    "Asia/Hebron", "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "UM": "Pacific/Wake", "US":
    "America/New_York", "UZ": "Asia/Tashkent", "DE": "Europe/Berlin", "CY": "Asia/Nicosia",
}  # fmt: skip
M49 = {
    "Northern Africa": "DZ EG EH LY MA SD TN",
    "Eastern Africa": "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW",
    "Middle Africa": "AO CD CF CG CM GA GQ ST TD",
    "Southern Africa": "BW LS NA SZ ZA",
    "Western Africa": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    "Northern America": "BM CA GL PM US",
    "Caribbean": "AI AW BL BQ CW GP KY MF MQ MS PR SX TC VG VI",
    "South America": "BV FK GF GS",
    "Central Asia": "KG KZ TJ TM UZ",
    "Eastern Asia": "CN HK JP KP KR MN MO TW",
    "South-eastern Asia": "BN ID KH LA MM MY PH SG TH TL VN",
    "Southern Asia": "AF BD BT IN IR LK MV NP PK",
    "Western Asia": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "Eastern Europe": "BG BY CZ HU MD PL RO RU SK UA",
    "Northern Europe": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "Southern Europe": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA",
    "Western Europe": "AT BE CH DE FR LI LU MC NL",
    "Australia and New Zealand": "AU CC CX HM NF NZ",
    "Melanesia": "FJ NC PG SB VU",
    "Micronesia": "FM GU KI MH MP NR PW UM",
    "Polynesia": "AS CK NU PF PN TK TO TV WF WS",
    "Antarctica": "AQ",
}
# CLDR puts the languages of a country in its own order; the members of these write in another one first.
FIRST = {
    "AF": "fa", "BI": "fr", "CM": "fr", "CA": "en", "CF": "fr", "DJ": "fr", "EG": "ar", "HK": "zh", "KE": "en",
    "KM": "fr", "LK": "si", "LS": "en", "LU": "fr", "MG": "fr", "MO": "zh", "MW": "en", "NG": "en", "NZ": "en",
    "PH": "en", "PW": "en", "RW": "en", "SG": "en", "SZ": "en", "TZ": "en", "UG": "en", "ZA": "en", "ZM": "en",
    "ZW": "en", "BQ": "nl", "AW": "nl", "CW": "nl", "SX": "nl", "PR": "es", "CH": "de", "BE": "nl", "FI": "fi",
    "SS": "en", "SL": "en", "GH": "en", "GM": "en", "IN": "en", "PK": "en", "MT": "en", "IE": "en", "NA": "en",
    "BW": "en", "LR": "en", "FJ": "en", "PG": "en", "SB": "en", "VU": "fr", "WS": "en", "TO": "en", "KI": "en",
    "MH": "en", "FM": "en", "NR": "en", "TV": "en", "MU": "fr", "SC": "fr", "TD": "fr", "GQ": "es", "RS": "sr",
    "ME": "sr", "BA": "bs", "UZ": "uz", "GW": "pt", "TL": "pt", "MZ": "pt", "CV": "pt", "NO": "nb", "NU": "en",
    "TK": "en", "SD": "ar", "VA": "it", "TF": "fr", "AQ": "en",
}  # fmt: skip


def main() -> None:
    """Writes the file anew; the same input, the same bytes."""
    first = _first_zones()
    sub_regions = {code: name for name, codes in M49.items() for code in codes.split()}
    rows = list(csv.DictReader(io.StringIO(FILE.read_text(encoding="utf-8"))))
    for row in rows:
        code = row["code"]
        row["zone"] = CAPITALS.get(code, first.get(code, ""))
        row["language"] = FIRST.get(code) or _language(code)
        row["split:m49"] = sub_regions[code]
        for language in ("en", "es", "pt", "fr", "nl"):
            row[language] = row[language] or Locale(language).territories[code]
    columns = [*(name for name in rows[0] if ":" not in name), "split:m49", "split:neighbour"]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _first_zones() -> dict[str, str]:
    """By country, the first zone of zone.tab."""
    found: dict[str, str] = {}
    for line in (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found.setdefault(code, zone)
    return found


def _language(code: str) -> str:
    found = get_official_languages(code)
    return str(found[0]).partition("_")[0] if found else "en"


if __name__ == "__main__":
    main()
