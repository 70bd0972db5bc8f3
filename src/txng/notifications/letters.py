"""Letters as rows, and rows as e-mails. A letter is Vietnamese, names the province's own host and carries no key that
would be somebody else's if it went astray."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import dumps
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from txng import provinces
from txng.accounts.models import User
from txng.accounts.models.users import AccountKind
from txng.ledger.models import Entry
from txng.notifications.audiences import address_of_applicant
from txng.notifications.models import Notice, OutboundMessage
from txng.notifications.table import Rule, table
from txng.notifications.timing import letter_due
from txng.notifications.wording import facts_of, sentence, short_message
from txng.ui.formats import vn_phone

UNSUBSCRIBE = "txng.letters"
_LINK = re.compile(r"(https://\S+)")


def can_send() -> bool:
    """Whether this installation has a mail server at all; without one no letters pile up that nobody could send."""
    return not str(settings.EMAIL_BACKEND).endswith("dummy.EmailBackend")


def absolute(path: str) -> str:
    """On the province's own host, whatever host somebody asked: a letter must not carry a borrowed one."""
    identity = provinces.current().identity
    return f"https://{identity.site or identity.id_host}{path}"


def path_of(rule: Rule | None, subject_id: str, facts: dict[str, object], *, agency: bool = False) -> str:
    """Where a notice leads; "" where nothing is to be opened."""
    if rule is None or not rule.route:
        return ""
    argument = {"": None, "subject_id": subject_id}.get(rule.by, facts.get("_argument"))
    if rule.by and argument is None:
        return ""
    route = rule.agency_route if agency and rule.agency_route else rule.route
    try:
        return reverse(route, args=[argument] if rule.by else [])
    except NoReverseMatch:
        return ""


def preferences_path(kind: str) -> str:
    return reverse("notice-preferences" if kind == AccountKind.ESTABLISHMENT else "agency-notice-preferences")


def of_notice(notice: Notice, rule: Rule, due: datetime) -> OutboundMessage | None:
    if not can_send():
        return None
    with translation.override("vi"):
        said = sentence(notice.template, notice.facts)
        path = path_of(rule, notice.subject_id, notice.facts, agency=notice.account.kind != AccountKind.ESTABLISHMENT)
        text = _body(
            notice.user.name,
            f"{notice.account}: {said}" if str(notice.account) not in said else said,
            absolute(path) if path else "",
            absolute(preferences_path(notice.account.kind)),
        )
    made, _new = OutboundMessage.objects.get_or_create(
        entry=notice.entry,
        template=rule.template,
        channel=OutboundMessage.Channel.EMAIL,
        address=notice.user.email or "",
        replaces=None,
        defaults={
            "user": notice.user,
            "account": notice.account,
            "subject": headline(said),
            "text": text,
            "about": rule.kind,
            "optional": not table().kinds[rule.kind].never_because,
            "made_at": notice.at,
            "due_at": due,
            "next_try_at": due,
        },
    )
    _soon(notice.urgent)
    return made


def short(notice: Notice, due: datetime) -> OutboundMessage:
    """By SMS or Zalo: the sentence without accents and without a link, for a number may have gone to somebody else."""
    with translation.override("vi"):
        text = short_message(sentence(notice.template, notice.facts), provinces.current().identity.operator_short)
    made, _new = OutboundMessage.objects.get_or_create(
        entry=notice.entry,
        template=notice.template,
        channel=OutboundMessage.Channel.SMS,
        address=notice.user.phone or "",
        replaces=None,
        defaults={
            "user": notice.user,
            "account": notice.account,
            "subject": text[:300],
            "text": text,
            "about": notice.kind,
            "made_at": notice.at,
            "due_at": due,
            "next_try_at": due,
        },
    )
    _soon(notice.urgent)
    return made


def to_applicant(rule: Rule, entry: Entry) -> None:
    address = address_of_applicant(entry)
    if not address or not can_send():
        return
    with translation.override("vi"):
        facts = facts_of(entry, rule)
        said = sentence(rule.template, facts)
        path = path_of(rule, entry.subject_id, facts)
        text = _body("", said, absolute(path) if path else "", "")
    due = letter_due(rule, entry.at)
    OutboundMessage.objects.get_or_create(
        entry=entry,
        template=rule.template,
        channel=OutboundMessage.Channel.EMAIL,
        address=address,
        replaces=None,
        defaults={
            "kind": OutboundMessage.Kind.APPLICANT,
            "subject": headline(said),
            "text": text,
            "about": rule.kind,
            "made_at": entry.at,
            "due_at": due,
            "next_try_at": due,
        },
    )


