"""Charts: SVG that any parser reads, the numbers said in words and as a table, nothing that the content policy bars."""

from xml.etree import ElementTree

import pytest
from django.utils import translation

from serambi.counters.common.chart import (
    HEIGHT,
    PLOT_HEIGHT,
    WIDTH,
    Chart,
    Series,
    bar_chart,
    data_table,
    line_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
CHART = Chart(
    key="inside",
    title="People inside <now>",
    description="Most at ten.",
    labels=("08:00", "09:00", "10:00"),
    series=(Series("Inside", (1, 2.5, 8)), Series("Outside", (0, 0, 1))),
    limit=Series("Limit 16", (16,)),
)


@pytest.mark.parametrize("draw", [line_chart, bar_chart])
def test_a_chart_is_an_image_with_title_and_description(draw):
    svg = ElementTree.fromstring(draw(CHART))

    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "inside-title inside-desc")
    assert [(e.get("id"), e.text) for e in svg[:2]] == [
        ("inside-title", "People inside <now>"),
        ("inside-desc", "Most at ten."),
    ]
    assert not [e for e in svg.iter() if e.get("style") or e.tag in (f"{SVG}style", f"{SVG}script")]


def test_lines_have_a_point_for_each_value_inside_the_picture():
    svg = ElementTree.fromstring(line_chart(CHART))

    lines = [line.get("points") for line in svg.iter(f"{SVG}polyline")]
    assert [len(line.split()) for line in lines] == [3, 3]
    for point in " ".join(lines).split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def test_bars_are_as_high_as_their_values():
    svg = ElementTree.fromstring(bar_chart(CHART))

    heights = [float(bar.get("height")) for bar in svg.iter(f"{SVG}rect")]
    assert heights == pytest.approx([value * PLOT_HEIGHT / 16 for value in (1, 2.5, 8, 0, 0, 1)], abs=0.06)


@pytest.mark.parametrize("draw", [line_chart, bar_chart])
def test_an_empty_chart_is_still_a_picture(draw):
    empty = Chart("none", "Nothing", "No data.", (), ())

    assert ElementTree.fromstring(draw(empty)).tag == f"{SVG}svg"


def test_the_table_has_the_numbers_in_the_language_of_the_page():
    with translation.override("id"):
        table = ElementTree.fromstring(data_table(CHART, "Pukul"))

    rows = [[cell.text for cell in row] for row in table.iter("tr")]
    assert rows == [["Pukul", "Inside", "Outside"], ["08:00", "1", "0"], ["09:00", "2,5", "0"], ["10:00", "8", "1"]]
    assert table.find("caption").text == "People inside <now>"
