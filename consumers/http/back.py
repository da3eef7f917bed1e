"""Coming back on a new phone with the four words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from consumers.http.asked import where
from consumers.http.entering import let_in
from consumers.http.refusing import form_status, words
from forum.errors import DomainError
from forum.people.recovery import recover


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "back.html")
    typed = request.POST.get("phrase", "")[:200]
    try:
        token, phrase = recover(phrase=typed, where=where(request))
    except DomainError as refusal:
        page = {"error": words(request, refusal), "typed": typed}
        return render(request, "back.html", page, status=form_status(refusal))
    return let_in(render(request, "phrase.html", {"phrase": phrase, "back": True}), token)
