"""Every address of the site. Scan, machine and file paths have no language; pages have an English mirror under /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from txng.access.doors import for_everybody, for_holders
from txng.kernel import views as kernel
from txng.project.views import desk, home, jobs, lists, mergers, statistics

handler400 = "txng.project.views.refusals.bad_request"
handler403 = "txng.project.views.refusals.forbidden"
handler404 = "txng.project.views.refusals.not_found"
handler500 = "txng.project.views.refusals.server_error"

urlpatterns = [
    path("livez", for_everybody(kernel.livez), name="livez"),
    path("readyz", for_everybody(kernel.readyz), name="readyz"),
    path("tep/<uuid:file_id>", for_holders(kernel.file), name="file"),
    path("", include("txng.trace.api.query_urls")),
    path("api/", include("txng.accounts.api.urls")),
    path("", include("txng.trace.api.urls")),
    path("", include("txng.resolver.scan_urls")),
]
urlpatterns += i18n_patterns(
    path("quan-ly/", home.establishment_home, name="establishment-home"),
    path("co-quan/", desk.my_work, name="my-work"),
    path("co-quan/danh-muc/tham-chieu/", lists.all_lists, name="reference-lists"),
    path("co-quan/danh-muc/tham-chieu/<slug:slug>/", lists.one_list, name="reference-list"),
    path("co-quan/danh-muc/bo-thong-tin/<str:code>/", lists.rule_set, name="rule-set"),
    path("co-quan/danh-muc/sap-nhap/", mergers.merger_list, name="unit-mergers"),
    path("co-quan/danh-muc/sap-nhap/moi/", mergers.merger_new, name="unit-merger-new"),
    path("co-quan/danh-muc/sap-nhap/<int:entry_id>/", mergers.merger, name="unit-merger"),
    path("co-quan/viec-cua-toi.xlsx", desk.my_work_sheet, name="my-work-sheet"),
    path("quan-ly/thong-ke/", statistics.statistics, name="statistics"),
    path("quan-ly/thong-ke.xlsx", statistics.statistics_sheet_out, name="statistics-sheet"),
    path("quan-ly/thong-ke/<slug:what>/", statistics.statistics_list, name="statistics-list"),
    path("viec/<uuid:job_id>/", jobs.job, name="job"),
    path("", include("txng.ui.urls")),
    path("", include("txng.registry.urls")),
    path("", include("txng.accounts.urls")),
    path("", include("txng.catalogue.urls")),
    path("", include("txng.trace.urls")),
    path("", include("txng.production.urls")),
    path("", include("txng.stamps.urls")),
    path("", include("txng.oversight.urls")),
    path("", include("txng.resolver.urls")),
    path("", include("txng.notifications.urls")),
    prefix_default_language=False,
)
