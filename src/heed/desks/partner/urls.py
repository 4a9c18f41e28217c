"""Pages of the partner officer: each shows what was shared with their agency, and answers 404 for anything else."""

from django.urls import URLPattern, path

from heed.desks.partner import desk_views
from heed.desks.partner.conferences import urls as conferences_urls
from heed.desks.partner.referrals import urls as referrals_urls
from heed.desks.partner.reviews import urls as reviews_urls
from heed.desks.partner.shared import urls as shared_urls
from heed.desks.partner.tallies import urls as tallies_urls

app_name = "partner"
urlpatterns: list[URLPattern] = [
    path("", desk_views.desk, name="desk"),
    *referrals_urls.urlpatterns,
    *shared_urls.urlpatterns,
    *reviews_urls.urlpatterns,
    *conferences_urls.urlpatterns,
    *tallies_urls.urlpatterns,
]
