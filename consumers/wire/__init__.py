"""The protocol, written once.

`commands` is what a client may say, `events` what it hears, `closing` why a socket ends.
`manage.py protocol` turns them into a JSON Schema and the front end's TypeScript comes from that;
`make check` fails when either is stale. Unknown fields are refused: an extra field is a bug.
"""
