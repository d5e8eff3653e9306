"""The verbs a node answers within one turn, by name: the one list a door is opened on."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.node.office import (
    acting,
    attachments,
    auditing,
    certifying,
    explaining,
    figures,
    finding,
    given,
    health,
    inclusion,
    judging,
    keys_of_officers,
    links,
    meeting,
    opening,
    passing,
    people,
    posting,
    reading,
    recognising,
    retention,
    texts,
    typing,
)
from wasl.node.office.asked import read_argument

Arguments = Mapping[str, Any]

VERBS: Mapping[str, Callable[..., Any]] = {
    "admitted": links.admitted,
    "arrangements": texts.arrangements,
    "audit-page": auditing.audit_page,
    "attach": acting.attach,
    "attach-held": attachments.attach_held,
    "attachment-quota": attachments.attachment_quota,
    "attachment-take": attachments.attachment_take,
    "attachments": attachments.attachments,
    "case": reading.case,
    "case-named": people.case_named,
    "certificate-trust": certifying.certificate_trust,
    "draft": acting.draft,
    "drafts": acting.drafts,
    "drop-draft": acting.drop_draft,
    "explain": explaining.explain,
    "export-given": given.export_given,
    "extract-given": given.extract_given,
    "figures": figures.figures,
    "health": health.health,
    "item": finding.item,
    "items-they-hold": texts.items_they_hold,
    "key-adopt": meeting.key_adopt,
    "key-card": meeting.key_card,
    "key-links": texts.key_links,
    "key-meet": meeting.key_meet,
    "key-read": meeting.key_read,
    "key-show": meeting.key_show,
    "link-state": links.link_state,
    "log-heads": inclusion.log_heads,
    "log-page": links.log_page,
    "match-judge": judging.match_judge,
    "match-judged": judging.match_judged,
    "officer-add": people.officer_add,
    "officer-knows": people.officer_knows,
    "officer-leave": people.officer_leave,
    "officer-list": people.officer_list,
    "officer-roles": people.officer_roles,
    "officer-signed": people.officer_signed,
    "open": opening.open_entry,
    "open-file": opening.open_file,
    "open-link": acting.open_link,
    "onward": passing.onward,
    "partner-keys": texts.partner_keys,
    "partner-list": meeting.partner_list,
    "partner-url": meeting.partner_url,
    "passkey-touched": keys_of_officers.passkey_touched,
    "passkeys": keys_of_officers.passkeys,
    "passkeys-put": keys_of_officers.passkeys_put,
    "passkeys-text": keys_of_officers.passkeys_text,
    "post-copy": posting.post_copy,
    "post-held": posting.post_held,
    "post-list": posting.post_list,
    "post-lost": posting.post_lost,
    "post-under": posting.post_under,
    "prepare": acting.prepare,
    "proof": inclusion.proof,
    "propose-text": texts.proposed,
    "read-draft": acting.read_draft,
    "recognition-acts": recognising.recognition_acts,
    "recognitions": texts.recognitions,
    "refusals-since": explaining.refusals_since,
    "release": acting.release,
    "release-text": acting.release_text,
    "retention-due": retention.retention_due,
    "retention-report": retention.retention_report,
    "statement": texts.statement,
    "stirred": links.stirred,
    "tray": reading.tray,
    "type-in": typing.type_in,
    "typed": typing.typed,
    "vouch": acting.vouch,
}


def called(verb: Callable[..., Any], place: tuple[Any, ...], arguments: Arguments) -> Json:
    """The answer of a verb at its place.

    Refuses ``bad-arguments`` it does not take, lacks, or declares of another type.
    """
    signature = inspect.signature(verb)
    try:
        read = {
            name: read_argument(value, _declared(signature, name))
            for name, value in arguments.items()
        }
        bound = signature.bind(*place, **read)
    except (TypeError, ValueError) as error:
        raise RefusedError("bad-arguments", {"why": str(error)[:64]}) from error
    return verb(*bound.args, **bound.kwargs)


def _declared(signature: inspect.Signature, name: str) -> object:
    """What a verb says of an argument; nothing of one it does not take."""
    parameter = signature.parameters.get(name)
    return parameter.annotation if parameter is not None else None
