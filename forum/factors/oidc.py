"""Signing in by an account elsewhere (Feide, Entra): OpenID Connect, authorization code with PKCE,
by Authlib. Off unless an issuer is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from forum import env
from forum.errors import Code, DomainError
from forum.factors.actions import Began, after_first, by_oidc

TIMEOUT_SECONDS = 8
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
# What an issuer says when it has asked for more than a password (RFC 8176, Feide, Entra).
STRONG = frozenset({"mfa", "otp", "hwk", "fido", "swk"})


@dataclass(frozen=True)
class Asked:
    """What must come back unchanged. Travels in a signed cookie."""

    state: str
    nonce: str
    verifier: str


def on() -> bool:
    """Whether it is switched on."""
    return bool(env.OIDC_ISSUER and env.OIDC_CLIENT_ID)


def start(back: str) -> tuple[str, Asked]:
    """Where to send the browser, and what to remember. `back` is our own address. Error:
    `oidc_unavailable`."""
    asked = Asked(generate_token(32), generate_token(32), generate_token(64))
    with _session(back) as session:
        url, _ = session.create_authorization_url(
            _about()["authorization_endpoint"],
            state=asked.state,
            nonce=asked.nonce,
            code_verifier=asked.verifier,
        )
    return str(url), asked


def finish(asked: Asked, back: str, *, state: str, code: str) -> Began:
    """The issuer's answer. Errors: `oidc_failed`, `oidc_unknown`, `oidc_unavailable`."""
    if not code or state != asked.state:
        raise DomainError(Code.OIDC_FAILED)
    about = _about()
    try:
        with _session(back) as session:
            tokens = session.fetch_token(
                about["token_endpoint"],
                code=code,
                code_verifier=asked.verifier,
                timeout=TIMEOUT_SECONDS,
            )
        claims = _verified(str(tokens["id_token"]), about, asked.nonce)
    except (JoseError, ValueError, KeyError) as error:
        raise DomainError(Code.OIDC_FAILED) from error
    except Exception as error:
        # Authlib and the network each have errors of their own; all mean the same to a person.
        raise DomainError(Code.OIDC_UNAVAILABLE) from error
    person = by_oidc(issuer=env.OIDC_ISSUER, subject=str(claims["sub"]))
    return after_first(person, strong=bool(STRONG.intersection(claims.get("amr") or ())))


def _session(back: str) -> Any:
    return OAuth2Session(
        env.OIDC_CLIENT_ID,
        env.OIDC_CLIENT_SECRET or None,
        scope="openid",
        redirect_uri=back,
        code_challenge_method="S256",
    )


def _about() -> dict[str, Any]:
    """What the issuer says of itself."""
    address = env.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration"
    try:
        said = requests.get(address, timeout=TIMEOUT_SECONDS)
        said.raise_for_status()
        about: dict[str, Any] = said.json()
    except (requests.RequestException, ValueError) as error:
        raise DomainError(Code.OIDC_UNAVAILABLE) from error
    if about.get("issuer") != env.OIDC_ISSUER:
        raise DomainError(Code.OIDC_UNAVAILABLE)
    return about


def _verified(id_token: str, about: dict[str, Any], nonce: str) -> dict[str, Any]:
    keys = requests.get(about["jwks_uri"], timeout=TIMEOUT_SECONDS).json()
    token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)
    jwt.JWTClaimsRegistry(
        leeway=60,
        iss={"essential": True, "value": env.OIDC_ISSUER},
        aud={"essential": True, "value": env.OIDC_CLIENT_ID},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
    ).validate(token.claims)
    claims: dict[str, Any] = token.claims
    return claims
