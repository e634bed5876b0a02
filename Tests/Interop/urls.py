"""The addresses of the Django project in login.py."""

from django.urls import include, path

urlpatterns = [path("accounts/", include("allauth.urls"))]
