import pytest, traceback
from tests.project.raw import send
pytestmark = pytest.mark.django_db
def test_p():
    for path in (b"/", b"/t/TEST", b"/01/08938505974002", b"/q?ma=1"):
        try:
            a = send("GET", path); print(path, a.status, a.headers)
        except Exception: traceback.print_exc()
    for k in ('phien=' + 'a'*32, 'phien="aaaaaaaaaaaa\\000"'):
        try:
            a = send("GET", b"/quan-ly/", HTTP_COOKIE=k); print(a.status, a.headers, a.cookies)
        except Exception: traceback.print_exc()
    assert 0
