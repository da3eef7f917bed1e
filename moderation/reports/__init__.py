"""Reports: what somebody in the group wants an adult to look at.

Any participant (or a facilitator who worries) points at a message or at an adult. Each report joins
the one open case of what it points at, and its maker gets a receipt, and later an outcome. Nobody
who is reported learns who did it, and an adult who is reported never meets the case at all.
"""
