"""Every place of the desk, in the order in which a path is looked for."""

from wasl.web import handing
from wasl.web.pages import (
    auditing,
    carrying,
    ceremony,
    composing,
    entering,
    house,
    keys,
    overseeing,
    people,
    proving,
    reading,
    recognising,
    releasing,
    retaining,
)
from wasl.web.visit import Page

PAGES: tuple[Page, ...] = (
    *entering.PAGES,
    *reading.PAGES,
    *composing.PAGES,
    *releasing.PAGES,
    *house.PAGES,
    *proving.PAGES,
    *carrying.PAGES,
    *recognising.PAGES,
    *ceremony.PAGES,
    *people.PAGES,
    *retaining.PAGES,
    *auditing.PAGES,
    *overseeing.PAGES,
    *handing.PAGES,
    *keys.PAGES,
)
