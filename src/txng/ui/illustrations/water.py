"""From ponds, rivers and the sea."""

from __future__ import annotations

import math
from collections.abc import Sequence

from txng.ui.illustrations.canvas import Canvas, Painter, Point, darker, lighter, mixed, smooth, turned


def fish_at(c: Canvas, x: float, y: float, k: float, back: str, belly: str, angle: float = 0) -> None:
    def at(points: Sequence[Point]) -> list[Point]:
        return turned([(x + px * k, y + py * k) for px, py in points], angle, (x, y))

    tail = [(170, 0), (258, -84), (276, -70), (244, 0), (276, 70), (258, 84)]
    c.blob(at(tail), darker(back, 0.15), shade=0.2, light=0.2)
    c.blob(at([(-40, -70), (10, -124), (110, -96), (120, -52)]), darker(back, 0.1), shade=0.2, light=0.2)
    c.blob(at([(20, 70), (60, 112), (100, 96), (96, 52)]), darker(back, 0.1), shade=0.2, light=0.2)
    body = at(
        [
            (-230, 6),
            (-180, -46),
            (-80, -84),
            (40, -80),
            (140, -40),
            (200, -8),
            (200, 12),
            (140, 46),
            (40, 82),
            (-80, 84),
            (-180, 48),
        ]
    )
    outline = smooth(body)
    c.shape(outline, back, shade=0.24, light=0.3)

    def sides() -> None:
        c.blob(
            at([(-240, 20), (-80, 16), (80, 22), (210, 10), (210, 110), (-100, 120), (-240, 80)]),
            belly,
            shade=0,
            light=0,
        )
        for row in range(-4, 5):
            for column in range(-5, 10):
                px, py = at([(column * 24 + (row % 2) * 12, row * 19)])[0]
                arc = [(px + 12 * k * math.cos(t), py + 12 * k * math.sin(t)) for t in (-1.2, -0.4, 0.4, 1.2)]
                c.line(arc, lighter(back, 0.22), 1.8)

    c.inside(outline, sides)
    c.line(at([(-128, -70), (-104, -20), (-110, 40), (-134, 70)]), darker(back, 0.25), 5)
    c.blob(at([(-70, 14), (-10, 0), (20, 34), (-40, 44)]), lighter(back, 0.1), shade=0.2, light=0.2)
    ex, ey = at([(-172, -16)])[0]
    c.dot(ex, ey, 13 * k, "#FFFFFF")
    c.dot(ex, ey, 7.5 * k, "#1E1A17")
    c.line(at([(-226, 14), (-204, 24), (-190, 22)]), darker(back, 0.3), 4)


def fish(c: Canvas) -> None:
    c.shadow(400, 470, 290, 26)
    c.oval(400, 440, 310, 70, "#F4F1EA", shade=0.16, light=0.3)
    c.oval(400, 432, 246, 48, "#E6E1D6", shade=0, light=0)
    fish_at(c, 390, 340, 1.1, "#5F7F8C", "#DCE6E6", -4)
    for x, y in ((236, 430), (570, 440)):
        c.oval(x, y, 42, 30, "#E9D44C", shade=0.1, light=0.3)
        c.oval(x, y, 33, 23, "#F8F0A8", shade=0, light=0)
    for angle in (-20, 20, 50):
        c.leaf(600, 418, 70, angle - 40, "#4E8B3A", 0.4)


def dried_fish(c: Canvas) -> None:
    c.shadow(400, 472, 270, 26)
    c.oval(400, 420, 300, 84, "#C9A46A", shade=0.2, light=0.2)
    for i in range(-12, 13):
        c.line(
            [(400 + i * 24, 344 + abs(i) * 2.2), (400 + i * 24, 496 - abs(i) * 2.2)],
            "#B08A50",
            3,
            curved=False,
        )
    for row in range(5):
        c.line(
            [(120 + abs(row - 2) * 22, 366 + row * 27), (680 - abs(row - 2) * 22, 366 + row * 27)],
            "#DDBE88",
            3,
            curved=False,
        )
    for x, y, angle, k in ((350, 280, -10, 0.82), (440, 366, 6, 0.86), (340, 420, -2, 0.74)):
        fish_at(c, x, y, k, "#B5793F", "#E3B06E", angle)


