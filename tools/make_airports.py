"""Write ``factors/airports.csv``: every airport with an IATA code, as eight columns.

Run once for each new edition of the source, look at the difference, and commit the table::

    pip install airportsdata==20260905
    git clone https://github.com/davidmegginson/ourairports-data
    python tools/make_airports.py ourairports-data

Main source
    airportsdata, Mike Borsetti, edition 20260905, MIT licence
    (https://github.com/mborsetti/airportsdata): code, name, city, country (ISO 3166-1 alpha-2)
    and airport reference point of 7,884 airports, and the members of the IATA city codes.

Second source
    OurAirports (https://ourairports.com/data/, public domain): ``airports.csv`` and
    ``runways.csv`` in https://github.com/davidmegginson/ourairports-data.

How the two were compared
    For 5,425 airports the reference point was set against the middle of the box around the
    runway ends of OurAirports (open runways only); for 5,785 against OpenFlights, most of which
    is an older OurAirports; for the larger and the relocated airports of mainland China against
    OurAirports' own airport table. The median distance to the runways is 0.05 km, the 99th
    percentile 1.7 km. The corrections are those rows further apart than 5 km (and PKX, which
    was coarse) where the second source is the better one: a third list agrees, or the first has
    a closed field or whole arc minutes. The first was kept where the second is plainly wrong
    (CTP, IAQ, MUI, MWY: runways up to 4,600 km away), and for some 35 small airfields on which
    only OpenFlights differs and nothing decides. About 1,300 mostly tiny airfields are in no
    comparison.

Coordinates are rounded to four decimals, about 11 m. The last column but one is the total length
of the open hard runways of 1.5 km or more (OurAirports): it tells the airport of a city that
airlines fly to from its airfields.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "factors" / "airports.csv"
#: Whose, where it begins, how long in km.
Runway = tuple[str, float, float, float]
COLUMNS = ("iata", "name", "city", "country", "lat", "lon", "runways_km", "metro")

# iata|name|city|country|lat|lon|why - an empty field keeps that of airportsdata. "Old field", or
# its name: the first source still has the coordinates of the airport's predecessor; "arc
# minutes": its coordinates are whole arc minutes; km: how far the two sources are apart.
# [A] OurAirports airports.csv; [R] middle of the runways in OurAirports runways.csv;
# [O] OurAirports as carried by https://github.com/jpatokal/openflights, data/airports.dat;
# [W] Wikipedia, "Beijing Daxing International Airport"; [C] the city served, for its suburb.
CORRECTIONS = """\
KMG|Kunming Changshui International Airport|Kunming|CN|25.1103|102.9367|[A]; Wujiaba, 23 km
PKX||||39.5092|116.4106|[W]; 1 km
SWA|Jieyang Chaoshan International Airport|Jieyang|CN|23.5520|116.5033|[A][R]; old field, 30 km
ZHA||||21.4817|110.5903|[A]; old field under the new name, 38 km
LYG|Lianyungang Huaguoshan International Airport|Lianyungang|CN|34.4141|119.1790|[A]; Baitabu, 33 km
LZO|Luzhou Yunlong Airport|Luzhou|CN|29.0304|105.4684|[A]; old field, 21 km
HZG|Hanzhong Chenggu Airport|Hanzhong|CN|33.1335|107.2038|[A]; old field, 20 km
ENY|Yan'an Nanniwan Airport|Yan'an|CN|36.4794|109.4641|[A]; old field, 19 km
SHS|Jingzhou Shashi Airport|Jingzhou|CN|30.2928|112.4485|[A]; old field, 16 km
UYN|Yulin Yuyang Airport|Yulin|CN|38.3597|109.5909|[A]; old field, 16 km
KOW|Ganzhou Huangjin Airport|Ganzhou|CN|25.8533|114.7789|[A]; old field, 14 km
IQM|Qiemo Yudu Airport|Qiemo|CN|38.2345|85.4655|[A]; old field, 11 km
KCA|Kuqa Qiuci Airport|Kuqa|CN|41.6779|82.8729|[A][R]; old field, 10 km
BRU||||50.8999|4.4895|[R][O]; 42 km
KJK||||50.8186|3.2087|[R][O]; 37 km
LGG||||50.6376|5.4444|[R][O]; 31 km
LUX||||49.6266|6.2115|[R][O]; 29 km
OST||||51.2000|2.8750|[R][O]; 27 km
CRL||||50.4609|4.4563|[R][O]; 25 km
ANR||||51.1901|4.4629|[R][O]; 16 km
TTQ||||10.4177|-83.6000|[R][O]; 19 km
SOQ|Domine Eduard Osok Airport|Sorong|ID|-0.8952|131.2855|[R][O]; old field, 19 km
VBP||||11.1495|98.7351|[R][O]; 14 km
LRA||||39.6495|22.4644|[R][O]; 11 km
TMO||||7.2494|-61.5289|[R][O]; 11 km
DTD||||0.8106|114.5306|[O], and beacon TG of OurAirports navaids.csv; 231 km
TLI||||1.1234|120.7937|[O]; sign of the latitude; 239 km
MBI|Songwe Airport|Mbeya|TZ|-8.9199|33.2740|[O]; old field, 21 km
NKC|Nouakchott-Oumtounsy International Airport|Nouakchott|MR|18.3031|-15.9749|[R][O]; old, 23 km
ISG|New Ishigaki Airport|Ishigaki|JP|24.3964|124.2450|[O]; old field, 8 km
MYQ||||12.2300|76.6558|[O]; 9 km
BXD||||-7.1762|139.5832|[R]; 60 km
GAE||||33.7337|9.9192|[R]; 23 km
HCM||||8.1041|49.8200|[R]; arc minutes; 21 km
WCH||||-42.7813|-72.8346|[R]; old field, 20 km
GWD||||25.2967|62.4988|[R]; old field, 18 km
TGI||||-9.2894|-76.0050|[R]; arc minutes; 18 km
CRZ||||38.9307|63.5639|[R]; old field, 17 km
AWA||||7.1013|38.3965|[R]; arc minutes; 12 km
KEA||||37.8223|65.1353|[R]; 7 km
EOR||||6.7154|-61.6392|[R]; arc minutes; 6 km
GDO||||7.2111|-70.7564|[R]; arc minutes; 5 km
TFU|Chengdu Tianfu International Airport|Chengdu|CN|30.3125|104.4413|[A]
XIY||Xi'an||||[C]
YUL||Montreal||||[C]
YYZ||Toronto||||[C]
YVR||Vancouver||||[C]
EZE||Buenos Aires||||[C]
IST||Istanbul||||[C]
"""

# Scheduled airports of mainland China that the first source lacks ([A] unless said otherwise),
# and one code that was in use when COP15 met.
ADDITIONS = """\
CWJ|Cangyuan Washan Airport|Cangyuan|CN|23.2763|99.3732|
JMJ|Lancang Jingmai Airport|Lancang|CN|22.4177|99.7840|
NLH|Ninglang Luguhu Airport|Ninglang|CN|27.5403|100.7593|[O]
WNH|Wenshan Puzhehei Airport|Wenshan|CN|23.5583|104.3255|
DBC|Baicheng Chang'an Airport|Baicheng|CN|45.5053|123.0197|
DTU|Wudalianchi Dedu Airport|Wudalianchi|CN|48.4410|126.1284|
FYJ|Fuyuan Dongji Airport|Fuyuan|CN|48.1972|134.3630|
FYN|Fuyun Koktokay Airport|Fuyun|CN|46.8042|89.5120|
GMQ|Golog Maqên Airport|Golog|CN|34.4181|100.3011|
HCJ|Hechi Jinchengjiang Airport|Hechi|CN|24.8043|107.7108|
HPG|Shennongjia Hongping Airport|Shennongjia|CN|31.6260|110.3400|
HQQ|Anyang Hongqiqu Airport|Anyang|CN|35.8708|114.4619|
HTT|Huatugou Airport|Huatugou|CN|38.2016|90.8378|
JGD|Daxing'anling Elunchun Airport|Jiagedaqi|CN|50.3714|124.1175|
JSJ|Jiansanjiang Shidi Airport|Jiansanjiang|CN|47.1082|132.6579|
KJI|Burqin Kanas Airport|Burqin|CN|48.2223|86.9959|
LGZ|Shannan Longzi Airport|Shannan|CN|28.4224|92.3481|
NLT|Xinyuan Nalati Airport|Xinyuan|CN|43.4318|83.3786|
RIZ|Rizhao Shanzihe Airport|Rizhao|CN|35.4050|119.3244|
RKZ|Xigazê Peace Airport|Xigazê|CN|29.3509|89.2992|
SHF|Shihezi Huayuan Airport|Shihezi|CN|44.2421|85.8905|
WGN|Shaoyang Wugang Airport|Wugang|CN|26.8061|110.6410|
WUT|Xinzhou Wutaishan Airport|Xinzhou|CN|38.5975|112.9692|
YIC|Yichun Mingyueshan Airport|Yichun|CN|27.8025|114.3062|
ZQZ|Zhangjiakou Ningyuan Airport|Zhangjiakou|CN|40.7387|114.9334|
KIV|Chișinău International Airport|Chișinău|MD|46.9277|28.9310|[O]; earlier code of RMO, same field
"""

# City codes that are not airports themselves come from airportsdata; these members are missing
# there. EWR: Wikivoyage, "Metropolitan area airport codes"; BWI and YUL: Flight Alliance,
# May 2017, p. 9 (https://viewer.joomag.com/flight-alliance201705/0930791001493997478/p9).
METRO_EXTRA = {"EWR": "NYC", "BWI": "WAS", "YUL": "YMQ"}


def packaged(name: str) -> list[dict[str, str]]:
    """Read one table of the installed airportsdata package."""
    text = (files("airportsdata") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def runways(repository: Path) -> list[Runway]:
    """The open hard runways of at least 1.5 km: whose, where they begin, length in km."""
    shown = subprocess.run(
        ["git", "-C", str(repository), "show", "HEAD:runways.csv"], capture_output=True, check=True
    )
    found = []
    for row in csv.DictReader(io.StringIO(shown.stdout.decode())):
        length = float(row["length_ft"] or 0) * 0.0003048
        hard = row["surface"].upper().startswith(("ASP", "CON", "PEM", "BIT", "PAV", "TAR"))
        if length >= 1.5 and hard and row["closed"] == "0":
            spot = (float(row["le_latitude_deg"] or 99), float(row["le_longitude_deg"] or 999))
            found.append((row["airport_ident"], *spot, length))
    return found


def total_km(
    code: str, lat: float, lon: float, known: list[tuple[str, float, float, float]]
) -> str:
    """Their total length at one airport: those under its ICAO code, else those within some 5 km."""
    own = [length for ident, _, _, length in known if ident == code]
    near = [length for _, y, x, length in known if abs(y - lat) < 0.05 and abs(x - lon) < 0.05]
    return f"{sum(own or near):.1f}"


def table(text: str) -> list[list[str]]:
    """Split one of the tables above."""
    return [line.split("|") for line in text.splitlines()]


def main() -> None:
    """Merge the sources and write the table."""
    rows = {
        r["iata"]: [r["iata"], r["name"], r["city"], r["country"], r["lat"], r["lon"]]
        for r in packaged("airports.csv")
        if r["iata"]
    }
    for code, *new, _why in table(CORRECTIONS):
        old = rows[code]
        rows[code] = [code, *(n or o for n, o in zip(new, old[1:], strict=True))]
    for code, *new, _why in table(ADDITIONS):
        if code in rows:
            raise SystemExit(f"{code} is no longer missing: take it out of ADDITIONS")
        rows[code] = [code, *new]
    metro = {
        r["Airport Code"]: r["City Code"]
        for r in packaged("iata_macs.csv")
        if r["City Code"] not in rows  # SHA or DXB is itself an airport, and is read as that
    } | METRO_EXTRA
    known = runways(Path(sys.argv[1]))
    icao = {r["iata"]: r["icao"] for r in packaged("airports.csv") if r["iata"]}
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for code in sorted(rows):
            *text, lat, lon = (" ".join(field.split()) for field in rows[code])
            size = total_km(icao.get(code, ""), float(lat), float(lon), known)
            spot = (f"{float(lat):.4f}", f"{float(lon):.4f}")
            writer.writerow([*text, *spot, size, metro.get(code, "")])


if __name__ == "__main__":
    main()
