"""Feedback: what people made of what the machine said.

Each decision of a moderator leaves one row: scores, language, versions, what was flagged and by
what, and the outcome. It holds no text, no person, no message and no time finer than a week, so
it may outlive the message: limits are worked out from a season of decisions, not from a week's.
"""
