"""Reaching a member of staff who is not looking: one interface, two carriers behind it.

A notice says only that something waits, in the reader's language, and leads to `/team/`: no text,
alias, group or number. It is a row first, in the transaction that wants it; a loop hands it to web
push and to e-mail, each on its own, and writes down what became of each.
"""
