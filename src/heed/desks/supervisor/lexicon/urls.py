"""Pages of the lexicon."""

from django.urls import URLPattern, path

from heed.desks.supervisor.lexicon import row_views as lexicon_row_views
from heed.desks.supervisor.lexicon import views as lexicon_views

urlpatterns: list[URLPattern] = [
    path("lexicon/", lexicon_views.lexicon, name="lexicon"),
    path("lexicon/preview/", lexicon_views.preview, name="lexicon_preview"),
    path("lexicon/preview/<slug:label>", lexicon_views.preview, name="lexicon_proposal"),
    path("lexicon/propose", lexicon_views.propose, name="lexicon_propose"),
    path("lexicon/versions/<slug:label>/publish", lexicon_views.publish, name="lexicon_publish"),
    path("lexicon/versions/<slug:label>/back", lexicon_views.roll_back, name="lexicon_roll_back"),
    path("lexicon/rows/", lexicon_row_views.add, name="lexicon_add"),
    path("lexicon/rows/<slug:row>", lexicon_row_views.change, name="lexicon_row"),
    path("lexicon/rows/<slug:row>/disable", lexicon_row_views.disable, name="lexicon_disable"),
    path("lexicon/rows/<slug:row>/withdraw", lexicon_row_views.withdraw, name="lexicon_withdraw"),
]
