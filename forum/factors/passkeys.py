"""Passkeys, by the webauthn library: what a browser is asked, and whether its answer holds."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from forum.errors import Code, DomainError
from forum.factors import actions
from forum.factors.models import Factor, FactorKind, Pending
from forum.sealed import seal, unseal

NAME = "Fellesrom"


@dataclass(frozen=True)
class Site:
    """Which site a passkey is for: its host, and the whole origin."""

    host: str
    origin: str


def ask_to_make(pending: Pending, site: Site) -> str:
    """The options of a new passkey, as JSON for the browser."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=NAME,
        user_id=pending.person_id.bytes,
        user_name=pending.person.username,
        exclude_credentials=_known(pending),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    actions.challenge(pending, options.challenge)
    return options_to_json(options)


def make(pending: Pending, site: Site, answer: str) -> list[str]:
    """Keeps the new passkey. Gives codes on paper with the first factor. Error: `factor_wrong`."""
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=bytes(pending.challenge or b""),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise DomainError(Code.FACTOR_WRONG) from error
    key = base64.b64encode(made.credential_public_key).decode()
    return actions.add(
        pending,
        FactorKind.PASSKEY,
        sealed=seal(key, about=actions.ABOUT),
        handle=made.credential_id,
        counter=made.sign_count,
    )


def ask_to_use(pending: Pending, site: Site) -> str:
    """The options of a sign-in, as JSON for the browser."""
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_known(pending),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    actions.challenge(pending, options.challenge)
    return options_to_json(options)


def use(pending: Pending, site: Site, answer: str) -> str:
    """Lets in by a passkey. Gives the login's token. Error: `factor_wrong`."""
    try:
        handle = _decoded(json.loads(answer)["rawId"])
        factor = Factor.objects.get(person=pending.person, kind=FactorKind.PASSKEY, handle=handle)
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=bytes(pending.challenge or b""),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64.b64decode(
                unseal(bytes(factor.sealed), about=actions.ABOUT)
            ),
            credential_current_sign_count=factor.counter,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, Factor.DoesNotExist) as error:
        raise DomainError(Code.FACTOR_WRONG) from error
    return actions.let_in_by_passkey(pending, factor, used.new_sign_count)


def _known(pending: Pending) -> list[PublicKeyCredentialDescriptor]:
    held = Factor.objects.filter(person=pending.person, kind=FactorKind.PASSKEY)
    return [
        PublicKeyCredentialDescriptor(id=bytes(factor.handle)) for factor in held if factor.handle
    ]


def _decoded(base64url: str) -> bytes:
    return base64.urlsafe_b64decode(base64url + "=" * (-len(base64url) % 4))
