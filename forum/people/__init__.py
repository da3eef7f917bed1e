"""A person: somebody who can come in. No name, no e-mail, no birth date.

A youth is a `Person` with devices (logins) and one recovery phrase. Staff are a `Person` with an
`account` (user name and password) besides; they are known by first name and role in their groups.
Everyone's login is a `Device`, so ending one ends it everywhere the same way.
"""
