"""The page that shows every component. Included only while DEBUG is on."""

from django.urls import path

from heed.foundation.design import views

app_name = "design"
urlpatterns = [path("design/components", views.components, name="components")]
