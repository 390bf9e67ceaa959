"""Message catalogues (gettext ``.po``, compiled at load) and dates, money, spans in a language's own manner.

The texts of a language are the files of its folder, one an area of the product. Its key's family (the part before the
first full stop) belongs to one area.
"""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

LANGUAGES_DIR: Final = Path(__file__).resolve().parents[2] / "data" / "languages"
LANGUAGES: Final[tuple[str, ...]] = ("en", "vi", "ko", "zh", "ja", "fr")
"""Languages of the page and of paper; the first is the one for visitors who ask for another."""
NATIVE_NAMES: Final[dict[str, str]] = {
    "en": "English",
    "vi": "Tiếng Việt",
    "ko": "한국어",
    "zh": "简体中文",
    "ja": "日本語",
    "fr": "Français",
}
"""What a language calls itself; never translated, so that everybody finds the own one."""
WHOLE: Final = frozenset({"en", "vi"})
"""Languages that everything is said in; the others know all that a visitor meets, and the rest speaks English there."""
OFFICE_FAMILIES: Final = frozenset(
    {"quote", "sheet", "studio", "rate", "data", "authority", "ready", "estimate", "batch"}
)
"""Families of keys that only operators and authorities meet."""
OFFICE_REASONS: Final = ("reason.ready_", "reason.estimate_")
"""How the reasons begin that only they meet."""

_LOCALES: Final = {"zh": "zh_Hans"}
"""Locale of a language whose code alone leaves the script open."""
_DATES: Final = {
    "en": "EEE, d MMM y",
    "vi": "EEEE, d/M/y",
    "ko": "y년 M월 d일 (EEE)",
    "zh": "y年M月d日（EEE）",
    "ja": "y年M月d日（EEE）",
    "fr": "EEE d MMM y",
}
"""Pattern of a date with its weekday (Unicode LDML)."""
_BANDS: Final = {"ko": "{low} ~ {high}", "zh": "{low}～{high}", "ja": "{low}～{high}"}
"""How two ends of a band are written where the dash between spaces is not the custom."""


class MissingMessageError(KeyError):
    """A catalogue lacks a key: a fault of ours, which the tests look for."""


