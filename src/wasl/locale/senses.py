"""Words that one kind uses in a sense of its own: its term is ``kind.word``, not ``word`` alone.

A person held and let go is not an act released; a certificate that is held was kept.
"""

OWN_SENSES = {
    "certificate": "ERROR accept held question revoke revoked",
    "challenge": "withdraw",
    "check": "withdraw",
    "consent": "revoke revoked withdraw",
    "course": "offer offered withdraw",
    "exercise": "running start",
    "fact": "hold",
    "finding": "accept accepted",
    "hit": "PROTECTED clear release released report withdraw",
    "lesson": "actioned conclude",
    "level": "agree",
    "meeting": "held hold",
    "nomination": "admit admitted revoke revoked withdraw",
    "plan": "complete open",
    "proposal": "accept accepted reject",
    "session": "held",
    "task": "plan report reported start",
}
"""By kind its moves, states and codes, as words."""

SENSES = frozenset(
    f"{kind}.{word}" for kind, words in OWN_SENSES.items() for word in words.split()
)