def headline(said: str) -> str:
    """The sentence itself, so that a list of letters reads like the inbox; the system's name last."""
    first = said if len(said) <= 120 else said[:119].rpartition(" ")[0] + "…"
    return f"{first} – {provinces.current().identity.short_name}"[:300]


def _body(name: str, said: str, link: str, preferences: str) -> str:
    identity = provinces.current().identity
    context = {
        "name": name,
        "said": said,
        "link": link,
        "preferences": preferences,
        "operator": identity.operator_name,
        "system": identity.system_name,
        "phone": vn_phone(identity.hotline),
    }
    return render_to_string("notifications/mail/letter.txt", context).strip() + "\n"


def email_of(message: OutboundMessage, text: str) -> EmailMultiAlternatives:
    """What goes over the wire. The Message-ID is the row's own: a letter sent twice after a crash is one to the
    server that receives it."""
    identity = provinces.current().identity
    headers = {
        "Message-ID": f"<{message.message_id}@{identity.id_host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no answer from a machine to a machine
    }
    if message.optional and message.user_id is not None:
        one_click = absolute(unsubscribe_path(message.user_id, message.about))
        headers["List-Unsubscribe"] = f"<{one_click}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    sender = formataddr((identity.short_name, settings.DEFAULT_FROM_EMAIL), charset="utf-8")
    mail = EmailMultiAlternatives(message.subject, text, sender, [message.address], headers=headers)
    mail.attach_alternative(as_html(message.subject, text), "text/html")
    return mail


def as_html(title: str, text: str) -> str:
    """The same words, links that can be pressed, nothing fetched from anywhere."""
    paragraphs = [
        mark_safe("<br>".join(_LINK.sub(r'<a href="\1">\1</a>', str(escape(line))) for line in part.splitlines()))
        for part in text.strip().split("\n\n")
    ]
    body = mark_safe("".join(format_html("<p>{}</p>", part) for part in paragraphs))
    return render_to_string("notifications/mail/letter.html", {"title": title, "body": body})


def unsubscribe_path(user_id: int, about: str) -> str:
    with translation.override("vi"):
        return reverse("letters-stop", args=[dumps([user_id, about], salt=UNSUBSCRIBE, compress=False)])


def confirmation_of(user: User, email: str, at: datetime) -> OutboundMessage:
    """The letter that asks whether an address is theirs; its key is made while it is sent (delivery.py)."""
    with translation.override("vi"):
        subject = _("Confirm your e-mail address – %(system)s") % {"system": provinces.current().identity.short_name}
    made = OutboundMessage.objects.create(
        kind=OutboundMessage.Kind.ADDRESS,
        user=user,
        address=email,
        subject=subject,
        made_at=at,
        due_at=at,
        next_try_at=at,
    )
    _soon(True)
    return made


def to_former_address(user: User, email: str, at: datetime) -> OutboundMessage:
    """Who did not change it themselves learns here, and nowhere else, that somebody has."""
    identity = provinces.current().identity
    with translation.override("vi"):
        subject = _("Your e-mail address was changed – %(system)s") % {"system": identity.short_name}
        context = {
            "name": user.name,
            "system": identity.system_name,
            "operator": identity.operator_name,
            "phone": vn_phone(identity.hotline),
        }
        text = render_to_string("notifications/mail/former.txt", context).strip() + "\n"
    made = OutboundMessage.objects.create(
        kind=OutboundMessage.Kind.FORMER,
        user=user,
        address=email,
        subject=subject,
        text=text,
        made_at=at,
        due_at=at,
        next_try_at=at,
    )
    _soon(True)
    return made


def _soon(now: bool) -> None:
    """The queue is swept every minute; what cannot wait is swept as soon as this is committed."""
    if now:
        app.configure_task("notifications.deliver_now", queue="fast").defer()


def confirmation_text(user: User, link: str) -> str:
    identity = provinces.current().identity
    context = {"name": user.name, "link": link, "system": identity.system_name, "operator": identity.operator_name}
    return render_to_string("notifications/mail/confirm.txt", context).strip() + "\n"
