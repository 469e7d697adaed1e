"""The address of the page in the other language, and the words of dates."""

from django import template
from django.template.context import Context
from django.urls import translate_url

from serambi.counters.common import dates

register = template.Library()
register.filter("day_text", dates.day_text)


@register.simple_tag(takes_context=True)
def this_page_in(context: Context, language: str) -> str:
    """The address of the page being shown in a language."""
    return translate_url(context["request"].get_full_path(), language)
