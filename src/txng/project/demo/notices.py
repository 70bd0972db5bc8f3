"""Inboxes that somebody reads, letters that left, difficulties that were written: told by the code that tells them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q

from txng.accounts.models import Membership, User
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import Product, ProductChange
from txng.kernel.clock import local_date
from txng.kernel.codes import next_number, random_code
from txng.ledger.models import Entry
from txng.notifications.letters import headline
from txng.notifications.models import ConfirmedAddress, DeliveryTry, Notice, OutboundMessage
from txng.notifications.subscribers import tell
from txng.notifications.table import table
from txng.notifications.wording import sentence
from txng.oversight.events import OversightEvent
from txng.oversight.models import Complaint, ComplaintPhoto
from txng.project.demo.desk import paper
from txng.project.demo.world import World
from txng.provinces import working_days_after

# who, title, text, days ago, answer
DIFFICULTIES = [
    (
        "lanh",
        "Sóng điện thoại ngoài vườn yếu, ảnh nhật ký gửi không được",
        "Từ đầu mùa mưa, khu vườn ven sông mất sóng cả buổi chiều. Đề nghị cho ghi nhật ký khi mất mạng rồi gửi sau.",
        9,
        "Nhật ký ghi được khi mất mạng: việc nằm ở “Chờ gửi” và tự gửi khi có sóng. Mời xem Sổ tay, mục Nhật ký.",
    ),
    (
        "hanh",
        "Xã có 12 cơ sở chưa có mã số thuế, chưa rõ ghi thế nào",
        "Các hộ trồng trọt nhỏ không có mã số thuế. Đề nghị hướng dẫn thống nhất cách ghi trong Phiếu đăng ký.",
        3,
        "",
    ),
    (
        "khai",
        "Xin thêm loại tem nhỏ cho chai 100 ml",
        "Tem 40×30 mm to hơn nhãn chai. Đề nghị có mẫu tem nhỏ, vẫn quét được.",
        1,
        "",
    ),
]


def build(world: World) -> None:
    """After the people and everything that happened to them."""
    seats = {seat.user.login: seat for seat in Membership.objects.select_related("user", "account").order_by("id")}
    _difficulties(world, seats)
    _entries(world)
    world.save_notes()
    for entry in Entry.objects.filter(kind__in=table().by_event).order_by("at", "id"):
        tell(entry)
    # Builders sign with a name alone; nobody is told of what they did themselves.
    Notice.objects.filter(user__name=F("entry__actor_label")).update(withdrawn_at=world.now)
    # What is older than two days has been read, by people who read their notices.
    Notice.objects.filter(at__lt=world.now - timedelta(days=2)).update(read_at=world.now - timedelta(days=1))
    _letters(world, seats)


def _entries(world: World) -> None:
    """Decisions of the last days on goods of the cast; bulk wrote the rows without saying so."""
    first = world.establishments[0]
    agency = world.communes.get(first.unit.code, world.operator)
    products = list(Product.objects.filter(establishment=first, published_at__isnull=False).order_by("id")[:4])
    for number, product in enumerate(products):
        kind = (ProductEvent.CHANGE_APPROVED, ProductEvent.CHANGE_RETURNED)[number == 1]
        world.note(
            kind,
            actor="Nguyễn Thị Hạnh",
            organisation=str(agency),
            subject=product,
            at=world.days_ago(1 + 3 * number),
        )
    for change in ProductChange.objects.filter(state="waiting").select_related("product").order_by("id"):
        world.note(
            ProductEvent.CHANGE_PROPOSED,
            actor=change.proposed_by,
            organisation=str(change.establishment),
            subject=change.product,
            at=change.proposed_at or world.now,
        )
    for complaint in Complaint.objects.filter(~Q(kind=Complaint.Kind.DIFFICULTY)).order_by("id"):
        world.note(
            OversightEvent.COMPLAINT_FILED, actor="Khách", organisation="", subject=complaint, at=complaint.filed_at
        )


def _difficulties(world: World, seats: dict[str, Membership]) -> None:
    for key, title, text, days, answer in DIFFICULTIES:
        seat = seats[key]
        filed = world.days_ago(days)
        letter = Complaint.objects.create(
            number=next_number("PA", filed),
            lookup_code=random_code(10),
            kind=Complaint.Kind.DIFFICULTY,
            state="answered" if answer else "received",
            establishment=seat.account.establishment,
            agency=seat.account.agency,
            written_by=seat.user,
            contact_name=seat.user.name,
            title=title,
            text=text,
            filed_at=filed,
            due_on=working_days_after(local_date(filed), world.profile.clocks.complaint),
            answer=answer,
            answered_at=world.days_ago(days - 4) if answer else None,
            answered_by="Đặng Thị Mai" if answer else "",
        )
        ComplaintPhoto.objects.create(complaint=letter, file=paper("cong-van"))
        world.note(
            OversightEvent.DIFFICULTY_WRITTEN,
            actor=seat.user.name,
            organisation=str(seat.account),
            subject=letter,
            at=filed,
        )
        if answer:
            world.note(
                OversightEvent.DIFFICULTY_ANSWERED,
                actor="Đặng Thị Mai",
                organisation=str(world.operator),
                subject=letter,
                at=world.days_ago(days - 4),
            )


def _letters(world: World, seats: dict[str, Membership]) -> None:
    """What the log looks like where a mail server is set up: most arrived, one needs somebody."""
    for login in ("lanh", "hanh", "mai"):
        user = seats[login].user
        User.objects.filter(pk=user.pk).update(email=f"{login}@example.vn")
        ConfirmedAddress.objects.create(
            user=user, email=f"{login}@example.vn", asked_at=world.days_ago(90), confirmed_at=world.days_ago(90)
        )
    told = Notice.objects.filter(user__login__in=("lanh", "hanh", "mai")).select_related("user", "account", "entry")
    for number, notice in enumerate(told.order_by("-at", "-id")[:24]):
        dead = number == 5
        message = OutboundMessage.objects.create(
            state="dead" if dead else "accepted",
            user=notice.user,
            account=notice.account,
            entry=notice.entry,
            template=notice.template,
            address=f"{notice.user.login}.cu@example.vn" if dead else f"{notice.user.login}@example.vn",
            subject=headline(sentence(notice.template, notice.facts)),
            text=sentence(notice.template, notice.facts),
            about=notice.kind,
            optional=True,
            made_at=notice.at,
            due_at=notice.shown_from,
            next_try_at=notice.shown_from,
            tries=1,
        )
        DeliveryTry.objects.create(
            message=message,
            at=notice.shown_from,
            outcome="refused" if dead else "accepted",
            detail="550 5.1.1 Recipient address rejected: User unknown" if dead else "",
        )
        Notice.objects.filter(pk=notice.pk).update(message=message)
