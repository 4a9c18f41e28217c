"""Where systems of partners post and ask, in Open311 GeoReport v2."""

from django.urls import path, register_converter

from heed.connections.open311 import api
from heed.connections.open311.written import JSON, XML


class Form:
    """The form that is asked for by the ending of an address."""

    regex = f"{XML}|{JSON}"

    def to_python(self, value: str) -> str:
        """Take it as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Write it as it stands."""
        return value


register_converter(Form, "open311_form")

app_name = "open311"
urlpatterns = [
    path("discovery.<open311_form:form>", api.discovery, name="discovery"),
    path("services.<open311_form:form>", api.services, name="services"),
    path("services/<str:code>.<open311_form:form>", api.service, name="service"),
    path("requests.<open311_form:form>", api.requests, name="requests"),
    path("requests/<str:number>.<open311_form:form>", api.one_request, name="request"),
    path("tokens/<str:token>.<open311_form:form>", api.token, name="token"),
    path("servicerequestupdates.<open311_form:form>", api.updates, name="updates"),
    path("openapi.json", api.description, name="openapi"),
    path("<path:rest>", api.unknown, name="unknown"),
]
