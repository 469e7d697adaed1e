"""What people type, made plain: letters and lines, and nothing that cannot be seen or that turns a page around."""

import re
import unicodedata

MARKS_IN_A_ROW = 4
"""Signs stacked on one letter: enough for every script, too few to cover the lines above."""

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
EMPTY_LINES = re.compile("\n{3,}")
JOINERS = "\u200c\u200d"
"""They shape letters of Arabic and Indic scripts and join pictures; nowhere else is anything to be joined."""

BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs by name that show nothing."""

DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Control, format (with what turns the direction of writing), half of a pair, private and unassigned."""

LAST_LATIN = "\u024f"


def plain_line(typed: str) -> str:
    """One line of text: composed Unicode, single spaces, no control, format or invisible signs."""
    return " ".join(_visible(" ".join(typed.split())).split())


def plain_text(typed: str) -> str:
    """Lines of text, each as `plain_line` has it; of empty lines in a row only one is left, none around."""
    lines = LINE_ENDS.sub("\n", typed).split("\n")
    return EMPTY_LINES.sub("\n\n", "\n".join(plain_line(line) for line in lines)).strip("\n")


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit of any script in it."""
    return any(unicodedata.category(sign)[0] in "LN" for sign in text)


def _visible(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text):
        if sign in JOINERS:
            if kept and kept[-1] > LAST_LATIN and kept[-1] not in JOINERS:
                kept.append(sign)
            continue
        category = unicodedata.category(sign)
        if category in DROPPED or sign in BLANKS:
            continue
        marks = marks + 1 if category[0] == "M" else 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(sign)
    # What lay between two signs is gone; they may compose now.
    return unicodedata.normalize("NFC", "".join(kept))
