"""heed accounts."""

import getpass
import re
import secrets
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from heed.commands import who
from heed.commands.base import HeedCommand
from heed.commands.management.commands.agency import agency_named
from heed.domain.agencies.services import add_officer
from heed.flows import people_at_work
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Rank, Role

FORCE_CODE = re.compile(r"[A-Z0-9]{2,8}")
USERNAME = re.compile(r"[\w.@+-]{1,150}")
LONGEST_NAME = 120


class Command(HeedCommand):
    """Make forces and accounts, list accounts, switch one off."""

    help = "Make forces and accounts, list them, switch one off"

    def add_arguments(self, parser: CommandParser) -> None:
        """Four verbs."""
        actions = self.actions(parser)
        force = actions.add_parser("add-force", help="add a force")
        force.add_argument("code", metavar="CODE", help="2 to 8 capital letters or figures")
        force.add_argument("name", metavar="NAME", help="as people call it")
        add = actions.add_parser("add", help="add an account; the password is asked for, or made and printed")
        add.add_argument("username", metavar="USERNAME")
        add.add_argument("--role", choices=Role.values, required=True)
        who.add_force(add)
        add.add_argument("--agency", metavar="NAME", help="the agency that a partner officer works for")
        add.add_argument("--unit", default="", help="code of the command unit, made where there is none of it")
        add.add_argument("--rank", choices=Rank.values, default="", help="police rank, for whoever has one")
        add.add_argument("--first-name", default="")
        add.add_argument("--last-name", default="")
        add.add_argument("--generate", action="store_true", help="make a password, even at a terminal")
        self.add_json(add)
        listing = actions.add_parser("list", help="list accounts, one a line")
        who.add_force(listing)
        self.add_json(listing)
        disable = actions.add_parser("disable", help="switch an account off and end its sessions")
        disable.add_argument("username", metavar="USERNAME")

    def handle(self, **options: Any) -> None:
        """Do what the verb says."""
        match options["action"]:
            case "add-force":
                self._add_force(options["code"], " ".join(options["name"].split()))
            case "add":
                self._add(options)
            case "list":
                self._list(options)
            case "disable":
                self._disable(options["username"])

    def _add_force(self, code: str, name: str) -> None:
        """Add a force."""
        if not FORCE_CODE.fullmatch(code):
            raise CommandError("A force's code has 2 to 8 capital letters or figures, such as MAL.")
        if not name or len(name) > LONGEST_NAME:
            raise CommandError(f"A force's name has 1 to {LONGEST_NAME} characters.")
        try:
            people_at_work.add_force(code=code, name=name, actor=who.command_line(force=code), now=timezone.now())
        except people_at_work.ForceCodeTaken:
            raise CommandError(f"There is a force {code} already.") from None
        self.say(f"{name} is {code}.")

    def _add(self, options: dict[str, Any]) -> None:
        """Add an account."""
        username = options["username"]
        if not USERNAME.fullmatch(username):
            raise CommandError("A user name has letters, figures and . @ + - _ alone, 150 at most.")
        force = who.force_named(options["force"])
        role = Role(options["role"])
        agency = agency_named(options["agency"], options["force"]) if options["agency"] else None
        if agency and role != Role.PARTNER_OFFICER:
            raise CommandError("Only a partner officer works for an agency: --role partner_officer.")
        made = options["generate"] or not sys.stdin.isatty()
        password = secrets.token_urlsafe(15) if made else self._asked(User(username=username))
        try:
            with transaction.atomic():
                user = people_at_work.add_account(
                    username=username,
                    password=password,
                    role=role,
                    force=force,
                    unit=options["unit"],
                    rank=Rank(options["rank"]) if options["rank"] else None,
                    first_name=options["first_name"],
                    last_name=options["last_name"],
                    actor=who.command_line(force=force.code),
                    now=timezone.now(),
                )
                if agency:
                    actor = who.command_line(force=force.code)
                    add_officer(agency=agency, user=user, actor=actor, now=timezone.now())
        except people_at_work.UsernameTaken:
            raise CommandError(f"There is an account {username} already.") from None
        printed = {"username": user.username, "role": user.role, "force": force.code}
        printed |= ({"agency": agency.name} if agency else {}) | ({"password": password} if made else {})
        if options["json"]:
            self.write_json(printed)
        else:
            self.stdout.write("\t".join(printed.values()))
        if made:
            self.say("The password is shown this once.")
        if role == Role.PARTNER_OFFICER and not agency:
            self.say(f"{user.username} works for no agency yet and sees nothing: --agency NAME says for which.")

    def _asked(self, user: User) -> str:
        """Ask for a password twice. Raises CommandError when they differ, or when it is too easily guessed."""
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("The same again: "):
            raise CommandError("The two passwords differ.")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        return password

    def _list(self, options: dict[str, Any]) -> None:
        """List accounts of every force, or of one."""
        accounts = User.objects.select_related("force", "unit").order_by("force__code", "username")
        if options["force"]:
            accounts = accounts.filter(force=who.force_named(options["force"]))
        for user in accounts.iterator():
            row = {
                "username": user.username,
                "name": user.display_name,
                "role": user.role,
                "force": user.force.code,
                "unit": user.unit.code if user.unit else None,
                "active": user.is_active,
                "last_login": user.last_login,
            }
            if options["json"]:
                self.write_json(row)
            else:
                state = "active" if user.is_active else "disabled"
                self.stdout.write(f"{user.username}\t{user.role}\t{user.force.code}\t{state}\t{user.display_name}")

    def _disable(self, username: str) -> None:
        """Switch an account off."""
        try:
            ended = people_at_work.disable_account(username=username, actor=who.command_line(), now=timezone.now())
        except User.DoesNotExist:
            raise CommandError(f"There is no account {username}.") from None
        self.say(f"{username} is switched off; {ended} sessions ended.")
