"""A person's sessions as a calendar their phone subscribes to (RFC 5545).

What is in it says nothing: one neutral word for every title, no place, no description. Whoever
looks over a shoulder sees an appointment. The address holds a key, of which only the hash is kept;
it can be taken back, and a new one takes the old one back too.
"""
