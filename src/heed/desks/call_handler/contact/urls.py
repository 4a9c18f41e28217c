"""Where safe contact and messages are found."""

from django.urls import URLPattern, path

from heed.desks.call_handler.contact import message_views
from heed.desks.call_handler.contact import views as contact_views

patterns: list[URLPattern] = [
    path("people/<uuid:pk>/safe-contact", contact_views.safe_contact, name="safe_contact"),
    path("people/<uuid:pk>/safe-contact/<int:row>/end", contact_views.end, name="safe_contact_end"),
    path("people/<uuid:pk>/safe-contact/<int:row>/stands", contact_views.stands, name="safe_contact_stands"),
    path("people/<uuid:pk>/safe-contact/<int:row>/answer", contact_views.answer, name="safe_contact_answer"),
    path("people/<uuid:pk>/safe-contact/<int:row>/code-word", contact_views.code_word, name="safe_contact_code_word"),
    path("incidents/<int:pk>/messages", message_views.messages, name="messages"),
    path("incidents/<int:pk>/messages/<str:template>", message_views.write, name="message_write"),
    path("incidents/<int:pk>/messages/<uuid:message>/take-back", message_views.take_back, name="message_take_back"),
]
