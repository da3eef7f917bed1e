"""The axes a message is scored on.

Toxicity is only one axis. A peer-support room is full of self-deprecation, swearing at one's own
day, retold abuse and diagnoses, and one number for all of that would put the hurt in the queue of
the hurtful. So there are heads of conduct, which may hold a message, and heads of care, which
bring a person; `personal_data` comes from rules alone, never from a model.

Conduct: `toxicity` (rude enough to make somebody leave), `insult` (at a person in the room),
`threat`, `identity_attack` (at somebody for what they are), `obscene`, `sexual` (advances),
`encourages_harm` (telling another to hurt themselves), `contact` (moving elsewhere, meeting
alone). Care: `crisis_suicide`, `crisis_selfharm`, `crisis_abuse` (violence at home), about the
author; `self_directed` (harsh words at oneself), `reported_abuse` (what others said or did).
"""

from __future__ import annotations

CONDUCT = (
    "toxicity",
    "insult",
    "threat",
    "identity_attack",
    "obscene",
    "sexual",
    "encourages_harm",
    "contact",
)
CARE = (
    "crisis_suicide",
    "crisis_selfharm",
    "crisis_abuse",
    "self_directed",
    "reported_abuse",
)
PERSONAL_DATA = "personal_data"

# What strong words alone can set off, whatever they are aimed at.
BY_WORDS = frozenset({"toxicity", "obscene", "insult", "identity_attack"})

# What a scorer can speak of; the order is the order of the model's columns.
SCORED = CONDUCT + CARE
