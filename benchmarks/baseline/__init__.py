"""The textbook: the chat of Channels' tutorial, with one database insert a message added.

Written afresh from what the tutorial teaches: a consumer per socket that joins a group, sends
every message through the channel layer to the group, and from there to each socket. It gets what
is fair: no socket timeout on its layer, and as many Redis connections as it likes.
"""
