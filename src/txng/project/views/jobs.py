"""`/viec/{id}/`: how far a long work is (ux.md 4.8). Without a script the page comes again by itself."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from txng.access.gate import AGENCIES, actor_of, signed_in
from txng.kernel.clock import now
from txng.kernel.models import Job

AGAIN = 3  # seconds


@require_safe
@signed_in(kinds=(*AGENCIES, "establishment"))
def job(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Its own person's alone; what came of it stands at an address with rights of its own."""
    found = get_object_or_404(Job, pk=job_id, user_id=actor_of(request).user_id)
    share = min(100, found.done * 100 // found.total) if found.total else 0
    answer = render(request, "project/job.html", {"job": found, "share": share, "left": _left(found)})
    if not found.is_over:
        answer["Refresh"] = str(AGAIN)
    return answer


def _left(job: Job) -> int:
    """Seconds still to go at the pace so far; 0 when that cannot be told yet."""
    if not job.done or job.started_at is None or job.is_over:
        return 0
    return int((now() - job.started_at).total_seconds() / job.done * (job.total - job.done)) + 1
