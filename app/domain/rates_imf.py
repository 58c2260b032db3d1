"""The IMF's yearly averages: domestic currency per US dollar, one series a line, one year a column.

As the IMF's data portal exports its dataset ER (exchange rates), "timeseries in rows": the column SERIES_CODE holds
for example ETH.XDC_USD.PA_RT.A (economy, domestic currency per US dollar, period average, annual).
"""

import re
from decimal import Decimal

from app.domain.csv_file import Fault
from app.domain.rates import FIRST_YEAR, FIXED, Known, Once, Rate, Reading, Unreadable, in_bounds, number, rounded, year
from app.domain.text import _

SOURCE = "IMF yearly average"
EURO_AREA = "G163"
_SERIES = re.compile(r"([A-Z0-9]+)\.XDC_USD\.PA_RT\.A")
_CURRENCIES = """
    ARE AED ALB ALL AGO AOA AUS AUD BIH BAM BGR BGN BDI BIF BRA BRL BWA BWP CAN CAD COD CDF CHE CHF CHN CNY CPV CVE
    CZE CZK DJI DJF DNK DKK DZA DZD EGY EGP ERI ERN ETH ETB GBR GBP GHA GHS GMB GMD GIN GNF HRV HRK HUN HUF ISR ILS
    IND INR ISL ISK JOR JOD JPN JPY KEN KES COM KMF KOR KRW KWT KWD LBR LRD LSO LSL LBY LYD MAR MAD MDG MGA MKD MKD
    MRT MRU MUS MUR MWI MWK MOZ MZN NAM NAD NGA NGN NOR NOK NZL NZD POL PLN QAT QAR ROU RON SRB RSD RWA RWF SAU SAR
    SYC SCR SDN SDG SWE SEK SLE SLE SOM SOS SSD SSP STP STN SWZ SZL TUN TND TUR TRY TZA TZS UGA UGX UKR UAH YEM YER
    ZAF ZAR ZMB ZMW
"""
CURRENCY_OF = dict(zip(_CURRENCIES.split()[::2], _CURRENCIES.split()[1::2], strict=True))
"""{economy: the currency in which the IMF states its series}"""
UNTIL = {"HRV": 2022, "BGR": 2025}
"""The last year before the economy took the euro."""

Cells = dict[tuple[str, int], tuple[int, Decimal]]
"""{(economy, year): (line, domestic currency for one US dollar)}"""


def is_imf(header: list[str]) -> bool:
    return "SERIES_CODE" in header and any(_is_year(name) for name in header)


def _is_year(name: str) -> bool:
    return re.fullmatch("[0-9]{4}", name) is not None


def read_imf(rows: list[list[str]], known: Known) -> Reading:
    reading = Reading()
    cells = _cells(rows, known, reading)
    if not cells and not reading.faults:
        message = _("The file holds no series of yearly averages per US dollar: their code ends in %(code)s")
        reading.faults.append(Fault(message, {"code": "XDC_USD.PA_RT.A"}))
    usd = {**known.usd, **{when: 1 / value for (who, when), (_l, value) in cells.items() if who == EURO_AREA}}
    lost: set[int] = set()
    for (who, when), (line, value) in cells.items():
        code = "USD" if who == EURO_AREA else CURRENCY_OF[who]
        if when not in usd:
            lost.add(when)
            continue
        crossed = usd[when] if who == EURO_AREA else value * usd[when]
        try:
            reading.rates.append(Rate(code, when, rounded(in_bounds(crossed, line)), SOURCE))
        except Unreadable as wrong:
            reading.faults.append(wrong.fault)
    message = _("US dollars for one euro are unknown for %(year)s: add the euro area (%(code)s), or load USD first")
    reading.faults += [Fault(message, {"year": str(when), "code": EURO_AREA}) for when in sorted(lost)]
    return reading


def _cells(rows: list[list[str]], known: Known, reading: Reading) -> Cells:
    header = [name.strip() for name in rows[0]]
    series, once = header.index("SERIES_CODE"), Once()
    columns = [(at, name) for at, name in enumerate(header) if _is_year(name) and int(name) >= FIRST_YEAR]
    found: Cells = {}
    for line, row in enumerate(rows[1:], 2):
        match = _SERIES.fullmatch(row[series].strip())
        if match is None or not _concerns_us(match[1], known, reading):
            continue
        for at, name in columns:
            if not row[at].strip() or int(name) > UNTIL.get(match[1], int(name)):
                continue
            try:
                when, value = year(name, line, known.last_year), number(row[at], line)
                once.state(match[1], name, value, line)
                found[match[1], when] = (line, value)
            except Unreadable as wrong:
                reading.faults.append(wrong.fault)
    return found


def _concerns_us(economy: str, known: Known, reading: Reading) -> bool:
    """The dollar's own series says nothing, and what is fixed is in no series of ours."""
    code = CURRENCY_OF.get(economy)
    if economy == EURO_AREA or (code in known.currencies and code not in FIXED):
        return True
    if economy != "USA":
        reading.passed_over.add(economy)
    return False
