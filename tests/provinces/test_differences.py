"""Who decides what: the differences between the provinces, each asserted against its article."""

from __future__ import annotations

import pytest

from txng import provinces
from txng.access import Permission
from txng.provinces import load

CAN_THO, CAO_BANG, DAK_NONG = load("can-tho"), load("cao-bang"), load("dak-nong")


def test_where_a_dossier_is_filed() -> None:
    assert CAN_THO.dossier.filing_channels == ("managing-agency",)  # 6.3.a
    assert CAO_BANG.dossier.filing_channels == ("managing-agency", "operator")  # 6.1
    assert DAK_NONG.dossier.filing_channels == CAO_BANG.dossier.filing_channels


def test_what_a_dossier_holds() -> None:
    assert [form.code for form in CAN_THO.dossier.forms] == [
        "registration-form",
        "information-form",
    ]  # 5.1, 5.2
    assert [form.code for form in CAO_BANG.dossier.forms] == ["registration-form"]  # 5.1
    assert [paper.code for paper in CAN_THO.dossier.papers] == [
        "business-paper",
        "product-papers",
    ]  # 5.3, 5.4
    assert [paper.code for paper in CAO_BANG.dossier.papers] == ["business-paper"]  # 5.2
    for profile in (CAN_THO, CAO_BANG):
        business = profile.dossier.paper("business-paper")
        assert business is not None
        assert business.required
        assert len(business.kinds) == 4
    product = CAN_THO.dossier.paper("product-papers")
    assert product is not None
    assert not product.required  # “nếu có”
    assert not CAO_BANG.dossier.fields_of("information-form")


def test_who_reviews_and_who_is_told() -> None:
    assert CAN_THO.dossier.reviewed_by == ("managing-agency",)  # 6.3.b
    assert CAO_BANG.dossier.reviewed_by == ("managing-agency", "operator")  # 6.3, Bước 2
    assert not CAN_THO.tells_managing_agency(filed_at="operator")
    assert CAO_BANG.tells_managing_agency(filed_at="operator")
    assert not CAO_BANG.tells_managing_agency(filed_at="managing-agency")
    assert Permission.DOSSIER_APPROVE not in CAN_THO.permissions_of("operator")
    assert Permission.DOSSIER_APPROVE in CAO_BANG.permissions_of("operator")


def test_an_approved_dossier_goes_on_to_the_operator_unless_the_decider_issues_the_account() -> None:
    assert CAN_THO.forwards(decided_by="managing-agency")  # 6.3.b
    assert CAN_THO.forwards(decided_by="managing-agency", delegated=True)  # no delegation there
    assert CAO_BANG.forwards(decided_by="managing-agency")  # 6.2
    assert not CAO_BANG.forwards(decided_by="managing-agency", delegated=True)  # 6.3, Bước 2
    assert not CAO_BANG.forwards(decided_by="operator")
    assert DAK_NONG.forwards(decided_by="managing-agency", delegated=True)


def test_who_issues_and_hands_over_an_account() -> None:
    assert CAN_THO.accounts.issued_by == ("operator",)  # 11.2
    assert CAO_BANG.accounts.issued_by == ("operator", "delegated-agency")  # 6.3, Bước 2
    assert DAK_NONG.accounts.issued_by == ("operator",)
    assert CAO_BANG.accounts.delegation_possible
    assert not DAK_NONG.accounts.delegation_possible
    assert CAN_THO.accounts.handed_over_by == ("managing-agency",)  # 6.3.c
    assert CAO_BANG.accounts.handed_over_by == ("operator", "managing-agency")  # 6.3, Bước 3
    assert Permission.ACCOUNT_HAND_OVER not in CAN_THO.permissions_of("operator")
    assert Permission.ACCOUNT_HAND_OVER in CAO_BANG.permissions_of("operator")


@pytest.mark.parametrize("province", provinces.ids())
def test_only_the_operator_issues_by_right_and_agencies_lock_at_once(province: str) -> None:
    profile = load(province)
    issuers = {tier.kind for tier in profile.tiers if Permission.ACCOUNT_ISSUE in profile.permissions_of(tier.kind)}
    assert issuers == {"operator"}
    assert profile.accounts.locked_by == ("managing-agency", "operator")
    assert profile.accounts.revocation_decided_by == ("operator",)
    for kind in ("operator", "department", "commune"):
        assert Permission.ACCOUNT_LOCK in profile.permissions_of(kind)


def test_the_communes_of_can_tho_carry_the_groups_of_the_former_districts() -> None:
    assert CAN_THO.tier("commune").former == "Ủy ban nhân dân quận, huyện"  # 7.3
    assert CAN_THO.seats("commune") == 2
    assert CAO_BANG.seats("commune") == 1
    assert [group.name for group in CAN_THO.groups_of("commune")][5:7] == [
        "Duyệt đăng yêu cầu",
        "Kiểm tra yêu cầu",
    ]


def test_only_where_a_first_check_is_named_somebody_holds_it() -> None:
    assert CAN_THO.publishing.first_check_by == ("commune",)  # 7.3
    for profile in (CAN_THO, CAO_BANG, DAK_NONG):
        for kind in ("operator", "department", "commune"):
            holds = Permission.CHANGE_CHECK in profile.permissions_of(kind)
            assert holds == (kind in profile.publishing.first_check_by)


