"""A case: a person has to look at a message.

Whatever brings it, one message has at most one open case; later reasons join it. Conduct and
care are two queues of the same machine: WAITING -> CLAIMED -> DECIDED, back to WAITING when a
claim lapses or is let go. A claim is a lease, taken by an UPDATE that hits one row or none; a
decision is compared and set on the case's version, so that two moderators never both decide.
"""
