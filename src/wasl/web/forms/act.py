"""The act a form is for."""

from dataclasses import dataclass

from wasl.core.canonical import Json
from wasl.core.procedure import MoveRule
from wasl.forms.placing import Place
from wasl.web.forms.fields import FormField


@dataclass(frozen=True, slots=True, kw_only=True)
class Composing:
    """The act a form is for: its move, and where it belongs if that is known already."""

    kind: str
    move: str
    rule: MoveRule
    fields: tuple[FormField, ...]
    place: Place | None = None
    told: Json = None

    @property
    def is_first(self) -> bool:
        """Whether it opens a case."""
        return self.told is None
