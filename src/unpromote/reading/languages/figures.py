"""Numbers as agreements in other languages write them: lengths of time, shares, money and days, as the reader's values.

Words and figures are both read, in either order ("30 (dreißig) Tage", "trente (30) jours"); where they differ both
are kept. Every figure has its place [start, end) in the flat words that it was found in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from unpromote.reading.languages.tongues import Tongue
from unpromote.reading.quantities import Amount, Length, Rate

_HAN = {letter: n for n, letter in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "二": 2, "玖": 9}
_HAN_TIMES = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = "[〇零一二三四五六七八九十百千两]+"
_MYRIADS = {"万": 10_000, "千": 1_000, "億": 10**8, "亿": 10**8}
_FIGURE = r"\d{1,3}(?:[., \u00a0\u202f'](?=\d{3}(?!\d))\d{3})+(?:[.,]\d\d(?!\d))?|\d+(?:[.,]\d\d?(?!\d))?"
_ERAS = {"令和": 2018, "平成": 1988}  # the year before an era's first one
_HUNDRED = 100
_DAY = (
    r"(?P<year>\d{4}|[〇零一二三四五六七八九]{4}|(?:令和|平成)(?:\d{1,2}|元))年(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日"
)


@dataclass(frozen=True)
class Day:
    """A civil day at [start, end) of the words."""

    on: date
    start: int
    end: int


@cache
def _words_of(tongue: Tongue) -> str:
    if not tongue.spaced:
        return _HAN_NUMBER
    one = "|".join(sorted(map(re.escape, tongue.numbers), key=len, reverse=True))
    return rf"(?:{one})(?:(?:[ -]| y | e | et )(?:{one}))*(?!\w)|(?:{one})(?=\w)"


@cache
def _number(tongue: Tongue) -> str:
    """Return the pattern of a number in words, in figures, or in both in either order."""
    words, edge = _words_of(tongue), r"(?<![\w.,])" if tongue.spaced else r"(?<![\d.,])"
    return (
        rf"{edge}(?:(?P<words>{words})(?: ?\( ?(?P<again>\d{{1,4}}) ?\))?"
        rf"|(?P<figure>\d{{1,4}}(?:[.,]\d{{1,2}})?)(?: ?\( ?(?P<said>{words})[^()]{{0,12}}\))?)"
    )


@cache
def _length_pattern(tongue: Tongue) -> re.Pattern[str]:
    units = "|".join(rf"(?P<{unit}>{words})" for unit, words in tongue.units.items() if unit != "between")
    between = tongue.units.get("between", "")
    return re.compile(rf"{_number(tongue)}[ -]*{between}(?:{units})" + (r"(?!\w)" if tongue.spaced else ""))


@cache
def _rate_pattern(tongue: Tongue) -> re.Pattern[str]:
    again = rf"(?: ?\( ?(?P<repeat>{_words_of(tongue)}) ?(?:{tongue.percent})? ?\))?"
    spoken = rf"{_number(tongue)} ?(?:{tongue.percent}){again}"
    return re.compile(spoken + rf"|百分之(?P<han>{_HAN_NUMBER}|\d{{1,3}})")


@cache
def _money_patterns(tongue: Tongue) -> tuple[tuple[str, re.Pattern[str]], ...]:
    after, before = (rf"(?P<{side}>{_FIGURE})(?P<{side}_times>[万千億亿]?)" for side in ("after", "before"))
    return tuple(
        (code, re.compile(rf"(?:{sign}) ?{after}|(?<![\d.,]){before} ?(?:{sign})"))
        for code, sign in tongue.currencies.items()
    )


@cache
def _day_pattern(tongue: Tongue) -> re.Pattern[str]:
    if not tongue.spaced:
        return re.compile(_DAY)
    months = "|".join(tongue.months)
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|[.ºª°])? (?:de )?(?P<name>{months}) (?:del? )?(?P<year>\d{{4}})"
        r"|(?<![\d.])(?P<nth>\d{1,2})[./] ?(?P<month>\d{1,2})[./] ?(?P<in>\d{4})"
    )


def lengths_in(tongue: Tongue, flat: str) -> tuple[Length, ...]:
    """Return the lengths of time in flat words, in order; the parts of a date are none."""
    dates = days_in(tongue, flat)
    return tuple(
        length
        for match in _length_pattern(tongue).finditer(flat)
        if not any(day.start < match.end() and match.start() < day.end for day in dates)
        and (length := _length(tongue, match)) is not None
    )


def _length(tongue: Tongue, match: re.Match[str]) -> Length | None:
    n, other = _both(tongue, match)
    if n.denominator != 1:
        return None
    unit = next(unit for unit in tongue.units if unit != "between" and match[unit])
    return Length(int(n), unit, match.start(), match.end(), None if other is None else int(other))


def _both(tongue: Tongue, match: re.Match[str]) -> tuple[Fraction, Fraction | None]:
    """Return the number that counts, words before figures, and the other one where it differs."""
    words = match["words"] or match["said"] or match.groupdict().get("repeat")
    figure = match["figure"] or match["again"]
    written = Fraction(figure.replace(",", ".")) if figure else Fraction(0)
    n = Fraction(spoken_number(tongue, words) or 0) if words else written
    return n, (written if figure and written != n else None)


def spoken_number(tongue: Tongue, words: str) -> int | None:
    """Return 45 for "quarante-cinq" or 四十五, None where a word is no number."""
    if not tongue.spaced:
        return _han_number(words)
    total = 0
    for word in re.split(r"[ -](?:(?:y|e|et)[ -])?", words) if words not in tongue.numbers else [words]:
        if word not in tongue.numbers:
            return None
        n = tongue.numbers[word]
        total = total * n if n == _HUNDRED and 0 < total < _HUNDRED else total + n
    return total


def _han_number(words: str) -> int | None:
    if len(words) > 1 and not any(letter in _HAN_TIMES for letter in words):
        return int("".join(str(_HAN[letter]) for letter in words))
    total, digit = 0, None
    for letter in words:
        if letter in _HAN_TIMES:
            total, digit = total + (1 if digit is None else digit) * _HAN_TIMES[letter], None
        else:
            digit = _HAN[letter]
    return total + (digit or 0)


def rates_in(tongue: Tongue, flat: str) -> tuple[Rate, ...]:
    """Return the percentages in flat words, in order."""
    return tuple(_rates(tongue, flat))


def _rates(tongue: Tongue, flat: str) -> Iterator[Rate]:
    for match in _rate_pattern(tongue).finditer(flat):
        han = match["han"]
        n, other = (Fraction(_figure(han)), None) if han else _both(tongue, match)
        yield Rate(n / 100, match.start(), match.end(), None if other is None else other / 100)


def _figure(words: str) -> int:
    return int(words) if words.isdecimal() else _han_number(words) or 0


def amounts_in(tongue: Tongue, flat: str) -> tuple[Amount, ...]:
    """Return the amounts of money in flat words, in order; digits have a point for the minor unit."""
    found = [
        Amount(_digits(match), code, match.start(), match.end())
        for code, pattern in _money_patterns(tongue)
        for match in pattern.finditer(flat)
    ]
    return tuple(sorted(found, key=lambda amount: amount.start))


def _digits(match: re.Match[str]) -> str:
    side = "after" if match["after"] else "before"
    bare = re.sub(r"[., \u00a0\u202f'](?=\d{3}(?!\d))", "", match[side]).replace(",", ".")
    times = _MYRIADS.get(match[f"{side}_times"], 1)
    return str(int(Fraction(bare) * times)) if times > 1 else bare


def days_in(tongue: Tongue, flat: str) -> tuple[Day, ...]:
    """Return the days named in words, in order; lower-case words keep their places, other ones do too."""
    return tuple(_days(tongue, flat.lower() if len(flat.lower()) == len(flat) else flat))


def _days(tongue: Tongue, lower: str) -> Iterator[Day]:
    for match in _day_pattern(tongue).finditer(lower):
        try:
            yield Day(_date(tongue, match), match.start(), match.end())
        except ValueError:
            continue  # 31.02.2026: no day


def _date(tongue: Tongue, match: re.Match[str]) -> date:
    if not tongue.spaced:
        return date(_year(match["year"]), _figure(match["month"]), _figure(match["day"]))
    if match["name"]:
        return date(int(match["year"]), tongue.months.index(match["name"]) % 12 + 1, int(match["day"]))
    return date(int(match["in"]), int(match["month"]), int(match["nth"]))


def _year(words: str) -> int:
    era = _ERAS.get(words[:2])
    return _figure(words) if era is None else era + _figure(words[2:].replace("元", "1"))
