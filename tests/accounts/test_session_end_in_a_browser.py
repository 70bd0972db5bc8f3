"""Two minutes before a sign-in ends it is said on the page, and one press keeps it (names.md 5, WCAG 2.2.1).

The browser's clock is put forward, the server's is not: where the server must have waited too, the session is turned
back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import expect

from tests.accounts.test_passkeys_in_a_browser import press, sign_in
from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.windows import PHONE, window
from tests.cast import PASSWORD, build_organisations, build_people
from tests.ui.serve import Quiet, Server
from txng.accounts import sessions
from txng.accounts.models import Invite, Session

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SOON, OVER = "Còn 2 phút nữa sẽ tự đăng xuất", "Phiên đăng nhập đã hết"


@pytest.fixture
def site(fresh_database: str) -> Iterator[str]:
    cache.clear()
    build_people(build_organisations())
    with make_server("localhost", 0, StaticFilesHandler(get_wsgi_application()), Server, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


def turned_back(*, seen: float = 0, began: float = 0) -> None:
    """The server's side of waiting."""
    for row in Session.objects.filter(user_id__isnull=False):
        data = row.get_decoded()
        limits = data["limits"]
        data["limits"] = {**limits, "seen": limits["seen"] - seen, "began": limits["began"] - began}
        row.session_data = sessions.SessionStore().encode(data)
        row.save()


def seen() -> float:
    return float(Session.objects.get(user_id__isnull=False).get_decoded()["limits"]["seen"])


def test_the_end_is_announced_without_taking_the_focus_and_can_be_put_off(
    browser: Any, site: str, province: str
) -> None:
    with window(browser, site, size=PHONE) as opened:
        page = opened.page
        sign_in(page, "lanh")
        turned_back(began=-sessions.HOUR)  # so that idle ends first
        page.clock.install()
        page.goto("/quan-ly/nguoi-dung/moi/")
        box = page.get_by_label("Họ và tên")
        box.fill("Nguyễn Văn Bảy")
        page.clock.fast_forward("11:57:00")
        expect(page.get_by_role("alert")).to_have_count(1)
        expect(page.get_by_role("alert")).to_be_empty()
        page.clock.fast_forward("01:30")
        expect(page.get_by_role("alert")).to_contain_text(SOON)
        expect(box).to_be_focused()
        assert violations(page) == []
        assert sideways(page) == 0
        turned_back(seen=sessions.HOUR)
        before = time.time()
        page.get_by_role("button", name="Tiếp tục làm việc").click()
        expect(page.get_by_role("alert")).to_be_empty()
        assert seen() >= before
        expect(box).to_have_value("Nguyễn Văn Bảy")
        page.clock.fast_forward("11:57:00")
        expect(page.get_by_role("alert")).to_be_empty()


def test_another_tab_at_work_keeps_the_first_one_quiet(browser: Any, site: str, province: str) -> None:
    with window(browser, site, size=PHONE) as opened:
        page = opened.page
        sign_in(page, "lanh")
        page.clock.install()
        page.goto("/quan-ly/nguoi-dung/")
        page.clock.fast_forward("11:57:00")
        other = opened.context.new_page()
        other.goto("/quan-ly/san-pham/")
        page.clock.fast_forward("02:00")
        expect(page.get_by_role("alert")).to_be_empty()


def test_the_longest_time_cannot_be_put_off_and_says_so(browser: Any, site: str, province: str) -> None:
    with window(browser, site, size=PHONE) as opened:
        page = opened.page
        sign_in(page, "lanh")
        turned_back(began=sessions.HOUR)
        page.clock.install()
        page.goto("/quan-ly/nguoi-dung/")
        page.clock.fast_forward("10:59:00")
        notice = page.get_by_role("alert")
        expect(notice).to_contain_text("không kéo dài thêm được")
        expect(notice.get_by_role("button", name="Tiếp tục làm việc")).to_have_count(0)
        notice.get_by_role("button", name="Ẩn thông báo").click()
        expect(notice).to_be_empty()
        page.clock.fast_forward("02:00")
        expect(notice).to_contain_text(OVER)


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_typed_outlives_the_sign_in(browser: Any, site: str, province: str, javascript: bool) -> None:
    with window(browser, site, size=PHONE, javascript=javascript) as opened:
        page = opened.page
        sign_in(page, "lanh")
        page.goto("/quan-ly/nguoi-dung/moi/")
        page.get_by_label("Họ và tên").fill("Nguyễn Văn Bảy")
        turned_back(seen=13 * sessions.HOUR)
        press(page, "Tạo lời mời")
        assert "được giữ lại trong 1 giờ" in page.get_by_role("main").inner_text()
        assert not javascript or violations(page) == []
        page.get_by_label("Số điện thoại, tên tài khoản hoặc e-mail").fill("lanh")
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        press(page, "Đăng nhập")
        assert Invite.objects.count() == 0
        assert not javascript or violations(page) == []
        assert sideways(page) == 0
        press(page, "Gửi ngay")
        assert Invite.objects.get().name == "Nguyễn Văn Bảy"


def test_a_failed_try_says_so_and_may_be_repeated(browser: Any, site: str, province: str) -> None:
    with window(browser, site, size=PHONE) as opened:
        page = opened.page
        sign_in(page, "lanh")
        turned_back(began=-sessions.HOUR)  # so that idle ends first
        page.clock.install()
        page.goto("/quan-ly/nguoi-dung/")
        page.clock.fast_forward("11:58:30")
        page.get_by_role("alert").get_by_role("button").wait_for()
        opened.context.set_offline(True)
        page.get_by_role("button", name="Tiếp tục làm việc").click()
        expect(page.get_by_role("alert")).to_contain_text("Chưa giữ được phiên đăng nhập")
        opened.context.set_offline(False)
        page.get_by_role("button", name="Thử lại").click()
        expect(page.get_by_role("alert")).to_be_empty()