def test_departments_of_cao_bang_publish_from_their_home_because_no_group_names_it() -> None:
    assert CAO_BANG.publishing.from_home_desk == ("department",)  # 7.2 against 9.1, 10
    assert CAN_THO.publishing.from_home_desk == ()
    menu = {permission for group in CAO_BANG.groups_of("department") for permission in group.permissions}
    assert Permission.CHANGE_DECIDE not in menu
    assert Permission.CHANGE_DECIDE in CAO_BANG.permissions_of("department")
    assert Permission.CHANGE_DECIDE in {
        permission for group in CAO_BANG.groups_of("commune") for permission in group.permissions
    }


def test_who_approves_a_print_order() -> None:
    assert CAO_BANG.print_orders.approved_by == "operator"  # 11.6
    assert CAN_THO.print_orders.approved_by == "rule"
    assert DAK_NONG.print_orders.approved_by == "rule"
    for profile in (CAN_THO, CAO_BANG, DAK_NONG):
        holders = [
            kind
            for kind in ("operator", "department", "commune", "establishment")
            if Permission.PRINT_ORDER_DECIDE in profile.permissions_of(kind)
        ]
        # Where the rule approves, large orders still take two persons (names.md 5).
        assert holders == ["operator"]


def test_who_reports_to_whom_before_which_day() -> None:
    assert CAN_THO.reports.written_by == ("department",)  # 14.4
    assert CAN_THO.reports.addressee == "Chi cục Tiêu chuẩn Đo lường Chất lượng"
    assert CAN_THO.reports.addressee_kind == "unit"
    assert CAO_BANG.reports.written_by == ("department", "commune")  # 15.3
    assert CAO_BANG.reports.addressee == "Sở Khoa học và Công nghệ"
    assert DAK_NONG.reports == CAO_BANG.reports
    for profile in (CAN_THO, CAO_BANG, DAK_NONG):
        assert [(period.month, period.day) for period in profile.reports.periods] == [(6, 20), (12, 25)]


def test_who_scores_ocop() -> None:
    assert CAN_THO.ocop.scored_by == ()
    assert CAO_BANG.ocop.scored_by == DAK_NONG.ocop.scored_by == ("commune",)  # 7.3


def test_the_targets_are_those_of_each_plan() -> None:
    assert [(target.value, target.by) for target in CAN_THO.targets] == [
        (30, 2025),
        (10, 2025),
        (100, 2030),
        (20, 2030),
    ]
    assert CAO_BANG.targets == ()
    assert [(target.measure, target.value, target.by) for target in DAK_NONG.targets] == [
        ("count", 5, 2025),
        ("percent", 30, 2030),
    ]


def test_dak_nong_stands_in_lam_dong_and_keeps_its_identifiers() -> None:
    identity = DAK_NONG.identity
    assert identity.province_code == "68"
    assert DAK_NONG.former_area == "67"
    assert identity.site == ""
    assert identity.host == identity.id_host == "txng.daknong.gov.vn"


def test_codes_point_at_the_site_of_the_regulation() -> None:
    assert CAN_THO.identity.host == "check.cantho.gov.vn"  # 4
    assert CAO_BANG.identity.host == "truyxuatnguongoc.caobang.gov.vn"  # 4


def test_the_four_purposes_and_the_commitment_are_those_of_the_annex() -> None:
    purposes = [purpose.name for purpose in CAO_BANG.dossier.purposes]
    assert purposes == [
        "Nâng cao uy tín, chất lượng sản phẩm hàng hóa trên thị trường",
        "Tăng cường khả năng quản lý, kiểm soát chất lượng và an toàn thực phẩm",
        "Đáp ứng yêu cầu của người tiêu dùng về thông tin minh bạch sản phẩm, hàng hóa",
        "Thúc đẩy liên kết sản xuất và tiêu thụ sản phẩm theo chuỗi giá trị",
    ]
    assert CAO_BANG.dossier.commitment == (
        "Tôi (chúng tôi) cam kết: Cung cấp đầy đủ, chính xác thông tin quá trình sản xuất hàng hóa "
        "và phân phối sản phẩm."
    )
    assert CAN_THO.dossier.purposes == CAO_BANG.dossier.purposes


@pytest.mark.parametrize(
    ("sector", "kind", "offer"),
    [
        ("agriculture", "cooperative", ("department", "so-nnmt")),
        ("agriculture", "household", ("commune", "")),
        ("industry_trade", "enterprise", ("department", "so-ct")),
        ("health", "household", ("department", "so-yt")),
        ("science", "enterprise", ("operator", "")),
        ("other", "enterprise", ("commune", "")),
        ("", "", ("commune", "")),
    ],
)
@pytest.mark.parametrize("province", provinces.ids())
def test_a_managing_agency_is_suggested_by_sector(
    province: str, sector: str, kind: str, offer: tuple[str, str]
) -> None:
    suggestion = load(province).suggest_managing_agency(sector=sector, establishment_kind=kind)
    assert suggestion is not None
    assert (suggestion.tier, suggestion.department) == offer
    assert suggestion.shown_reason
