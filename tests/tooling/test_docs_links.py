from pathlib import Path

from docs_links import anchors, broken


def test_links_to_missing_files_and_headings_are_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "b.md").write_text("# Một trang\n## Hai lần\n## Hai lần\n")
    page = tmp_path / "a.md"
    page.write_text(
        "[ok](docs/b.md) [ok](/docs/b.md#một-trang) [ok](docs/b.md#hai-lần-1) [ok](https://example.org/x.md)\n"
        "[no](docs/c.md) [no](docs/b.md#ba) ![no](p.png)\n"
        "`[code](nowhere.md)`\n```\n[code](nowhere.md)\n```\n"
    )
    assert broken(tmp_path, [page, tmp_path / "docs" / "b.md"]) == [
        "a.md: docs/c.md leads nowhere",
        "a.md: docs/b.md#ba has no such heading",
        "a.md: p.png leads nowhere",
    ]


def test_headings_in_code_are_no_headings() -> None:
    assert anchors("# One\n```\n# two\n```\n") == {"one"}
