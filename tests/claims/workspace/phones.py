"""A person with a phone (or two) and the diary open on it; what they were told is saved is what must stand."""

from __future__ import annotations

import contextlib
import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.browser.people import sign_in
from tests.browser.windows import PHONE

# The phone's clock, wrong by what the last look at the phone's settings made it.
_CLOCK = """(() => {
  const wrong = Number(localStorage.getItem("wrong-by") || 0);
  if (!wrong) return;
  const Right = Date;
  self.Date = class extends Right {
    constructor(...at) { at.length ? super(...at) : super(Right.now() + wrong); }
    static now() { return Right.now() + wrong; }
  };
})()"""
_SAVE = """async ([what, twice]) => {
  const until = async (look) => { for (let n = 0; n < 1600; n++) { const found = look(); if (found) return found;
    await new Promise((go) => setTimeout(go, 25)); } throw new Error("never came: " + look); };
  location.hash = "";
  const tile = await until(() => !location.hash && document.querySelector('.diary-tiles a[href*="/water"]'));
  tile.click();
  const form = await until(() => document.querySelector(".diary-save")?.closest("form"));
  form.elements.what.value = what;
  const button = form.querySelector(".diary-save button");
  button.click();
  if (twice) button.click();
  const at = performance.timeOrigin + performance.now();
  await until(() => location.hash === "" && document.querySelector('[data-slot="notices"] .tx-notice.is-ok'));
  return at;
}"""
_SEND = """async () => {
  location.hash = "cho-gui";
  for (let n = 0; n < 200; n++) {
    const button = document.querySelector('.main-in [data-slot="send"]');
    if (button) { if (!button.hidden) button.click(); return true; }
    await new Promise((go) => setTimeout(go, 25));
  }
  return false;
}"""
_QUEUE = """() => new Promise((resolve) => {
  const asked = indexedDB.open("nhat-ky", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result.map((one) => [one.words, !!one.tried])); };
  };
})"""
_SENT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("nhat-ky", 1);
  asked.onsuccess = () => {
    const got = asked.result.transaction("meta").objectStore("meta").get("sent");
    got.onsuccess = () => { asked.result.close(); resolve((got.result || []).map((one) => one.words)); };
  };
})"""


@dataclass
class Person:
    """What one script has told and been told: name → the moment of pressing “Lưu”."""

    must: dict[str, float] = field(default_factory=dict)
    may: set[str] = field(default_factory=set)  # told lost, though it may have arrived
    not_: set[str] = field(default_factory=set)  # taken back
    faults: list[str] = field(default_factory=list)


class Handset:
    """A phone with a tab or two."""

    def __init__(self, browser: Any, base_url: str, user: dict[str, Any]) -> None:
        self.base_url = base_url
        self.context = browser.new_context(
            base_url=base_url, viewport=PHONE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce"
        )
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(_CLOCK)
        self.page = self.context.new_page()
        sign_in(self.page, user)
        self.open()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.open()

    def open(self) -> None:
        self.page.goto("/nhat-ky/")
        self._ready()

    def _ready(self) -> None:
        self.page.wait_for_selector("body.diary-app .main-in h1")

    def set_clock(self, wrong_by: int) -> None:
        """In milliseconds; 0 is right."""
        self.page.evaluate("wrong => localStorage.setItem('wrong-by', wrong)", str(wrong_by))
        self.reload()

    def save(self, person: Person, name: str, *, twice: bool = False) -> None:
        at = self.page.evaluate(_SAVE, [name, twice])
        person.must[name] = at / 1000

    def undo(self, person: Person, name: str) -> None:
        """Pressed at once; where it could still be taken back it must never stand.

        Whether it could is asked until it is known: on a busy machine the press, or what follows from it, takes longer
        than anybody would wait.
        """
        with contextlib.suppress(Exception):
            self.page.locator(".tx-notice button", has_text="Hoàn tác").click(timeout=1000)
        until = time.monotonic() + 5
        while waiting := [tried for words, tried in self.queue() if name in words]:
            if waiting[0] or time.monotonic() > until:
                return  # on its way already, or never pressed: it will stand
            self.page.wait_for_timeout(50)
        if not any(name in words for words in self.page.evaluate(_SENT)):
            person.must.pop(name)
            person.not_.add(name)

    def queue(self) -> list[tuple[str, bool]]:
        return [(words, tried) for words, tried in self.page.evaluate(_QUEUE)]

    def reload(self) -> None:
        self.page.reload()
        self._ready()

    def kill(self) -> None:
        self.page.close()
        self.page = self.context.new_page()
        self.open()

    def second_tab(self) -> None:
        """Another tab beside the first, and back to it: both send."""
        other = self.context.new_page()
        other.goto("/nhat-ky/")
        other.wait_for_selector("body.diary-app .main-in h1")
        other.evaluate(_SEND)
        self.page.evaluate(_SEND)
        other.close()

    def send(self) -> None:
        self.page.evaluate(_SEND)

    def clear_store(self, person: Person) -> None:
        """The browser throws its store away; the person must be told how much of theirs went with it."""
        queue = self.queue()
        session = self.context.new_cdp_session(self.page)
        session.send("Storage.clearDataForOrigin", {"origin": self.base_url, "storageTypes": "indexeddb"})
        session.detach()
        self.reload()
        if not queue:
            return
        told = self.page.locator(".diary-lost")
        try:
            told.wait_for(timeout=10_000)
        except Exception:
            person.faults.append(f"{len(queue)} lost, nobody was told")
            return
        number = re.search(r"xóa mất (\d+) mục", told.inner_text())
        if number is None or int(number[1]) != len(queue):
            person.faults.append(f"{len(queue)} lost, told “{told.inner_text()[:60]}”")
        for name in list(person.must):
            if any(name in words for words, _ in queue):
                person.must.pop(name)
                person.may.add(name)
        told.get_by_role("button").click()

    def empty_queue(self, seconds: float = 40) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not self.queue():
                return True
            self.send()
            self.page.wait_for_timeout(250)
        return not self.queue()
