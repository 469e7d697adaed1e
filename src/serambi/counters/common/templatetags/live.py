"""Where a page listens for changes of a hall."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def hall_events(office: str) -> str:
    """The address of a hall's event stream: on this site, or where the settings say it is served."""
    return f"{settings.EVENTS_URL}/events/hall/{office}/"
