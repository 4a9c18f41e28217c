"""Every address Heed answers to."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from heed.config.health import healthz
from heed.desks.home import home

handler400 = "heed.foundation.design.errors.bad_request"
handler403 = "heed.foundation.design.errors.permission_denied"
handler404 = "heed.foundation.design.errors.page_not_found"
handler500 = "heed.foundation.design.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("heed.connections.sign_in.urls")),
    path("api/cti/v1/", include("heed.connections.telephony.urls")),
    path("calls/", include("heed.desks.call_handler.urls")),
    path("patch/", include("heed.desks.neighbourhood.urls")),
    path("supervisor/", include("heed.desks.supervisor.urls")),
    path("partner/", include("heed.desks.partner.urls")),
    path("data-protection/", include("heed.desks.data_protection.urls")),
    path("open311/v2/", include("heed.connections.open311.urls")),
    path("api/transfer/v1/", include("heed.connections.transfer.urls")),
    path("api/tally/v1/", include("heed.connections.tally.urls")),
    path("answer/", include("heed.desks.victim.urls")),
    path("case-review/", include("heed.desks.victim.review_urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("", include("heed.foundation.design.urls")))

if settings.HEED_DEMO:
    urlpatterns.append(path("simulated/", include("heed.simulation.urls")))
