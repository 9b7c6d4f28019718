"""Which language a text is in, stretch by stretch: by its script, and by its short words.

A paragraph too short or too bare of words to tell takes the language of what stands around it. A language other than
the text's own has to be plain to see, so that a name or a quoted phrase makes no stretch of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources

_TABLE = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
NAMES: dict[str, str] = _TABLE["names"]

_LETTERS = re.compile(r"[^\W\d_]+")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
_LINE = re.compile(r"[^\n]*\n?")
_OTHER_SCRIPT = re.compile(f"[{''.join(_TABLE['scripts'].values())}]")
_SCRIPTS = tuple((code, re.compile(f"[{letters}]")) for code, letters in _TABLE["scripts"].items())
_LONG = 800  # characters: a longer paragraph is judged piece by piece, since pages without blank lines may mix
_MANY = 20  # different short words of English at least, for a text that is plainly in it
_FEW = 8  # words: fewer tell nothing for sure
_BARE = 0.08  # of the words: a text with fewer short words of any language is in none that is known
_PLAIN = 0.22  # of the words: so many have to be the other language's own
_VARIED = 5  # different short words of the other language at least: names repeat one or two
_AHEAD = 1.6  # times the score of the text's own language
_SAYS_ENOUGH = 12  # letters of a script of its own
_KANA = 0.06  # of the letters: so many at least are Japanese syllables in Japanese prose


def _shares() -> dict[str, tuple[tuple[str, float], ...]]:
    spoken: defaultdict[str, list[str]] = defaultdict(list)
    for code, words in _TABLE["words"].items():
        for word in dict.fromkeys(words.split()):
            spoken[word].append(code)
    return {word: tuple((code, 1 / len(codes)) for code in codes) for word, codes in spoken.items()}


_SHARES = _shares()
_ENGLISH = frozenset(_TABLE["words"]["en"].split())
_OWN = {
    code: frozenset(words.split()) - (_ENGLISH if code != "en" else set()) for code, words in _TABLE["words"].items()
}


@dataclass(frozen=True)
class Stretch:
    """A stretch [start, end) of a text in one language; `language` is its code, empty where none is known."""

    start: int
    end: int
    language: str


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    words: int
    scores: dict[str, float]
    sure: bool = True  # enough is said for a language other than the text's own

    @property
    def best(self) -> str:
        """The language that it looks most like, empty where it looks like none."""
        if self.words < _FEW or not self.scores:
            return ""
        code = max(self.scores, key=lambda one: self.scores[one])
        return code if self.scores[code] >= _BARE else ""


def language_of(text: str) -> str:
    """Return the code of the language that most of a text is in, empty where it is none that is known."""
    return _leading(tuple(_pieces(text)))


def stretches_of(text: str) -> tuple[Stretch, ...]:
    """Return the stretches of a text by language, in order; they cover it from its start to its end."""
    if _is_plainly_english(text):
        return (Stretch(0, len(text), "en"),)
    pieces = tuple(_pieces(text))
    leading = _leading(pieces)
    return tuple(_joined(((piece, _told(piece, leading)) for piece in pieces), leading, len(text)))


def _is_plainly_english(text: str) -> bool:
    """Tell whether a text can be in nothing but English: then none of its pieces has to be looked at."""
    words = set(text.lower().split())
    return (
        len(words & _ENGLISH) >= _MANY
        and all(len(words & own) < _VARIED - 1 for code, own in _OWN.items() if code != "en")
        and (text.isascii() or not _OTHER_SCRIPT.search(text))
    )


def _leading(pieces: tuple[_Piece, ...]) -> str:
    votes: Counter[str] = Counter()
    for piece in pieces:
        if piece.best:
            votes[piece.best] += piece.words
    return votes.most_common(1)[0][0] if votes else ""


def _told(piece: _Piece, leading: str) -> str:
    """Return a piece's language, empty where it may as well be that of what stands around it."""
    best = piece.best
    if best in ("", leading) or not piece.sure:
        return best if best == leading else ""
    plain = piece.scores[best] >= _PLAIN and piece.scores[best] > _AHEAD * piece.scores.get(leading, 0)
    return best if plain else ""


def _joined(told: Iterable[tuple[_Piece, str]], leading: str, end: int) -> Iterator[Stretch]:
    start, language = 0, ""
    for piece, code in told:
        if not code or code == language:
            continue
        if language and piece.start > start:
            yield Stretch(start, piece.start, language)
            start = piece.start
        language = code
    yield Stretch(start, end, language or leading)


def _pieces(text: str) -> Iterator[_Piece]:
    scripts = bool(_OTHER_SCRIPT.search(text))
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield from _cut(text, start, gap.start(), scripts=scripts)
        start = gap.end()
    yield from _cut(text, start, len(text), scripts=scripts)


def _cut(text: str, start: int, end: int, *, scripts: bool) -> Iterator[_Piece]:
    """Yield a paragraph as a whole, or in pieces of whole lines where it is long or changes its script."""
    if end - start <= _LONG and not scripts:
        yield _piece(text, start, end)
        return
    begins, script = start, ""
    for line in _LINE.finditer(text, start, end):
        here = _script(line[0]) if scripts else ""
        if line.start() > begins and (line.start() - begins > _LONG or (here and script and here != script)):
            yield _piece(text, begins, line.start())
            begins, script = line.start(), ""
        script = here or script
    yield _piece(text, begins, end)


def _script(line: str) -> str:
    """Return "latin" or "other" for what most of a line is written in, empty for a line that says little."""
    other = len(_OTHER_SCRIPT.findall(line))
    latin = sum(map(len, _LETTERS.findall(line))) - other
    if max(3 * other, latin) < _SAYS_ENOUGH:
        return ""
    return "other" if 3 * other > latin else "latin"


def _piece(text: str, start: int, end: int) -> _Piece:
    words = text[start:end]
    if _script(words) == "other" and _OTHER_SCRIPT.search(words):
        return _of_script(words, start, end)
    found = _LETTERS.findall(words.lower())
    hits: Counter[str] = Counter()
    for word in found:
        for code, share in _SHARES.get(word, ()):
            hits[code] += share  # type: ignore[assignment]  # shares are fractions of a word
    scores = {code: hit / len(found) for code, hit in hits.items()}
    best = max(scores, key=lambda code: scores[code]) if scores else "en"
    varied = len(_OWN[best].intersection(found))
    return _Piece(start, end, len(found), scores, varied >= _VARIED)


def _of_script(words: str, start: int, end: int) -> _Piece:
    counts = {code: len(letters.findall(words)) for code, letters in _SCRIPTS}
    total = sum(counts.values())
    if counts["ja"] >= _KANA * total and counts["ja"] + counts["zh"] > total / 2:
        return _Piece(start, end, total, {"ja": 1.0})
    best = max(counts, key=lambda code: counts[code])
    sure = best != "zh" or total >= 3 * _SAYS_ENOUGH  # a short Japanese line may be without syllables too
    return _Piece(start, end, total, {best: counts[best] / total}, sure)