def shrimp(c: Canvas) -> None:
    c.shadow(390, 478, 220, 26)
    for x0, y0, k in ((310, 320, 1.12), (590, 400, 0.66)):
        for i in range(3):
            c.line(
                [
                    (x0 - 104 * k, y0 - 130 * k),
                    (x0 - 200 * k, y0 - (150 - i * 46) * k),
                    (x0 - 250 * k, y0 - (90 - i * 70) * k),
                ],
                "#D9623A",
                3 * k,
            )
        for i in range(7):
            a = math.radians(262 + i * 20)
            leg = [
                (x0 + far * k * math.cos(a + bend), y0 + far * k * math.sin(a + bend))
                for far, bend in ((98, 0), (70, 0.1), (58, 0.3))
            ]
            c.line(leg, "#E08455", 5 * k)
        for i in range(11):
            a = math.radians(228 + i * 22)
            r = (122 - i * 2.4) * k
            px, py = x0 + r * math.cos(a), y0 + r * math.sin(a)
            size = (62 - i * 3.7) * k
            c.oval(
                px,
                py,
                size,
                size * 0.74,
                mixed("#F08A58", "#E5683C", i / 11),
                angle=math.degrees(a) + 90,
                shade=0.26,
                light=0.45,
            )
            c.line(
                turned(
                    [
                        (px - size * 0.9, py + size * 0.1),
                        (px, py + size * 0.3),
                        (px + size * 0.9, py + size * 0.1),
                    ],
                    math.degrees(a),
                    (px, py),
                ),
                "#FBD0B0",
                3 * k,
            )
        head = [
            (x0 - 40 * k, y0 - 150 * k),
            (x0 - 110 * k, y0 - 152 * k),
            (x0 - 176 * k, y0 - 120 * k),
            (x0 - 128 * k, y0 - 60 * k),
            (x0 - 66 * k, y0 - 60 * k),
        ]
        c.blob(head, "#F0814C", shade=0.26, light=0.4)
        c.dot(x0 - 128 * k, y0 - 118 * k, 9 * k, "#241A12")
        a = math.radians(228 + 10.6 * 22)
        tx, ty = x0 + 97 * k * math.cos(a), y0 + 97 * k * math.sin(a)
        for angle in (160, 195, 230):
            c.leaf(tx, ty, 74 * k, angle, "#E0562F", 0.4)
    c.oval(220, 468, 44, 32, "#E9D44C", shade=0.1, light=0.3)
    c.oval(220, 468, 35, 25, "#F8F0A8", shade=0, light=0)


def crab(c: Canvas) -> None:
    c.shadow(400, 480, 250, 26)
    for side in (-1, 1):
        for i in range(4):
            x = 400 + side * (110 + i * 10)
            y = 350 + i * 26
            c.line(
                [(x, y), (x + side * 96, y - 20 + i * 16), (x + side * 132, y + 50 + i * 12)],
                "#C4502F",
                15 - i,
            )
        c.line([(400 + side * 120, 310), (400 + side * 196, 250), (400 + side * 200, 190)], "#C4502F", 26)
        claw = [
            (0, 40),
            (46, 10),
            (52, -50),
            (24, -96),
            (18, -50),
            (4, -40),
            (-16, -92),
            (-42, -50),
            (-36, 16),
        ]
        c.blob([(400 + side * (206 + px * 0.9), 180 + py) for px, py in claw], "#D6603A", shade=0.3, light=0.35)
    shell = [
        (240, 350),
        (280, 272),
        (360, 242),
        (440, 242),
        (520, 272),
        (560, 350),
        (510, 430),
        (400, 456),
        (290, 430),
    ]
    c.blob(shell, "#D6603A", shade=0.3, light=0.4)
    c.line([(310, 330), (360, 350), (400, 346), (440, 350), (490, 330)], "#B0452A", 5)
    for x in (356, 444):
        c.line([(x, 262), (x + (x - 400) * 0.1, 222)], "#B0452A", 8, curved=False)
        c.dot(x + (x - 400) * 0.1, 218, 12, "#241A12")


def snail(c: Canvas) -> None:
    for x, y, k in ((270, 350, 1.0), (460, 330, 1.05), (380, 430, 0.9), (570, 420, 0.84)):
        c.shadow(x, y + 92 * k, 84 * k, 14)
        c.oval(x, y, 98 * k, 92 * k, "#6E6A3C", shade=0.34, light=0.4)
        spiral = [
            (x + (84 - t * 6.2) * k * math.cos(t * 0.62), y + (78 - t * 5.8) * k * math.sin(t * 0.62))
            for t in range(14)
        ]
        c.line(spiral, "#A9A263", 7 * k)
        c.line([(px + 4, py + 5) for px, py in spiral], "#4E4A28", 3 * k)


# fmt: off
_ALL: tuple[Painter, ...] = (
    fish, dried_fish, shrimp, crab, snail,
)
# fmt: on
PAINTERS: dict[str, Painter] = {paint.__name__: paint for paint in _ALL}
