"""The record of what staff did: append-only, each row chained to the one before.

`permissions.requires` writes it, last in the transaction of the act itself: an act that stands is
in the record, one that was refused is not, and nobody has to remember to call anything. It holds
who, what and when, and ids; never text, alias, address or words.

The chain is keyed (`FELLESROM_AUDIT_KEY`, outside the database): whoever can write the database and
has not the key can break it, but not mend it. `manage.py verify_audit` finds where.
"""
