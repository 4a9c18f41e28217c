"""The Jinja environment of every page: GOV.UK macros, our own, filters, and a complaint for every misspelt name."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.forms import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.runtime import Context
from jinja2.utils import Namespace, missing, pass_context
from markupsafe import Markup

from heed.foundation.design import dates, forms

# Folder of the component → name of its macro.
GOVUK_COMPONENTS = {
    "accordion": "govukAccordion",
    "back-link": "govukBackLink",
    "breadcrumbs": "govukBreadcrumbs",
    "button": "govukButton",
    "character-count": "govukCharacterCount",
    "checkboxes": "govukCheckboxes",
    "date-input": "govukDateInput",
    "details": "govukDetails",
    "error-message": "govukErrorMessage",
    "error-summary": "govukErrorSummary",
    "fieldset": "govukFieldset",
    "file-upload": "govukFileUpload",
    "hint": "govukHint",
    "input": "govukInput",
    "inset-text": "govukInsetText",
    "label": "govukLabel",
    "notification-banner": "govukNotificationBanner",
    "pagination": "govukPagination",
    "panel": "govukPanel",
    "password-input": "govukPasswordInput",
    "radios": "govukRadios",
    "select": "govukSelect",
    "service-navigation": "govukServiceNavigation",
    "skip-link": "govukSkipLink",
    "summary-list": "govukSummaryList",
    "table": "govukTable",
    "tabs": "govukTabs",
    "tag": "govukTag",
    "task-list": "govukTaskList",
    "textarea": "govukTextarea",
    "warning-text": "govukWarningText",
}
OWN_MACROS = (
    "code_field",
    "error_summary",
    "key_hint",
    "keyed_button",
    "keyed_link",
    "password_field",
    "summary_card",
    "tag",
    "text_field",
)


class Unknown(StrictUndefined):
    """
    A name that does not exist stops the page, except inside options.

    The GOV.UK macros ask for options that are not there (`params.hint.text`), so a missing key of a mapping is empty. A
    misspelt variable, or a misspelt attribute of anything that is not a mapping, is an error.
    """

    # jinja2 does not say what its `undefined` returns; another class is allowed, and then __init__ is not called again.
    def __new__(cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> Any:
        """Choose: lenient for an option, a macro's absent `caller` and an inline if without else; strict otherwise."""
        absent = obj is missing and name in (None, "caller")
        if absent or isinstance(obj, (dict, Namespace)):
            return ChainableUndefined(hint, obj, name, *rest)
        return super().__new__(cls)


def environment(**options: Any) -> Environment:
    """Build the environment. Django passes its own loader, and sets autoescape."""
    options["undefined"] = Unknown
    options["loader"] = ChoiceLoader(
        [options["loader"], PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    options |= {"trim_blocks": True, "lstrip_blocks": True}  # as the macros' authors set them
    env = Environment(**options)  # noqa: S701  Django's backend sets autoescape to true
    # The macros compare options with these two names of JavaScript, so they must be what a missing option is.
    env.globals.update(undefined=ChainableUndefined(), null=ChainableUndefined(), static=static, url=_url)
    # The notification banner sets these names for a success alone, and asks for them always.
    env.globals.update(successBanner=False, typeClass="")
    components = {
        name: _macro(env, f"govuk_frontend_jinja/components/{folder}/macro.html", name)
        for folder, name in GOVUK_COMPONENTS.items()
    }
    env.globals.update(components, component=lambda name, params: components[name](params))
    env.globals.update(plain_field=plain_field)
    for name in OWN_MACROS:
        env.globals[name] = _macro(env, "design/macros.jinja", name)
    env.filters.update(
        moment=dates.moment,
        brief_moment=dates.brief_moment,
        day=dates.day,
        by=dates.by,
        clock=dates.clock,
        clock_seconds=dates.clock_seconds,
        machine_time=dates.machine_time,
        ago=_ago,
        telephone=telephone,
        errors_of=forms.errors_of,
    )
    return env


def telephone(number: str) -> str:
    """Write a telephone number as people read it aloud."""
    # Later than the rest: phone number metadata is large, and most pages show no number.
    from heed.engines.numbers.reading import display  # noqa: PLC0415

    return display(number)


def plain_field(  # noqa: PLR0917  called from macros.jinja alone, with each of them
    field: BoundField, label: str, hint: str, autocomplete: str, attributes: Mapping[str, str], more: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the options of a GOV.UK component for a field that is none of ours."""
    options = {
        "id": field.auto_id,
        "name": field.html_name,
        "label": {"text": label or field.label},
        "autocomplete": autocomplete,
        "attributes": dict(attributes),
        **more,
    }
    if hint:
        options["hint"] = {"text": hint}
    if field.errors:
        options["errorMessage"] = {"text": field.errors[0]}
    return options


def _url(name: str, *args: object, **kwargs: object) -> str:
    """Return a page's address."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@pass_context
def _ago(context: Context, at: datetime) -> str:
    """Say how long ago: by the view's `now` where it gives one, else by when the page was opened."""
    return dates.ago(at, now=context.get("now") or context.get("opened_at") or timezone.now())


def _macro(env: Environment, template: str, name: str) -> Callable[..., Markup]:
    """Return a macro as a function that loads its template at first use: pages then need no imports."""

    def call(*args: object, **kwargs: object) -> Markup:
        macro: Callable[..., Markup] = getattr(env.get_template(template).module, name)
        return macro(*args, **kwargs)

    return call
