"""The map of URLs. Paths are neutral: they say nothing of what this place is for."""

from __future__ import annotations

from django.urls import path

from consumers.http import back, calendar, colleague, factors, health, join, pages, refusing, staff

urlpatterns = [
    path("", pages.front),
    path("i/", join.by_hand),
    path("i/<str:code>", join.welcome),
    path("i/<str:code>/age", join.age),
    path("i/<str:code>/name", join.name),
    path("i/<str:code>/agreement", join.agreement),
    path("back", back.back),
    path("help", pages.help_page),
    path("help/now.json", pages.help_now),
    path("about", pages.about),
    path("leave", pages.leave),
    path("c/<str:key>.ics", calendar.calendar),
    path("team/", staff.team),
    path("team/i/<str:code>", colleague.colleague),
    path("team/wake.js", staff.wake),
    path("team/factor", factors.factor),
    path("team/factors", factors.factors),
    path("team/factors/again", factors.again),
    path("team/passkey/options", factors.passkey_options),
    path("team/passkey", factors.passkey),
    path("team/oidc", factors.oidc_start),
    path("team/oidc/back", factors.oidc_back),
    path("avatar/<str:seed>.svg", pages.avatar_picture),
    path("livez", health.livez),
    path("readyz", health.readyz),
]

handler400 = refusing.unclear
handler404 = refusing.missing
handler500 = refusing.broken
