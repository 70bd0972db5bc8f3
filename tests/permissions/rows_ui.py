"""Colours of the province and the living style pages: open to everybody."""

EVERYBODY = (200,) * 8
ROWS = {
    ("GET", "ui:theme"): EVERYBODY,
    ("GET", "ui:styles"): EVERYBODY,
    ("GET", "ui:style-forms"): EVERYBODY,
    ("POST", "ui:style-forms"): (422,) * 8,
    ("GET", "ui:style-desk"): EVERYBODY,
}
