"""Long work with a page of its own (`/viec/{id}/`, names.md 2 and 4): how far it is, how it ended, how to stop it.

The row is what the page reads; the queue itself is procrastinate's. Steps are guarded in the database, so a job that a
person stopped is not set running by a worker that comes to it late.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")


STEPS = [
    ("waiting", "running"),
    ("waiting", "cancelled"),
    ("waiting", "failed"),
    ("running", "done"),
    ("running", "failed"),
    ("running", "cancelled"),
    ("running", "waiting"),  # its worker was taken away; another takes it up where it stood
]


class Job(models.Model):
    State = JobState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    counts = models.CharField(max_length=60)  # what is counted, in the words of the page: “rows”
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.CharField(max_length=300, blank=True)  # the address where its result stands
    trouble = models.CharField(max_length=300, blank=True)  # one sentence, when it failed
    user_id = models.BigIntegerField()  # whose page it is; the result asks for rights of its own
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "kernel"
        verbose_name = _("job")
        triggers = [pgtrigger.FSM(name="job_steps", field="state", transitions=STEPS)]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state not in (JobState.WAITING, JobState.RUNNING)


def ask(*, title: str, counts: str, total: int, result: str, user_id: int, at: datetime) -> Job:
    return Job.objects.create(
        title=title[:200], counts=counts[:60], total=total, result=result[:300], user_id=user_id, asked_at=at
    )


def begin(job_id: uuid.UUID, at: datetime) -> bool:
    """Whether the worker may go on: not when a person was faster and stopped it."""
    return _moved(job_id, ("waiting",), state=JobState.RUNNING, started_at=at)


def hold(job_id: uuid.UUID) -> bool:
    """Whether it still runs, and keep it so until the transaction ends: who stops it waits for this piece of work, and
    finds none begun after. Without it a row could be entered between the look and the commit."""
    running = Job.objects.select_for_update(no_key=True).filter(pk=job_id, state=JobState.RUNNING)
    return running.values_list("pk", flat=True).first() is not None


def note(job_id: uuid.UUID, done: int) -> bool:
    """How far it is; False once somebody has stopped it."""
    return _moved(job_id, ("running",), done=done)


def end(job_id: uuid.UUID, at: datetime) -> bool:
    return _moved(job_id, ("running",), state=JobState.DONE, done=models.F("total"), ended_at=at)


def fail(job_id: uuid.UUID, trouble: str, at: datetime) -> bool:
    return _moved(job_id, ("waiting", "running"), state=JobState.FAILED, trouble=trouble[:300], ended_at=at)


def cancel(job_id: uuid.UUID, at: datetime) -> bool:
    return _moved(job_id, ("waiting", "running"), state=JobState.CANCELLED, ended_at=at)


def _moved(job_id: uuid.UUID, before: tuple[str, ...], **values: Any) -> bool:
    return bool(Job.objects.filter(pk=job_id, state__in=before).update(**values))
