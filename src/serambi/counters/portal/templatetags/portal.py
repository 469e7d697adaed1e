"""Words, days and amounts in the language of the page, and the address of the page in the other language."""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import translate_url
from django.utils.safestring import SafeString, mark_safe

from serambi.counters.common import dates, words

NO_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What could end the element that data stands in."""

register = template.Library()
register.filter("said", words.in_language)
register.filter("date_text", dates.date_text)
register.filter("day_text", dates.day_text)
register.filter("month_text", dates.month_text)
register.filter("clock_text", dates.clock_text)
register.filter("moment_text", dates.moment_text)
register.filter("time_text", dates.time_text)
register.filter("rupiah", words.rupiah_text)
register.filter("number", words.number_text)
register.filter("percent", words.percent_text)
register.filter("query", urlencode)


@register.filter
def of(texts: Mapping[str, str], key: str) -> str:
    """The text of a key; empty when it has none."""
    return texts.get(key, "")


@register.filter
def linked_data(data: Mapping[str, object]) -> SafeString:
    """JSON for a data block; it may stand between tags, whatever it holds."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(NO_MARKUP))


@register.simple_tag(takes_context=True)
def this_page_in(context: Context, language: str) -> str:
    """The address of the page being shown in a language; a page may name another with `language_page`."""
    page = context.get("language_page") or context["request"].get_full_path()
    return translate_url(page, language)


@register.filter
def figure(count: int | str) -> str:
    """A number of a table; what was not counted stays empty."""
    return words.number_text(count) if isinstance(count, int) else count
