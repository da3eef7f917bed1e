"""The map of URLs. Paths are neutral: they say nothing of what this place is for."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
