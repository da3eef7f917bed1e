"""A colleague's link: into the group for those who are signed in, else an account first. Tells
nothing of the group to whoever merely holds the link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods

from consumers.http.asked import asked, where
from consumers.http.factors import lead_on
from consumers.http.refusing import form_status, missing, words
from forum import pace
from forum.colleagues import actions
from forum.colleagues.access import usable
from forum.colleagues.queries import is_there, usual_name
from forum.errors import Code, DomainError
from forum.factors.actions import after_first

# Which field of the form each refusal is about.
FIELDS = {
    Code.NAME_LENGTH: "name",
    Code.NAME_TAKEN: "name",
    Code.USERNAME_UNFIT: "username",
    Code.USERNAME_TAKEN: "username",
    Code.PASSWORD_WEAK: "password",
}


@require_http_methods(["GET", "HEAD", "POST"])
@ensure_csrf_cookie
def colleague(request: HttpRequest, code: str) -> HttpResponse:
    person = asked(request).person
    if person is not None and not person.is_staff:
        return missing(request)
    place = where(request)
    pace.check("colleague", place)
    try:
        invite = usable(code)
    except DomainError:
        pace.count("colleague", place)
        return render(request, "colleague_gone.html", status=404)
    if person is not None and is_there(person, invite.group):
        return redirect("/team/")
    said = {field: request.POST.get(field, "").replace("\0", "") for field in ("name", "username")}
    page: dict[str, object] = {
        "role": f"app.role.{invite.role}",
        "founds": invite.group is None,
        "signed_in": person is not None,
        # B2: not a word of it to anybody we do not know.
        "group": invite.group if person is not None else None,
        "name": said["name"][:40] or (usual_name(person) if person is not None else ""),
        "username": said["username"][:150],
    }
    if request.method != "POST":
        return render(request, "colleague.html", page)
    try:
        if person is not None:
            actions.come_in(person, code=code, name=said["name"])
            return redirect("/team/")
        made = actions.sign_up(
            code=code,
            name=said["name"],
            username=said["username"],
            password=request.POST.get("password", "")[:200],
            language=asked(request).language,
        )
    except DomainError as refusal:
        if refusal.code not in FIELDS:
            raise
        pace.count("colleague", place)
        page |= {"error": words(request, refusal), "wrong": FIELDS[refusal.code]}
        return render(request, "colleague.html", page, status=form_status(refusal))
    return lead_on(after_first(made))
