"""Pages of the call handler."""

from django.urls import URLPattern, path

from heed.desks.call_handler import call_views, cues_views, draft_views, log_views, queue_views, record_views
from heed.desks.call_handler.assessment import views as assessment_views
from heed.desks.call_handler.case_review import urls as case_review_urls
from heed.desks.call_handler.clocks import urls as clocks_urls
from heed.desks.call_handler.conduct import urls as conduct_urls
from heed.desks.call_handler.contact import urls as contact_urls
from heed.desks.call_handler.incident import urls as incident_urls
from heed.desks.call_handler.needs import urls as needs_urls
from heed.desks.call_handler.online import urls as online_urls
from heed.desks.call_handler.referrals import urls as referrals_urls
from heed.desks.call_handler.sharing import urls as sharing_urls
from heed.desks.call_handler.tallies import urls as tallies_urls

app_name = "call_handler"
urlpatterns: list[URLPattern] = [
    path("", queue_views.queue, name="queue"),
    path("stream", queue_views.stream, name="stream"),
    path("contact", queue_views.contact, name="contact"),
    path("<uuid:call_id>/", call_views.call, name="call"),
    path("<uuid:call_id>/take", call_views.take, name="take"),
    path("<uuid:call_id>/caller", call_views.decide, name="decide"),
    path("<uuid:call_id>/refine", call_views.refine, name="refine"),
    path("<uuid:call_id>/said", cues_views.read, name="said"),
    path("<uuid:call_id>/reply", cues_views.reply, name="reply"),
    path("<uuid:call_id>/still", cues_views.still, name="still"),
    path("<uuid:call_id>/log", log_views.log, name="log"),
    path("<uuid:call_id>/draft", draft_views.draft, name="draft"),
    path("<uuid:call_id>/assess", assessment_views.assess, name="assess"),
    path("incidents/<int:pk>/assess", assessment_views.assess_incident, name="assess_incident"),
    path("<uuid:call_id>/record", record_views.record, name="record"),
    path("<uuid:call_id>/add/<int:incident>", record_views.add, name="add"),
    path("<uuid:call_id>/nothing", record_views.nothing, name="nothing"),
    path("<uuid:call_id>/silent", record_views.silent, name="silent"),
    *incident_urls.patterns,
    *needs_urls.patterns,
    *conduct_urls.patterns,
    *contact_urls.patterns,
    *clocks_urls.patterns,
    *case_review_urls.patterns,
    *online_urls.urlpatterns,
    *sharing_urls.urlpatterns,
    *referrals_urls.urlpatterns,
    *tallies_urls.urlpatterns,
]
