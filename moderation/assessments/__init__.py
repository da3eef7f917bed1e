"""A duty-to-act sheet: whoever holds a care case thinks through, with the law's duties in plain
words beside each question, whether the adults must tell somebody outside. It ends in "we report",
or in "we do not report" with a reason.

The system reports nobody. A person reads the numbers off the sheet and rings themselves; nothing
in this folder can send anything anywhere, and nothing else in the system acts on how a sheet ends.
"""
