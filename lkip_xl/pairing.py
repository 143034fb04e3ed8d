"""The same indicator or program in two tables: similar names, one clear winner, or no pair at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final, TypeVar

from rapidfuzz import fuzz

__all__ = ["LIKELY", "name_key", "pair", "same_words", "similarity"]

LIKELY: Final = 80.0
_MARGIN: Final = 6.0
_TOO_MANY: Final = 400
_SWAPPED: Final = 0.13  # one swapped word in seven is another indicator, two in twenty are a loose copy
_NEGATIONS: Final = frozenset({"tidak", "bukan", "non", "belum", "tanpa"})
_PLACES: Final = frozenset({"kecamatan", "kelurahan", "desa", "kabupaten", "kota", "provinsi", "nasional"})
_WIDER: Final = 0.4  # one word more in four may be left out, two in three are a narrower indicator
_FILLER: Final = frozenset({"dan", "di", "yang", "pada", "dalam", "opd", "pd", "perangkat", "daerah", "kecamatan"})

T = TypeVar("T")

_PREFIX = re.compile(
    r"^\W*(?:\(?[0-9ivx]{1,4}(?:\.[0-9]+)*[.)]?\s+)?(?:(?:indikator|sasaran|tujuan)\s*[\d.]*\s*:)?\s*(?:\d+[.)]\s*)?",
    re.I,
)
_LEVEL = re.compile(r"^\W*(?:[ivx\d]+\.\s*)?(?:sub\s*-?\s*kegiatan|sub\s+keg|program|kegiatan)\b[\s:]*", re.I)
_BRACKETS = re.compile(r"\([^)]{0,20}\)")
_VARIANTS: Final = (
    (re.compile(r"\b(?:pro|pre|per)sen(?:tase|tasi)?\b|%"), "persentase"),
    (re.compile(r"&"), " dan "),
    (re.compile(r"\bpublic\b"), "publik"),
    (re.compile(r"\bketenteraman\b"), "ketentraman"),
    (re.compile(r"\befekti[vf]itas\b"), "efektivitas"),
    (re.compile(r"\bpro?fess?ional"), "profesional"),
    (re.compile(r"\bkab\b"), "kabupaten"),
)  # fmt: skip


@lru_cache(maxsize=16384)
def name_key(text: str) -> tuple[str, str]:
    """A name for comparing: (its words in order, the same without spaces); numbering and units dropped."""
    s = _PREFIX.sub("", text.lower().replace("\u00a0", " "))
    s = _LEVEL.sub("", s)
    s = _BRACKETS.sub(" ", s)
    for pattern, word in _VARIANTS:
        s = pattern.sub(word, s)
    words = " ".join(re.findall(r"[a-z0-9]+", s))
    return words, words.replace(" ", "")


def similarity(a: str, b: str) -> float:
    """0 to 100. Letters in order count (a space inside a word does not), or one name's words within the other's."""
    (words_a, joined_a), (words_b, joined_b) = name_key(a), name_key(b)
    if not joined_a or not joined_b:
        return 0.0
    if joined_a == joined_b:
        return 100.0
    if _negations(words_a) != _negations(words_b) or _of_other_places(words_a, words_b):
        return 0.0
    letters = fuzz.ratio(joined_a, joined_b)
    score = max(letters, 0.9 * fuzz.token_set_ratio(words_a, words_b))
    if score >= LIKELY:
        only_a, only_b, shared = _difference(words_a, words_b)
        swapped = min(only_a, only_b) > _SWAPPED * shared  # kependudukan in one name, pertanahan in the other
        wider = max(only_a, only_b) > _WIDER * shared  # IKM, and IKM of one seksi
        if swapped or wider:
            return LIKELY - _MARGIN
    return score


def _negations(words: str) -> int:
    return sum(w in _NEGATIONS for w in words.split())


def _of_other_places(a: str, b: str) -> bool:
    """One name speaks of the kecamatan, the other of the kelurahan."""
    left, right = (_PLACES.intersection(s.split()) for s in (a, b))
    return bool(left and right) and left.isdisjoint(right)


def same_words(a: str, b: str) -> bool:
    """Both names are made of the same words, spelling and words such as `OPD` or `kecamatan` aside."""
    only_a, only_b, _ = _difference(name_key(a)[0], name_key(b)[0])
    return only_a == only_b == 0


def _difference(a: str, b: str) -> tuple[int, int, int]:
    """How many telling words stand only in a, only in b, and in both."""
    left, right = ({w for w in s.split() if w not in _FILLER} for s in (a, b))

    def lacking(words: set[str], others: set[str]) -> int:
        return sum(not any(_same_word(w, o) for o in others) for w in words)

    only_a, only_b = lacking(left, right), lacking(right, left)
    return only_a, only_b, len(left) - only_a


def _same_word(a: str, b: str) -> bool:
    """The same word, spelling aside; sarana and prasarana are two."""
    if a == b:
        return True
    return fuzz.ratio(a, b) >= LIKELY and a != f"pra{b}" and b != f"pra{a}"


def pair(
    left: Sequence[T], right: Sequence[T], name: Callable[[T], str] = attrgetter("label")
) -> tuple[list[tuple[T, T]], list[T]]:
    """The pairs with one clear winner in both directions, and those of `left` with two candidates too close.

    Equal names pair first, in order where a name stands several times on both sides equally often; only what
    is left over is compared by similarity.
    """
    pairs: list[tuple[T, T]] = []
    by_key: dict[str, list[T]] = {}
    for r in right:
        by_key.setdefault(name_key(name(r))[1], []).append(r)
    groups: dict[str, list[T]] = {}
    for item in left:
        groups.setdefault(name_key(name(item))[1], []).append(item)
    open_left: list[T] = []
    used: set[int] = set()
    for key, items in groups.items():
        matches = by_key.get(key, []) if key else []
        if len(matches) == len(items):
            pairs += zip(items, matches, strict=True)
            used.update(id(m) for m in matches)
        elif len(matches) == 1 or not matches:
            open_left += items
        # a name that stands unequally often on both sides cannot be told apart by name
    open_right = [r for r in right if id(r) not in used and name_key(name(r))[1]]
    open_left = [item for item in open_left if name_key(name(item))[1]]
    if not open_left or not open_right or len(open_left) > _TOO_MANY or len(open_right) > _TOO_MANY:
        return pairs, []
    names = [name(r) for r in open_right]
    table = [[similarity(name(item), n) for n in names] for item in open_left]
    unclear: list[T] = []
    for i, scores in enumerate(table):
        best = max(range(len(scores)), key=scores.__getitem__)
        if scores[best] < LIKELY:
            continue
        rivals = [s for j, s in enumerate(scores) if j != best] + [row[best] for k, row in enumerate(table) if k != i]
        if max(rivals, default=0.0) > scores[best] - _MARGIN:
            unclear.append(open_left[i])
        else:
            pairs.append((open_left[i], open_right[best]))
    return pairs, unclear
