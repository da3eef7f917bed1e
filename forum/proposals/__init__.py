"""Changing the group's agreement together: proposals and votes.

A proposal **is** a message in the group's agreement room: it is screened like everything young
people write, held and taken away like it, and talked about where it stands. Its row says which
clause it is about and how the vote stands. Only participants vote, and nobody sees how; when a
proposal is decided, what each voted is forgotten. A facilitator may veto while it is open, with a
reason that everybody reads. What is adopted is a new version of the agreement, which everybody
accepts anew.
"""
