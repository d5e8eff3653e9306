"""Every place of the desk, in the order in which a path is looked for."""

from wasl.web.pages import composing, entering, house, keys, reading, releasing
from wasl.web.visit import Page

PAGES: tuple[Page, ...] = (
    *entering.PAGES,
    *reading.PAGES,
    *composing.PAGES,
    *releasing.PAGES,
    *house.PAGES,
    *keys.PAGES,
)
