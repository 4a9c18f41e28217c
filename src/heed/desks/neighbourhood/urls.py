"""Pages of the neighbourhood officer."""

from django.urls import URLPattern

from heed.desks.neighbourhood import aftermath_urls, help_urls, map_urls, patch_urls, problems_urls, tasks_urls

app_name = "neighbourhood"
urlpatterns: list[URLPattern] = [
    *patch_urls.urlpatterns,
    *tasks_urls.urlpatterns,
    *help_urls.urlpatterns,
    *map_urls.urlpatterns,
    *problems_urls.urlpatterns,
    *aftermath_urls.urlpatterns,
]
