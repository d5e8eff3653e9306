"""The codes: letters that are never translated, each list closed at this version.

An unknown code is refused as ``bad-entry``; labels in ar, fr and en belong to ``locale``.
They follow the Europol Regulation, Directives (EU) 2016/680 and 2023/977, FIRST TLP 2.0 and
ICD 203, each where its list says so.
"""

from datetime import timedelta
from enum import StrEnum


class OfficerRole(StrEnum):
    """Who acts in a service; one officer may hold several, never both sides of one entry.

    ``NODE`` is the installation itself, in facts and automatic attestations.
    """

    DRAFTER = "drafter"
    RELEASER = "releaser"
    DUTY = "duty"
    HANDLER = "handler"
    CUSTODIAN = "custodian"
    DPO = "dpo"
    HEAD = "head"
    PLANNER = "planner"
    TRAINING = "training"
    VETTING = "vetting"
    OVERSEER = "overseer"
    NODE = "node"


class PersonRole(StrEnum):
    """What a person is to an item: one role per person per item, never none (LED art. 6)."""

    SUSPECT = "SUSPECT"
    CONVICTED = "CONVICTED"
    CONTACT = "CONTACT"
    ASSOCIATE = "ASSOCIATE"
    WITNESS = "WITNESS"
    VICTIM = "VICTIM"
    MISSING = "MISSING"
    PROTECTED = "PROTECTED"
    INFORMANT = "INFORMANT"
    OFFICIAL = "OFFICIAL"
    BYSTANDER = "BYSTANDER"
    UNKNOWN = "UNKNOWN"


