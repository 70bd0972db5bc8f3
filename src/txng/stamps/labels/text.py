"""Text put into a box of a template."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from txng.stamps.labels.fonts import ASCENT, DESCENT, LINE, fit, name_of, width_of
from txng.stamps.labels.templates import MM, Template, TextBox


def draw_box(canvas: Canvas, template: Template, box: TextBox | None, text: str, *, breaks: str = " ") -> None:
    if box is None or not text:
        return
    size, lines = fit(text, box, breaks=breaks)
    if not lines:
        return
    step = size * LINE
    block = step * (len(lines) - 1) + size * (ASCENT + DESCENT)
    above = box.height * MM - block
    shift = above if box.at_bottom else above / 2 if box.centred else 0.0
    y = (template.height - box.top) * MM - shift - size * ASCENT
    canvas.setFillGray(0)
    canvas.setFont(name_of(box), size)
    for line in lines:
        x = box.x * MM
        if box.centred:
            x += (box.width * MM - width_of(line, name_of(box), size)) / 2
        canvas.drawString(x, y, line)
        y -= step
