"""What a session was about, in themes.

A summary is a choice among the themes of `themes.toml`, and holds nothing else: no name, no quote
and no number can be in it. A theme is in it where at least three young people wrote of it. It is
written once, when the session is over, so that nothing can be learned from how it changes.
"""