class Handling(StrEnum):
    """Permitted use, after the Europol handling codes; they combine."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


class Caveat(StrEnum):
    """A condition that travels with an item; H3 needs at least one."""

    NO_DETENTION_ON_THIS_ALONE = "NO_DETENTION_ON_THIS_ALONE"
    NO_DEATH_PENALTY_USE = "NO_DEATH_PENALTY_USE"
    NO_TRANSFER_TO_RISK_OF_ILL_TREATMENT = "NO_TRANSFER_TO_RISK_OF_ILL_TREATMENT"
    POSSIBLE_COERCION_OF_SOURCE = "POSSIBLE_COERCION_OF_SOURCE"
    PROTECT_SOURCE = "PROTECT_SOURCE"
    MINOR = "MINOR"
    REFUGEE_OR_ASYLUM = "REFUGEE_OR_ASYLUM"
    CONTACT_US_FIRST = "CONTACT_US_FIRST"
    DO_NOT_ALERT_SUBJECT = "DO_NOT_ALERT_SUBJECT"


class Tlp(StrEnum):
    """FIRST TLP 2.0; between services the handling codes govern."""

    RED = "RED"
    AMBER_STRICT = "AMBER+STRICT"
    AMBER = "AMBER"
    GREEN = "GREEN"
    CLEAR = "CLEAR"


class Urgency(StrEnum):
    """The clock of the answer (Dir. (EU) 2023/977 art. 5); not the order of carriage."""

    URGENT_DIRECT = "URGENT_DIRECT"
    URGENT_INDIRECT = "URGENT_INDIRECT"
    OTHER = "OTHER"

    @property
    def answer_within(self) -> timedelta:
        """How long the other side has, from delivery, unless the arrangement says otherwise."""
        return _ANSWER_WITHIN[self]


_ANSWER_WITHIN = {
    Urgency.URGENT_DIRECT: timedelta(hours=8),
    Urgency.URGENT_INDIRECT: timedelta(days=3),
    Urgency.OTHER: timedelta(days=7),
}


class Precedence(StrEnum):
    """The order of carriage and the loudness of the desk; lowest first."""

    ROUTINE = "ROUTINE"
    PRIORITY = "PRIORITY"
    IMMEDIATE = "IMMEDIATE"
    FLASH = "FLASH"


class RefusalCode(StrEnum):
    """Why a request, report or check is refused, in whole or in part (D977 art. 6, and ours)."""

    NOT_HELD = "NOT_HELD"
    NEEDS_JUDICIAL_AUTHORISATION = "NEEDS_JUDICIAL_AUTHORISATION"
    JUDICIAL_AUTHORISATION_REFUSED = "JUDICIAL_AUTHORISATION_REFUSED"
    ESSENTIAL_SECURITY = "ESSENTIAL_SECURITY"
    ONGOING_INVESTIGATION = "ONGOING_INVESTIGATION"
    SAFETY_OF_A_PERSON = "SAFETY_OF_A_PERSON"
    HARMS_PERSON_UNDULY = "HARMS_PERSON_UNDULY"
    NOT_RELEVANT = "NOT_RELEVANT"
    MINOR_OFFENCE = "MINOR_OFFENCE"
    NOT_AN_OFFENCE_HERE = "NOT_AN_OFFENCE_HERE"
    POLITICAL_OFFENCE = "POLITICAL_OFFENCE"
    THIRD_PARTY_CONSENT_REFUSED = "THIRD_PARTY_CONSENT_REFUSED"
    SAME_ALREADY_ANSWERED = "SAME_ALREADY_ANSWERED"
    HUMAN_RIGHTS_RISK = "HUMAN_RIGHTS_RISK"
    OUT_OF_ARRANGEMENT = "OUT_OF_ARRANGEMENT"
    BUDGET = "BUDGET"
    UNDECLARED_OPENING = "UNDECLARED_OPENING"


class RecallGround(StrEnum):
    """Why an originator takes its information back."""

    ERROR = "ERROR"
    SOURCE_SAFETY = "SOURCE_SAFETY"
    LAW = "LAW"
    CHALLENGE = "CHALLENGE"
    DERECOGNITION = "DERECOGNITION"
    CONSENT_REVOKED = "CONSENT_REVOKED"


class RecallOutcome(StrEnum):
    """What became of one recalled item at its holder."""

    DESTROYED = "DESTROYED"
    DESTROYED_UNOPENED = "DESTROYED_UNOPENED"
    RETURNED = "RETURNED"
    KEPT = "KEPT"
    ALREADY_USED = "ALREADY_USED"
    NEVER_HELD = "NEVER_HELD"


class KeepGround(StrEnum):
    """Under which ground a recalled item is kept."""

    COURT_HOLD = "COURT_HOLD"
    LEGAL_DUTY = "LEGAL_DUTY"
    OVERSIGHT_HOLD = "OVERSIGHT_HOLD"
    DEFENCE_OF_RIGHTS = "DEFENCE_OF_RIGHTS"


class DestroyGround(StrEnum):
    """Why a body was destroyed; the entry and its proof remain."""

    RETENTION = "RETENTION"
    RECALL = "RECALL"
    NOT_RELEVANT = "NOT_RELEVANT"
    CHALLENGE = "CHALLENGE"
    ORDER = "ORDER"
    VOID = "VOID"


class FeedbackUse(StrEnum):
    """What came of an item, as its recipient tells the originator."""

    LED_TO_SEIZURE = "LED_TO_SEIZURE"
    IDENTIFIED = "IDENTIFIED"
    CONFIRMED = "CONFIRMED"
    CONTRADICTED = "CONTRADICTED"
    NO_USE = "NO_USE"
    MISLEADING = "MISLEADING"


class Dossier(StrEnum):
    """A field of work; an arrangement opens those it names."""

    TERRORISM = "terrorism"
    DRUGS = "drugs"
    SMUGGLING = "smuggling"
    BORDERS = "borders"
    MIGRATION = "migration"
    REGIONAL = "regional"
    TRAINING = "training"
    MEETINGS = "meetings"


class Language(StrEnum):
    """A language officers write in (ISO 639-1)."""

    AR = "ar"
    FR = "fr"
    EN = "en"


class ClauseOperation(StrEnum):
    """What a proposal does to one clause of a text; a clause moves by a DELETE and an ADD."""

    ADD = "ADD"
    REPLACE = "REPLACE"
    DELETE = "DELETE"


class ClockSource(StrEnum):
    """What set the clock by which an entry was dated."""

    GNSS = "gnss"
    NTP = "ntp"
    MANUAL = "manual"


class Likelihood(StrEnum):
    """Words of estimate, lowest first (the seven steps of ICD 203); only in assessments."""

    ALMOST_NO_CHANCE = "ALMOST_NO_CHANCE"
    VERY_UNLIKELY = "VERY_UNLIKELY"
    UNLIKELY = "UNLIKELY"
    EVEN_CHANCE = "EVEN_CHANCE"
    LIKELY = "LIKELY"
    VERY_LIKELY = "VERY_LIKELY"
    ALMOST_CERTAIN = "ALMOST_CERTAIN"


class Standing(StrEnum):
    """How an item may be used, strongest first: of those that apply the first rules."""

    DESTROYED = "destroyed"
    BODY_REFUSED = "body refused"
    RECALLED = "recalled"
    KEPT = "kept"
    RESTRICTED = "restricted"
    CORRECTED = "corrected"
    EXPIRED = "expired"
    LIVE = "live"


class EntryRule(StrEnum):
    """Why an entry is void: it stays, is receipted, and folds as nothing at both ends."""

    NOT_RECOGNISED = "not-recognised"
    OUTSIDE_ARRANGEMENT = "outside-arrangement"
    MOVE_NOT_ALLOWED = "move-not-allowed"
    BAD_REFERENCE = "bad-reference"
    WRONG_PURPOSE = "wrong-purpose"
    BAD_HANDLING = "bad-handling"
    BAD_GRADING = "bad-grading"
    BAD_AUDIENCE = "bad-audience"
    BAD_ROLE = "bad-role"
    BAD_CAVEAT = "bad-caveat"
    BAD_DATE = "bad-date"
    EXERCISE_MIX = "exercise-mix"
    CASE_CONFLICT = "case-conflict"


class BodyRule(StrEnum):
    """Why a body is destroyed unread while its entry stands."""

    BAD_BODY = "bad-body"
    LANGUAGE_MISSING = "language-missing"
    ROLE_MISSING = "role-missing"
    UNSAFE_TEXT = "unsafe-text"
