"""Who judges: the machine that screens, the people who decide, and the care that follows."""
