"""The bare ceilings: a WebSocket broadcast without storage, login, order or anything else.

Whatever one says in a room (the path) goes to everybody in it as one prepared frame. `library`
does it with the websockets library, `bare` with as little as Python can do it with.
"""
