"""Talking a session through afterwards: both adults answer five questions.

The next session of the group waits for it, or for a lead who lets it begin all the same and says
why. A worry about somebody becomes a case (`moderation.worries`), with an owner and a date.
"""
