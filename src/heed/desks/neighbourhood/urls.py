"""Pages of the neighbourhood officer."""

from django.urls import URLPattern

from heed.desks.neighbourhood.aftermath import urls as aftermath_urls
from heed.desks.neighbourhood.beats import urls as map_urls
from heed.desks.neighbourhood.conferences import urls as conferences_urls
from heed.desks.neighbourhood.help import urls as help_urls
from heed.desks.neighbourhood.partners import urls as partners_urls
from heed.desks.neighbourhood.patch import urls as patch_urls
from heed.desks.neighbourhood.problems import urls as problems_urls
from heed.desks.neighbourhood.reviews import urls as reviews_urls
from heed.desks.neighbourhood.tasks import urls as tasks_urls

app_name = "neighbourhood"
urlpatterns: list[URLPattern] = [
    *patch_urls.urlpatterns,
    *tasks_urls.urlpatterns,
    *help_urls.urlpatterns,
    *map_urls.urlpatterns,
    *problems_urls.urlpatterns,
    *aftermath_urls.urlpatterns,
    *reviews_urls.urlpatterns,
    *conferences_urls.urlpatterns,
    *partners_urls.urlpatterns,
]
