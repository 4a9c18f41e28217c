"""
May this person? One question for every page, asked by naming an action.

Domain packages declare their actions with `action`; pages ask with `@may(ACTION)`. A page that anybody may open says so
with `@public`. An architecture test fails for a view with neither.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, Protocol

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, Role


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person may or may not do, in words that complete "may …"."""

    name: str
    roles: frozenset[Role]


ACTIONS: dict[str, Action] = {}


def action(name: str, *roles: Role) -> Action:
    """Declare an action and who may do it. The same name cannot be declared twice."""
    if name in ACTIONS:
        message = f"the action “{name}” is declared twice"
        raise ValueError(message)
    ACTIONS[name] = Action(name, frozenset(roles))
    return ACTIONS[name]


class View(Protocol):
    """A page, plain or asynchronous."""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a request."""


def allowed(user: User, asked: Action) -> bool:
    """Say whether the person may; an account that is switched off may nothing."""
    return user.is_active and user.role in asked.roles


def refuse_unless_allowed(user: User, asked: Action) -> None:
    """Raise PermissionDenied, in words for the screen, unless the person may."""
    if not allowed(user, asked):
        message = f"Your role, {user.get_role_display().lower()}, may not {asked.name}."
        raise PermissionDenied(message)


def may(asked: Action) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a page only to those who may; everybody else gets 403 with a sentence."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        if iscoroutinefunction(view):

            @wraps(view)
            async def guarded_async(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
                refuse_unless_allowed(await _user_of(request), asked)
                answer: Awaitable[HttpResponseBase] = view(request, *args, **kwargs)
                return await answer

            guarded_async.heed_action = asked  # type: ignore[attr-defined]
            return guarded_async

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refuse_unless_allowed(user_of(request), asked)
            answer: HttpResponseBase = view(request, *args, **kwargs)
            return answer

        guarded.heed_action = asked  # type: ignore[attr-defined]
        return guarded

    return guard


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Open a page to anybody, signed in or not."""
    opened = login_not_required(view)
    opened.heed_public = True  # type: ignore[attr-defined]
    return opened


def user_of(request: HttpRequest) -> User:
    """Return the person who is signed in. The middleware has already turned away everybody else."""
    user = request.user
    if not isinstance(user, User):
        message = "Sign in first."
        raise PermissionDenied(message)
    return user


async def _user_of(request: HttpRequest) -> User:
    """Return the same inside an asynchronous page, without a query on the event loop."""
    user = await request.auser()
    if not isinstance(user, User):
        message = "Sign in first."
        raise PermissionDenied(message)
    return user


def actor_of(request: HttpRequest) -> Actor:
    """Return who is signed in, by value, with the address they came from."""
    return user_of(request).actor(device=str(request.META.get("REMOTE_ADDR", "")))
