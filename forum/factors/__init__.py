"""How staff prove that it is them: a password, and then something they hold.

Between the two stands a `Pending`: ten minutes long, good for nothing else. After both it is an
ordinary `Device`. A second factor is an app that shows codes (TOTP) or a passkey; ten codes on
paper stand in for a phone that is lost. Secrets are sealed, codes are hashed.
"""
