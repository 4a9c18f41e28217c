"""Pages of the data-protection officer."""

from django.urls import URLPattern

from heed.desks.data_protection.agencies import urls as agencies_urls
from heed.desks.data_protection.sharing import urls as sharing_urls
from heed.desks.data_protection.tallies import urls as tallies_urls

app_name = "data_protection"
urlpatterns: list[URLPattern] = [*agencies_urls.urlpatterns, *sharing_urls.urlpatterns, *tallies_urls.urlpatterns]
