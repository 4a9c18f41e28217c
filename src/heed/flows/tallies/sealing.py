"""
Keeps the keys of counts encrypted under the server's secret, so that a copy of the database alone tests no guesses.

Keys of SECRET_KEY_FALLBACKS still open what they closed.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


class CannotOpen(Exception):
    """A key was sealed under a secret that this server no longer has."""


def seal(key: bytes) -> str:
    """Return a key as the database keeps it."""
    return _box().encrypt(key).decode()


def opened(sealed: str) -> bytes:
    """Return the key itself. Raises CannotOpen."""
    try:
        return _box().decrypt(sealed.encode())
    except InvalidToken:
        raise CannotOpen from None


def _box() -> MultiFernet:
    """Return what encrypts with the present secret and decrypts with the former ones too."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> bytes:
    """Return a key for this purpose alone."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"heed.count:" + force_bytes(secret)).digest())
