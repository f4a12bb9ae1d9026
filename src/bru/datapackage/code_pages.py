"""What bytes of no declared encoding say: a code page is named only where none says another thing.

Nearly every code page makes letters of nearly all bytes. So a text is taken for Cyrillic only where
its letters follow one another as in words of Russian, Ukrainian, Bulgarian or Belarusian; and no
text is taken for anything if the bytes are words in a page of another language as well.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import pairwise

from bru.datapackage.whitespace import CYRILLIC, NO_TEXT, is_text

# Words as no language writes them: capitals within, signs where they do not stand, or never.
MISSHAPEN = re.compile(
    rf"[{CYRILLIC.lower()}][А-ЯЁІЎЄЇҐ]|[А-ЯЁІЎЄЇҐ]{{2}}[а-яёіўєїґ]|[^\W\d_][‚„†‡‰ˆ˜‹]"
    r"|[a-z\u00df-\u00f6\u00f8-\u00ff][\u00c0-\u00d6\u00d8-\u00de]|[\u00df-\u00ffľĺ][A-Z]"
    r"|[¤¦¨¬¯´¸¶˛ˇ˘˙˝\xad]|[©®²³¥¼½¾™€](?=[^\W\d_])|[^\W\d_][¡¿]"
)
CYRILLIC_PAGES = ("cp1251", "koi8-r", "cp866")
CYRILLIC_RIVALS = (*CYRILLIC_PAGES, "iso8859-5", "mac_cyrillic")
WESTERN, FEWEST = "cp1252", 3  # letters that are no ASCII
LEAST, SURE = 8, 32  # weights of a Cyrillic text: of a word of five letters, of some words

# How often a letter (a row of 36) stands before another one, counted in words of four languages:
# 5 as often as by chance, one more twice as often, up to 8; one less half as often.
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєў"
PAIRS = (
    "678776575788883688866766650001586568805006007026247065070302045503146000823258438046278366"
    "550134316735058000836036006026248063260200003202007010835148757054387457360323105736047000"
    "457675563778784588834465550002340216620056006033064205050001002612004000846455106044565546"
    "450202203550037000557667476877785577833767540000580330132243020043465038500041400000222000"
    "805025018026538276672340215203208000833438338055377205471111104482668010874008007033357435"
    "060211005524037000813888138064278028763163413864478010478786665778884688835446540002651634"
    "801007006025038383350020005430227000856668438155568347672442416847358000826137007086567656"
    "861534307484277000837338008055268287471403006787357010757564563466674576620446440005514252"
    "500204006002005070142000000300006000603003005002346043440000003000006000522006007070002000"
    "350000002655347000604007206041075010450003200525014000505006005044245225440023000044003000"
    "500005005000034000020000000010002000044353450046453475600234040000120000265526041674560334"
    "622654400000084002033244032280476007400211410000452010033440020555463175403333300000240000"
    "034240420042130033600014040000200030036353240155570443700323030000360030558585460777585677"
    "733356520000584644003020020102150001200300000000000100004230000000430122500000200000300200"
    "400070000000070066000000000003000000"
)
AS_COUNTED = str.maketrans("ёґ", "ег")

# The letters beyond a-z that words of a language have, for each page that is not looked for.
_WEST = tuple("àâçéèêëîïôùûü áéíñóúü áâãàçéêíóôõú äöü åäöéæø àèéìòù áðéíóúýþæö".split())
_EAST = tuple("ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîșțşţ čćđšž".split())
RIVALS = {
    "cp1254": ("çğıöşüâîû", "çəğıöşü"),
    "cp857": ("çğıöşüâîû",),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž"),
    "iso8859-2": _EAST,
    "iso8859-3": ("ċġħżà", "ĉĝĥĵŝŭ"),
    "iso8859-16": ("ăâîșț",),
    "cp850": _WEST,
    "cp852": _EAST,
    "mac_roman": _WEST,
}
OLD = {"cp850", "cp852", "cp857", "mac_roman"}  # their usual letters are before B0
CONTRACTED = re.compile(r"[íĺ](?:[sdtm]|re|ve|ll)\b|\b[ñľ]\b|\bì|î\b|\d[ñľ]")  # ’ – “ ”

# The same of scripts whose pages have other letters than Latin: a word, and where it is none.
GREEK = re.compile(r"[ΐΆ-ώ]+")
ACCENTED = re.compile("[ΐΆΈΉΊΌΎΏάέήίΰόύώ]")
VOWEL = re.compile("[αειουηωάέήίόύώΐΰϊϋ]", re.IGNORECASE)
HEBREW = re.compile("(?:[א-ת][\u05b0-\u05c2]*)+")
NOT_HEBREW = re.compile("[ךםןףץ](?=[א-ת])|[כמנצ](?![א-ת\u05b0-\u05c2])")
ARABIC = re.compile("[\u0621-\u0652\u067e-\u06d2]+")
NOT_ARABIC = re.compile(r"[ةى](?=[\u0621-\u064a])|[\u064b-\u064d](?!ا?\Z)")
COMMON = re.compile("[ابتدرسعفكلمنهويکی]")  # two thirds of the letters of Arabic and Persian
MARKS = "\u05b0-\u05c2\u064b-\u0652"
CELL = re.compile(r"[^,;\t|\r\n]+")
OTHER_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}])*")
ODD = re.compile(
    rf"[\x80-\x9f]|(?<![^\W\d_])(?<![{MARKS}])[{MARKS}]"  # a mark on no letter
    r"|[¢-¦¨©¬-¯±-µ¸¹¼-¾](?=[^\W\d_])"
)


def weight(text: str) -> int:
    """How much speaks for Cyrillic words in a text: twice the odds for each unit; 0 for others."""
    if MISSHAPEN.search(text) or not is_text(text):
        return 0
    total = pairs = 0
    for word in re.findall(f"[{CYRILLIC}]+", text):
        at = [LETTERS.index(c) for c in word.lower().translate(AS_COUNTED)]
        total += sum(int(PAIRS[len(LETTERS) * a + b]) - 5 for a, b in pairwise(at))
        pairs += len(at) - 1
    return total if total >= pairs else 0


def code_page(data: bytes) -> str:
    """The code page in which what is not ASCII reads as words, "" where in none.

    Cyrillic ones; Latin ones where Western and Central European pages have the same.
    """
    found = {page: text for page, text in read_as(CYRILLIC_PAGES, data) if is_meant(text, data)}
    best = max(found, key=lambda page: weight(found[page]), default="")
    if weight(found.get(best, "")):
        return best.upper()
    western, *others = dict(read_as((WESTERN, "cp1250"), data)).values() or [""]
    few = sum(byte > 0x7F for byte in data) < FEWEST
    is_sure = [western] == others and is_text(western) and is_meant(western, data)
    return WESTERN.upper() if is_sure and not few else ""


def is_meant(text: str, data: bytes) -> bool:
    """Whether bytes of no declared encoding say this text, and no page says another one."""
    own = weight(text)
    if own < LEAST if re.search(f"[{CYRILLIC}]", text) else not is_latin(text):
        return False
    others = (o for _, o in read_as(CYRILLIC_RIVALS, data) if o != text)
    if any(2 * weight(o) > max(own, LEAST) and letters(o) >= letters(text) for o in others):
        return False
    if own >= SURE:
        return True
    pages = [p for p in (*RIVALS, *SCRIPTS) if p not in OLD or re.search(rb"[\x80-\xaf]", data)]
    return not any(o != text and is_word_for_word(page, o) for page, o in read_as(pages, data))


def is_latin(text: str) -> bool:
    """Whether the cells of a text that are not ASCII are for the most part plain letters."""
    some = "".join(cell for cell in CELL.findall(text) if not cell.isascii())
    plain = sum(c.isascii() and c.isalpha() for c in some)
    return 2 * plain >= sum(not c.isspace() for c in some) and not MISSHAPEN.search(text)


def letters(text: str) -> int:
    """How many letters a text has."""
    return sum(map(str.isalpha, text))


def read_as(pages: Iterable[str], data: bytes) -> Iterator[tuple[str, str]]:
    """The texts of bytes in code pages that have them."""
    for page in pages:
        with suppress(UnicodeDecodeError):
            yield page, data.decode(page)


def is_word_for_word(page: str, text: str) -> bool:
    """Whether most words of a text that are not ASCII are such of a language of a page."""
    words = [word for word in OTHER_WORD.findall(text) if not word.isascii()]
    if NO_TEXT.search(text) if page in RIVALS else ODD.search(text):
        return False
    if page in SCRIPTS:
        return 4 * sum(map(SCRIPTS[page], words)) >= 3 * len(words)
    if MISSHAPEN.search(text) or CONTRACTED.sub("", text).isascii():
        return False
    own = [c for c in text.lower() if c.isalpha() and not c.isascii()]
    known = max(sum(map(alphabet.count, own)) for alphabet in RIVALS[page])
    return 10 * known >= 9 * len(own)


def is_greek(word: str) -> bool:
    """Whether a word has one accent unless it is short or in capitals, and its sigmas in place."""
    accents, vowels = len(ACCENTED.findall(word)), len(VOWEL.findall(word))
    if not GREEK.fullmatch(word) or re.search(r"ς\B|\Bσ\Z", word) or accents > 1:
        return False
    if word == word.upper():
        return 5 * vowels >= 2 * len(word)
    small = word[1:] == word[1:].lower()
    return small and (accents == 1 or vowels < 3) and 3 * vowels >= len(word)


def is_hebrew(word: str) -> bool:
    """Whether a word has its last letters at its end, and no other letters there."""
    return bool(HEBREW.fullmatch(word)) and not NOT_HEBREW.search(word)


def is_arabic(word: str) -> bool:
    """Whether a word is of Arabic letters, most of them common, those in place that end one."""
    is_usual = 2 * len(COMMON.findall(word)) >= len(word)
    return is_usual and bool(ARABIC.fullmatch(word)) and not NOT_ARABIC.search(word)


SCRIPTS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("cp1253", "iso8859-7"), is_greek),
    **dict.fromkeys(("cp1255", "iso8859-8"), is_hebrew),
    **dict.fromkeys(("cp1256", "iso8859-6"), is_arabic),
}
