"""What several messages say together that none of them says alone.

Two things, each switched per group, and both for people only: they open a case, and never hold,
delay or hide a message.

- `contact_pattern`: small signs of contact (moving elsewhere, meeting, secrets, asking who one is)
  from one member to one other in one room, each below the limit of a single message. On unless a
  group switches it off. Each session has a room of its own and begins anew; the common room and
  the topics last.
- `distress_rising`: a young person writes more heavily of late than earlier in the course. Off
  unless a group switches it on, and then the group is told. A course is a group today: its rooms
  count together, but for side rooms, where adults are with them already.

`weighing.py` is the formula, pure, and `weights.toml` its numbers. `addressed.py` says whom a
message is directed at. `actions.remember` runs in the settling transaction, after the other phases
and only for messages that bear a sign, so that harmless talk costs nothing and two workers never
raise the same thing twice.

A sign is a row of its own that never changes and holds no text. Scores of a message alone would not
do: whom it was directed at cannot be found out once its author has deleted it, and a hundred
harmless messages in between would push it out of any "last fifty".

Deleting is a right: the text is gone at once. A *sign* of a deleted message still counts, without
its text, because it is about somebody else's safety, and writing and deleting would otherwise be a
way around. *Distress* that was taken back does not count: it was nobody else's.

What a person has looked at is not counted against anyone twice. While a case on a pair is open, no
second one opens; signs older than its decision are spent; and a message that a person found to be
fine was never a sign. Distress stays quiet while an adult has a care case of that member, and for
some days after.
"""
