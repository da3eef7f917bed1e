"""An adult's worry about a young person, after a session: a care case with an owner and a date."""
