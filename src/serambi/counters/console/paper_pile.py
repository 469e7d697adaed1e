"""Many paper lines at once: from a CSV to kept lines, with every fault at the line of the file it stands on."""

from datetime import date

from serambi.counters.common.paper_file import read_paper_file
from serambi.counters.console.pages.place import AtOffice
from serambi.procedures.enter_paper_lines import enter_paper_lines
from serambi.procedures.steps.paper_lines import Kept
from serambi.rules.paper.lines import PaperFaults


def enter_pile(content: bytes, at: AtOffice, on: date, by: str) -> Kept:
    """Raises Busy, OutcomeUnknown, PaperFaults (nothing kept), and Refused: `paper.too_large`, and the codes of
    enter_paper_lines."""
    read = read_paper_file(content)
    try:
        return enter_paper_lines(office=at.code, on=on, lines=tuple(read.values()), now=at.now, by=by)
    except PaperFaults as found:
        in_file = tuple(read)
        raise PaperFaults([(in_file[place - 1], fault) for place, fault in found.faults]) from found
