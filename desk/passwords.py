"""Passwords as they are kept: scrypt with a salt of each one's own, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from base64 import b64decode, b64encode
from dataclasses import dataclass

from ingest import UsageError

MIN_CHARS = 10  # NIST 800-63B asks for 8; an attacker with the file tries some 20 a second and core
MAX_BYTES = 1024  # of a password; nobody's time is spent on hashing a book
SALT_BYTES = 16
KEY_BYTES = 32
# OWASP's scrypt setting for 32 MB: 0.1 s on one core, more than an attacker with many guesses can pay.
LOG2_N, R, P = 15, 8, 3
_MEMORY_MARGIN = 2  # what OpenSSL is allowed to take: its own estimate is just above 128 * N * r
# Each hashing takes 32 MB and a core: two at a time leave the machine to those who ask.
_HASHING = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class _Cost:
    log2_n: int
    r: int
    p: int


def hash_password(password: str) -> str:
    """``scrypt$log2_n$r$p$salt$key``; ``UsageError`` for a password that is too short or too long."""
    if len(password) < MIN_CHARS:
        raise UsageError(
            f"the password is too short: at least {MIN_CHARS} characters. 密码至少 {MIN_CHARS} 个字符"
        )
    if len(password.encode()) > MAX_BYTES:
        raise UsageError(f"the password is too long: at most {MAX_BYTES} bytes. 密码过长")
    salt = os.urandom(SALT_BYTES)
    key = _derive(password, salt, _Cost(LOG2_N, R, P))
    return "$".join(["scrypt", str(LOG2_N), str(R), str(P), _coded(salt), _coded(key)])


def is_password(password: str, kept: str) -> bool:
    """True if ``kept`` was made from ``password``; ``ValueError`` if ``kept`` is not one of ours."""
    scheme, log2_n, r, p, salt, key = kept.split("$")
    if scheme != "scrypt":
        raise ValueError(f"unknown password scheme {scheme!r}")
    if len(password.encode()) > MAX_BYTES:
        return False
    derived = _derive(password, b64decode(salt), _Cost(int(log2_n), int(r), int(p)))
    return hmac.compare_digest(derived, b64decode(key))


def new_token() -> tuple[str, str]:
    """A token for programs, and what is kept of it: 256 random bits need no slow hash."""
    token = f"wz_{secrets.token_urlsafe(32)}"
    return token, token_digest(token)


def token_digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _derive(password: str, salt: bytes, cost: _Cost) -> bytes:
    memory = 128 * cost.r * (1 << cost.log2_n) * _MEMORY_MARGIN
    with _HASHING:
        return hashlib.scrypt(
            password.encode(),
            salt=salt,
            n=1 << cost.log2_n,
            r=cost.r,
            p=cost.p,
            maxmem=memory,
            dklen=KEY_BYTES,
        )


def _coded(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
