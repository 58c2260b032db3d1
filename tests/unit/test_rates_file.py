"""Files of exchange rates in the three layouts: what is read, and everything that is wrong with one, by line."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.rates import Known
from app.domain.rates_file import MOST_BYTES, MOST_LINES, read

KNOWN = Known({"EUR", "XOF", "USD", "SDG", "ETB", "HRK"}, 2026, {2023: Decimal("1.08"), 2021: Decimal("1.18")})
OURS = "currency,year,per_eur,source"
EC = "currencyIso,refCurrencyIso,amount,dateStart,dateEnd"
IMF = "DATASET,SERIES_CODE,COUNTRY,1985,2023,2024"
IMF_LAND = "IMF.STA:ER(4.0.1),SDN.XDC_USD.PA_RT.A,Sudan"


def lines_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def values(content: bytes) -> dict[tuple[str, int], str]:
    reading = read(content, KNOWN)
    assert reading.faults == []
    return {(rate.currency, rate.year): f"{rate.per_eur.normalize():f}" for rate in reading.rates}


FAULTS = {
    "a wrong header": (lines_of("currency,year,rate", "USD,2023,1"), ["The first line names none"]),
    "nothing": (b"", ["The first line names none"]),
    "only a header": (lines_of(OURS), ["holds no lines"]),
    "another encoding": (lines_of(OURS, "SDG,2023,600,Soudan été").replace("é".encode(), b"\xe9"), ["not in UTF-8"]),
    "a workbook": (b"PK\x03\x04\x00\x00", ["no CSV file"]),
    "too large": (b"x" * (MOST_BYTES + 1), ["larger than"]),
    "too many lines": (lines_of(OURS, *["SDG,2023,600,x"] * (MOST_LINES + 1)), ["more than"]),
    "a decimal comma between commas": (lines_of(OURS, "SDG,2023,623,44,x"), ["Line 2 has another number", ]),
    "a quoted decimal comma": (lines_of(OURS, 'SDG,2023,"623,44",x'), ["Line 2: “623,44” has a comma"]),
    "commas for points throughout": (
        lines_of(OURS.replace(",", ";"), "SDG;2023;623,44;x", "ETB;2023;58,9;x"), ["Line 2: “623,44” has a comma", "Line 3: “58,9” has a comma"],
    ),
    "thousands separators": (
        lines_of(OURS, 'SDG,2023,"1,623.44",x', "ETB,2023,1 623.44,x", "USD,2023,1.623.441,x", "SDG,2022,1'623,x", 'SDG,2021,"1.623,44",x'),
        [f"Line {n}: “" for n in range(2, 7)],
    ),
    "an unknown currency": (lines_of(OURS, "XXX,2023,1.5,x", "dollars,2023,1.5,x"), ["Line 2: the currency “XXX”", "Line 3: “DOLLARS” is not the code"]),
    "years out of range": (
        lines_of(OURS, "SDG,1989,1,x", "SDG,2027,1,x", "SDG,20233,1,x", "SDG,,1,x"),
        ["“1989” is not a year from 1990 to 2026", "“2027” is not a year", "“20233” is not", "Line 5: “” is not a year"],
    ),
    "zero, negative, empty, words": (
        lines_of(OURS, "SDG,2023,0,x", "SDG,2022,-1.5,x", "SDG,2021,,x", "SDG,2020,about 5,x", "SDG,2019,1e5,x", "SDG,2018,nan,x"),
        ["Line 2: a rate is more than 0", "Line 3: a rate is more than 0", "Line 4: the rate is empty", "Line 5:", "Line 6:", "Line 7:"],
    ),
    "too small and too large": (lines_of(OURS, "SDG,2023,0.000000001,x", "SDG,2022,1000000000,x"), ["Line 2:", "Line 3:"]),
    "two values": (lines_of(OURS, "SDG,2023,600,x", "SDG,2023,600.0,x", "SDG,2023,601,x"), ["Line 4: SDG 2023 stands in line 2 with another value"]),
    "all of one line": (lines_of(OURS, 'XXX,1980,"1,5",'), ["“XXX”", "“1980”", "“1,5”", "name the source"]),
    "InforEuro: all of one line": (lines_of(EC, 'S,USD,0,2023,x'), ["not one to the euro", "“S”", "no month", "more than 0"]),
    "no source": (lines_of(OURS, "SDG,2023,600,", f"SDG,2022,600,{'x' * 121}"), ["Line 2: name the source", "Line 3: name the source"]),
    "what is fixed": (lines_of(OURS, "EUR,2023,1.01,x", "XOF,2023,655,x"), ["Line 2: one EUR is 1 EUR", "Line 3: one EUR is 655.957 XOF"]),
    "InforEuro: commas": (lines_of(EC, 'SDG,EUR,"612,4",01/01/2023,31/01/2023'), ["Line 2: “612,4” has a comma"]),
    "InforEuro: no month": (
        lines_of(EC, "SDG,EUR,612.4,15/01/2023,x", "SDG,EUR,612.4,01/13/2023,x", "SDG,EUR,612.4,2023,x", "SDG,EUR,612.4,01/01/1985,x"),
        ["Line 2: “15/01/2023” is no month", "Line 3:", "Line 4:", "Line 5: “1985” is not a year"],
    ),
    "InforEuro: two values in a month": (
        lines_of(EC, "SDG,EUR,612.4,01/01/2023,x", "SDG,EUR,613.4,2023-01,x"), ["Line 3: SDG 2023-01 stands in line 2"],
    ),
    "InforEuro: not to the euro": (lines_of(EC, "SDG,USD,612.4,01/01/2023,x"), ["Line 2: the rate is not one to the euro"]),
    "InforEuro: nothing of ours": (lines_of(EC, "JPY,EUR,160,01/01/2023,x", "EUR,EUR,1,01/01/2023,x"), ["no rate of a currency on our list"]),
    "IMF: commas": (lines_of(IMF, f'{IMF_LAND},,"583,12",'), ["Line 2: “583,12” has a comma"]),
    "IMF: no series of ours": (lines_of(IMF, "x,SDN.XDC_USD.EOP_RT.A,Sudan,,583,"), ["no series of yearly averages"]),
    "IMF: two lines for one": (lines_of(IMF, f"{IMF_LAND},,583,", f"{IMF_LAND},,584,"), ["Line 3: SDN 2023 stands in line 2"]),
    "IMF: no dollar of that year": (lines_of(IMF, f"{IMF_LAND},,583,600"), ["unknown for 2024"]),
    "IMF: a year to come": (lines_of(IMF.replace("2024", "2027"), f"{IMF_LAND},,583,600"), ["“2027” is not a year"]),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_everything_wrong_with_a_file_is_said_at_once_with_its_line(case):
    content, told = FAULTS[case]
    said = [fault.message % fault.params for fault in read(content, KNOWN).faults]
    assert len(said) == len(told), said
    assert [words for words, one in zip(told, said, strict=True) if words not in one] == []


def test_our_own_layout_is_read_parted_by_either_sign():
    content = b"\xef\xbb\xbf" + lines_of(
        OURS, "sdg,2023,623.4417,Bank", "XOF,2025,655.957,law", "SDG,2023,623.4417,Bank"
    )
    expected = {("SDG", 2023): "623.4417", ("XOF", 2025): "655.957"}
    assert values(content) == values(content.replace(b",", b";") + b"\r\n;;;\r\n") == expected


def test_the_months_of_inforeuro_make_the_average_of_those_that_are_there():
    months = [f"SDG,EUR,{600 + n},01/{n:02}/2023,x" for n in range(1, 13)]
    decoys = [
        "ETB,EUR,58.1,01/01/2023,x",
        "ETB,EUR,58.2,2023-02-01,x",
        "ETB,EUR,58.25,03/2023,x",
        "ETB,EUR,1,01/01/2022,x",
    ]
    content = lines_of(EC, *months, *decoys, "JPY,EUR,160,01/01/2023,x")
    assert values(content) == {("SDG", 2023): "606.5", ("ETB", 2023): "58.18333333", ("ETB", 2022): "1"}
    reading = read(content, KNOWN)
    assert [rate.source for rate in reading.rates] == ["InforEuro, 12/12", "InforEuro, 3/12", "InforEuro, 1/12"]
    assert reading.passed_over == {"JPY"}


def test_inforeuro_is_known_by_plainer_names_too():
    assert values(lines_of("Currency;ISO code;Month;Value", "Pound;SDG;2023-01;600.5")) == {("SDG", 2023): "600.5"}


def test_the_imf_is_crossed_through_the_euro_of_the_file_or_the_dollar_that_we_have():
    decoys = [
        "x,SDN.XDC_USD.EOP_RT.A,Sudan,,999,999", "x,SDN.XDC_USD.PA_RT.M,Sudan,,999,999", "x,USA.XDC_USD.PA_RT.A,US,,1,1",
        "x,ARG.XDC_USD.PA_RT.A,Argentina,,5,5", "x,HRV.XDC_USD.PA_RT.A,Croatia,,7,7",
    ]  # fmt: skip
    euro = "x,G163.XDC_USD.PA_RT.A,Euro area,,,0.8"
    content = lines_of(IMF, f"{IMF_LAND},1.3,583.1221,600", *decoys, euro)
    assert values(content) == {("SDG", 2023): "629.771868", ("SDG", 2024): "750", ("USD", 2024): "1.25"}
    assert read(content, KNOWN).passed_over == {"ARG"}


@pytest.mark.parametrize(("layout", "rates"), [("ours", 2), ("inforeuro", 2), ("imf", 5)])
def test_each_example_is_read(layout, rates):
    known = Known({"SDG", "SSP", "ETB", "USD"}, 2026)
    reading = read(Path(f"seed/reference/rates/{layout}.csv").read_bytes(), known)
    assert (reading.faults, len(reading.rates)) == ([], rates)