class Messages:
    """The texts of one language. Call it with a key and the values of its placeholders.

    Texts with a plural take the number from the value named `count`. A placeholder without a
    value shows as ``?``, since a sentence with a gap is of more use than none.
    """

    def __init__(self, code: str, catalog: Catalog, office: Messages | None = None) -> None:
        self.code = code
        self.locale = Locale.parse(_LOCALES.get(code, code))
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        self._texts = gettext.GNUTranslations(compiled)
        ids = [m.id for m in catalog if m.id]
        plurals = frozenset(i[0] for i in ids if isinstance(i, tuple))
        self.own_keys: frozenset[str] = frozenset(i if isinstance(i, str) else i[0] for i in ids)
        """What the language's own files say."""
        self.keys = self.own_keys
        """What can be said, the office's English included."""
        if office is not None:
            self._texts.add_fallback(office._texts)
            self.keys |= frozenset(key for key in office.keys if _is_office(key))
            plurals |= frozenset(key for key in office._plurals if _is_office(key))
        self._plurals: frozenset[str] = plurals

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key with its placeholders filled; `MissingMessageError` without one."""
        if key not in self.keys:
            raise MissingMessageError(key)
        count = values.get("count", 1)
        if key in self._plurals and isinstance(count, int):
            template = self._texts.ngettext(key, key, count)
        else:
            template = self._texts.gettext(key)
        return template.format_map(defaultdict(lambda: "?", values))

    def find(self, key: str) -> str | None:
        """Return the text of a key without placeholders, or None where the catalogue has none."""
        return self(key) if key in self.keys else None

    @property
    def locale_tag(self) -> str:
        """The language as browsers and documents name it (BCP 47): ``vi``, ``zh-Hans``."""
        return str(self.locale).replace("_", "-")

    def date(self, day: dt.date) -> str:
        """Return a date with its weekday, e.g. ``Fri, 12 Mar 2027``."""
        return format_date(day, _DATES.get(self.code, "full"), locale=self.locale)

    def month(self, month: int) -> str:
        """Return the name of a month, 1-12.

        As it stands in a date where the language has no other form: the library gives all languages without one
        of their own the first such table that was loaded.
        """
        context: Literal["format", "stand-alone"] = "stand-alone" if self.code in WHOLE else "format"
        return str(get_month_names("wide", context=context, locale=self.locale)[month])

    def money(self, vnd: int) -> str:
        """Return an amount of Vietnamese dong."""
        return format_currency(vnd, "VND", locale=self.locale)

    def price_band(self, low_vnd: int, high_vnd: int) -> str:
        """Return a band of prices; one amount where both ends are equal."""
        if low_vnd == high_vnd:
            return self.money(high_vnd)
        band = _BANDS.get(self.code, "{low} – {high}")
        return band.format(low=self.money(low_vnd), high=self.money(high_vnd))

    def number(self, value: float) -> str:
        """Return a number with at most two decimals."""
        return format_decimal(value, format="#,##0.##", locale=self.locale)

    def span(self, minutes: int) -> str:
        """Return a span of time, e.g. ``1 h 20 min``."""
        hours, rest = divmod(int(minutes), 60)
        if not hours:
            return self("unit.min", minutes=rest)
        return self("unit.h_min", hours=hours, minutes=rest) if rest else self("unit.h", hours=hours)

    def points(self, points: float) -> str:
        """Return points as anybody cares to know them: whole from ten on, below with one decimal."""
        shown = round(points) if abs(points) >= 10 else round(points, 1)
        shown = int(shown) if shown == int(shown) else shown
        count = 1 if self.locale.plural_form(shown) == "one" else 2  # 0.5 points, 1 point; but 0,5 point, 1,5 point
        return self("unit.points", count=count, number=self.number(shown))

    def km(self, km: float) -> str:
        """Return kilometres, without decimals from ten on."""
        return self("unit.km", km=self.number(round(km) if km >= 10 else round(km, 1)))

    def join(self, parts: Iterable[str]) -> str:
        """Return a list in words: ``a, b and c``."""
        return format_list(list(parts), locale=self.locale)

    def country(self, code: str) -> str:
        """Return the name of a country or of the European Union; the code itself where none is known."""
        return str(self.locale.territories.get(code.upper(), code))


def clock(moment: dt.datetime) -> str:
    """Return the local time of day, ``HH:MM``."""
    return moment.strftime("%H:%M")


def capitalise(text: str) -> str:
    """Return text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def choose_language(wanted: str | None) -> str:
    """Return the language whose catalogue serves a wish such as ``vi-VN``: the same language, else English.

    Chinese of any script is served by the one there is, in simplified characters.
    """
    base = (wanted or "").replace("_", "-").split("-")[0].lower()
    return base if base in LANGUAGES else LANGUAGES[0]


@lru_cache(maxsize=16)
def load_messages(code: str) -> Messages:
    """Read the catalogues of a language in `LANGUAGES`.

    Raises
    ------
    FileNotFoundError
        When there is no folder of that language.
    ValueError
        When two of its files say the same key.
    """
    whole: Catalog | None = None
    for path in sorted((LANGUAGES_DIR / code).glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale=_LOCALES.get(code, code))
        whole = part if whole is None else _join(whole, part, path.name)
    if whole is None:
        raise FileNotFoundError(LANGUAGES_DIR / code)
    return Messages(code, whole, None if code in WHOLE else load_messages(LANGUAGES[0]))


def _join(whole: Catalog, part: Catalog, name: str) -> Catalog:
    for message in part:
        if message.id:
            if message.id in whole:
                raise ValueError(f"{name} says {message.id!r} a second time")
            whole[message.id] = message
    return whole


def _is_office(key: str) -> bool:
    return key.partition(".")[0] in OFFICE_FAMILIES or key.startswith(OFFICE_REASONS)
