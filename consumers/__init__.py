"""How the outside comes in: sockets, pages, background loops, commands and the wire protocol.

Everything here translates and holds no rule: a frame, a request and a due row each become one
call of an action below.
"""
