"""What Heed changes in django-allauth."""

import base64
import hashlib
from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """
    Local accounts.

    An administrator makes the accounts; an account that is switched off cannot sign in (Django's ModelBackend refuses
    it, and the session of one switched off later ends with its next request). The same sentence answers a wrong
    password and an unknown user name.
    """

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "The user name or the password is wrong",
        "enter_current_password": "Your current password is wrong",
        "incorrect_password": "The password is wrong",
        "too_many_login_attempts": "Too many wrong attempts. Wait 5 minutes, or ask your supervisor",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: accounts are made by an administrator."""
        del request
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to the person's own account."""
        del request
        return reverse("mfa_index")


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """
    The second factor.

    Its secrets are kept encrypted with a key made from SECRET_KEY, so that a copy of the database alone lets nobody in.
    Keys of SECRET_KEY_FALLBACKS still open what they closed.
    """

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is wrong or has been used",
    }

    def encrypt(self, text: str) -> str:
        """Return the secret as the database keeps it."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret itself."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    """Return what encrypts with the present key and decrypts with the former ones too."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> bytes:
    """Return a key for this purpose alone."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"heed.mfa:" + force_bytes(secret)).digest())
