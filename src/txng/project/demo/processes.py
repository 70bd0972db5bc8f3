"""Published processes, and running lots that follow them. What they say is what the diaries of the demo tell."""

from __future__ import annotations

from datetime import timedelta

from txng.kernel.text import fold
from txng.production.actions.processes_in_hand import work_of
from txng.production.events import ProductionEvent
from txng.production.models import Lot, LotPlan, LotTask, ProcessTask, ProcessTemplate
from txng.production.process.starters import load
from txng.project.demo.reading import group_of
from txng.project.demo.seasons import SEASONS, line_of
from txng.project.demo.world import World
from txng.registry.models import Agency

TITLES = {
    "crop": ("Chăm sóc và thu hoạch một vụ", "Ngày dọn vườn"),
    "livestock": ("Nuôi một lứa 120 ngày", "Ngày nhập con giống"),
    "aquaculture": ("Nuôi một vụ 150 ngày", "Ngày thả giống"),
    "processing": ("Một mẻ chế biến", "Ngày nhận nguyên liệu"),
    "handicraft": ("Một đợt hàng thủ công", "Ngày chọn nguyên liệu"),
}
PHOTOS = {"spray", "vaccinate", "harvest"}


def build(world: World) -> None:
    load(world.now)
    agency = next((one for one in world.departments.values() if "agriculture" in one.sectors), None) or world.operator
    assert agency is not None
    by_nature = {nature: _publish(world, agency, nature) for nature in TITLES}
    for lot in Lot.objects.filter(closed_at=None, packed_on=None).select_related("product", "site").order_by("id"):
        if (template := by_nature.get(group_of(lot.product.group).nature)) is not None:
            _follow(world, lot, template)


def _publish(world: World, agency: Agency, nature: str) -> ProcessTemplate:
    title, first_day_is = TITLES[nature]
    at = world.days_ago(200)
    template = ProcessTemplate(
        title=title,
        plain_title=fold(title),
        nature=nature,
        first_day_is=first_day_is,
        source="Hướng dẫn kỹ thuật của Sở, điều chỉnh từ quy trình mẫu",
        valid_from=at.date(),
        agency=agency,
        publisher=agency.name,
        unit_path=agency.unit_path,
        managing_agency_id=agency.pk,
        created_at=at,
    )
    template.save()
    length = SEASONS[nature]["length"]
    lines = [line_of(text) for text in SEASONS[nature]["entries"]]
    ProcessTask.objects.bulk_create(
        ProcessTask(
            template=template,
            position=position,
            activity=activity,
            title=what or activity_title(activity),
            first_day=length - before,
            last_day=length - before + 1,
            what=what if quantity else "",
            amount=quantity,
            amount_unit=unit if quantity else "",
            photo_wanted=activity in PHOTOS,
        )
        for position, (before, activity, what, quantity, unit) in enumerate(lines)
    )
    template.state, template.published_at, template.published_by = "published", at, agency.name
    template.save(update_fields=["state", "published_at", "published_by"])
    world.note(ProductionEvent.PROCESS_PUBLISHED, actor=agency.name, organisation=agency.name, subject=template, at=at)
    return template


def activity_title(activity: str) -> str:
    return {"harvest": "Thu hoạch", "pack": "Đóng gói"}.get(activity, "Việc khác")


def _follow(world: World, lot: Lot, template: ProcessTemplate) -> None:
    at = max(lot.created_at, world.now - timedelta(days=180))
    plan = LotPlan(
        establishment_id=lot.establishment_id,
        lot=lot,
        template=template,
        starts_on=lot.opened_on,
        area_m2=lot.site.area_m2,
        created_at=at,
    )
    plan.stand_with(lot)
    plan.save()
    LotTask.objects.bulk_create(LotTask(plan=plan, **work_of(task)) for task in template.tasks.all())
