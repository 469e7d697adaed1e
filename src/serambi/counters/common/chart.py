"""Charts as SVG made by the server: no script and no inline style, with a title, a description and a table of the same
numbers for those who do not see the picture.

Colours come from the style sheet by class (`chart-line-1`, `chart-bar-1`, `chart-limit`, `chart-axis`, `chart-text`);
the attributes here are what remains without one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from serambi.counters.common import words

WIDTH, HEIGHT = 400, 236
"""So narrow that its words can be read on a telephone 320 px wide; wider screens draw it larger."""
LEFT, RIGHT, TOP, BOTTOM = 36, 8, 16, 24
LEGEND_LINE = 18
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
COLOURS = ("#1d4ed8", "#b45309", "#047857", "#7c3aed")
DASHES = ("none", "6 3", "2 3", "8 3 2 3")
"""Lines differ by dash as well as by colour."""
TICKS = 4
MOST_LABELS = 7


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars: its name and a value for each label."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows. `key` makes its ids unique on the page; `limit` is a line across with its name, or None."""

    key: str
    title: str
    description: str
    labels: Sequence[str]
    series: Sequence[Series]
    limit: Series | None = None


def line_chart(chart: Chart) -> SafeString:
    """The series as lines."""
    top = _top(chart)
    lines = format_html_join(
        "",
        '<polyline class="chart-line-{}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="{}" points="{}"/>',
        (
            (number + 1, COLOURS[number % 4], DASHES[number % 4], _points(series.values, top))
            for number, series in enumerate(chart.series)
        ),
    )
    return _svg(chart, top, lines)


def bar_chart(chart: Chart) -> SafeString:
    """The series as bars beside each other."""
    top, count = _top(chart), max(1, len(chart.series))
    width = PLOT_WIDTH / max(1, len(chart.labels)) * 0.8 / count
    bars = format_html_join(
        "",
        '<rect class="chart-bar-{}" fill="{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (
                number + 1,
                COLOURS[number % 4],
                _short(_x(at, len(chart.labels)) + (number - count / 2) * width),
                _short(_y(value, top)),
                _short(width),
                _short(TOP + PLOT_HEIGHT - _y(value, top)),
            )
            for number, series in enumerate(chart.series)
            for at, value in enumerate(series.values)
        ),
    )
    return _svg(chart, top, bars)


def data_table(chart: Chart, label_heading: str) -> SafeString:
    """The numbers of a chart as a table, with the labels as headings of its rows."""
    names = format_html_join("", '<th scope="col">{}</th>', ((series.name,) for series in chart.series))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (label, format_html_join("", "<td>{}</td>", ((_number(series.values[at]),) for series in chart.series)))
            for at, label in enumerate(chart.labels)
        ),
    )
    return format_html(
        '<table class="chart-data"><caption>{}</caption><thead><tr><th scope="col">{}</th>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        chart.title,
        label_heading,
        names,
        rows,
    )


def _svg(chart: Chart, top: float, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" role="img" aria-labelledby="{key}-title {key}-desc" viewBox="0 0 {width} {height}" '
        'xmlns="http://www.w3.org/2000/svg" font-size="12" fill="currentColor">'
        '<title id="{key}-title">{title}</title><desc id="{key}-desc">{desc}</desc>{grid}{labels}{drawn}{limit}{legend}'
        "</svg>",
        key=chart.key,
        width=WIDTH,
        height=HEIGHT + LEGEND_LINE * len(chart.series),
        title=chart.title,
        desc=chart.description,
        grid=_grid(top),
        labels=_labels(chart.labels),
        drawn=drawn,
        limit=_limit(chart, top),
        legend=_legend(chart),
    )


def _grid(top: float) -> SafeString:
    values = [top * step / TICKS for step in range(TICKS + 1)]
    return format_html_join(
        "",
        '<line class="chart-axis" stroke="#9ca3af" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="chart-text" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (
                LEFT,
                WIDTH - RIGHT,
                _short(_y(value, top)),
                _short(_y(value, top)),
                LEFT - 6,
                _short(_y(value, top) + 4),
                _short(value),
            )
            for value in values
        ),
    )


def _labels(labels: Sequence[str]) -> SafeString:
    every = -(-len(labels) // MOST_LABELS) or 1
    return format_html_join(
        "",
        '<text class="chart-text" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((_short(_x(at, len(labels))), TOP + PLOT_HEIGHT + 16, labels[at]) for at in range(0, len(labels), every)),
    )


def _limit(chart: Chart, top: float) -> SafeString:
    if chart.limit is None:
        return SafeString()
    height = _short(_y(chart.limit.values[0], top))
    return format_html(
        '<line class="chart-limit" stroke="#b91c1c" stroke-width="2" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="chart-text" x="{}" y="{}" text-anchor="end">{}</text>',
        LEFT,
        WIDTH - RIGHT,
        height,
        height,
        WIDTH - RIGHT,
        _short(float(height) - 4),
        chart.limit.name,
    )


def _legend(chart: Chart) -> SafeString:
    """A line for each series, under each other: names are longer in one language than in the other."""
    return format_html_join(
        "",
        '<line class="chart-line-{}" stroke="{}" stroke-width="3" stroke-dasharray="{}" '
        'x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="chart-text" x="{}" y="{}">{}</text>',
        (
            (
                number + 1,
                COLOURS[number % 4],
                DASHES[number % 4],
                LEFT,
                LEFT + 24,
                HEIGHT + number * LEGEND_LINE + 8,
                HEIGHT + number * LEGEND_LINE + 8,
                LEFT + 30,
                HEIGHT + number * LEGEND_LINE + 12,
                series.name,
            )
            for number, series in enumerate(chart.series)
        ),
    )


def _top(chart: Chart) -> float:
    """The height of the plot: a round number not below any value."""
    highest = max((value for series in (*chart.series, *_limits(chart)) for value in series.values), default=0)
    for step in (1, 2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000):
        if highest <= step * TICKS:
            return step * TICKS
    return highest


def _limits(chart: Chart) -> tuple[Series, ...]:
    return (chart.limit,) if chart.limit else ()


def _points(values: Sequence[float], top: float) -> str:
    return " ".join(f"{_short(_x(at, len(values)))},{_short(_y(value, top))}" for at, value in enumerate(values))


def _x(at: int, count: int) -> float:
    return LEFT + PLOT_WIDTH * (at + 0.5) / max(1, count)


def _y(value: float, top: float) -> float:
    return TOP + PLOT_HEIGHT * (1 - value / top)


def _number(value: float) -> str:
    """At most one decimal, as the language of the page writes it."""
    return words.number_text(Decimal(str(round(value, 1))))


def _short(value: float) -> str:
    """At most one decimal, with a point: the language of SVG."""
    return f"{value:.1f}".removesuffix(".0")
