"""Tables of second factors, codes on paper, and half-finished sign-ins."""

from __future__ import annotations

from django.db import models

from forum.people.models import Person


class FactorKind(models.TextChoices):
    TOTP = "totp"
    PASSKEY = "passkey"


class Factor(models.Model):
    """Something a person holds. `sealed`: the app's secret, or the passkey's public key. `handle`:
    the passkey's id, to find it by. `counter`: the last step (or use) seen, so that nothing counts
    twice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=FactorKind)
    sealed = models.BinaryField(max_length=2048)
    handle = models.BinaryField(max_length=1100, null=True, unique=True)
    counter = models.BigIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)


class PaperCode(models.Model):
    """One code on paper, as a keyed hash."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="paper_codes")
    code_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "code_hash"], name="paper_code_once")
        ]


class Pending(models.Model):
    """Somebody has given their password. `enrols`: they may add and remove factors, too. `secret`:
    a new app's, sealed, until its first code is given. `challenge`: what a passkey is to sign."""

    token_hash = models.BinaryField(max_length=32, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    enrols = models.BooleanField(default=False)
    secret = models.BinaryField(max_length=200, null=True)
    challenge = models.BinaryField(max_length=100, null=True)


class OidcLink(models.Model):
    """An account elsewhere (Feide, Entra) that lets this person in, linked by an administrator."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="oidc")
    issuer = models.CharField(max_length=300)
    subject = models.BinaryField(max_length=64)  # keyed hash

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="oidc_subject_once")
        ]
