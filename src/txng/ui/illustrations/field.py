"""What grows in fields, gardens and under sheds."""

from __future__ import annotations

import math

from txng.ui.illustrations.canvas import Canvas, Painter, darker, lighter, mixed, oval, smooth, turned
from txng.ui.illustrations.fruit import round_fruit


def rice(c: Canvas) -> None:
    rice_bowl(c, "#F8F4E6", "#EAE2CB")


def sticky_rice(c: Canvas) -> None:
    rice_bowl(c, "#8A5A78", "#5E3A54")


def rice_bowl(c: Canvas, one: str, other: str) -> None:
    c.shadow(360, 482, 210, 28)
    c.bowl_back(360, 330, 220, "#9A6B43")
    for x, y in c.heap(360, 346, 196, 110, 430):
        c.oval(
            x,
            y,
            15,
            5.2,
            mixed(one, other, c.random.random()),
            angle=c.random.uniform(-70, 70),
            shade=0.16,
            light=0.3,
        )
    c.bowl(360, 330, 220, 150, "#9A6B43")
    for i in range(5):
        bend = i * 22
        c.line(
            [
                (640 + i * 5, 500),
                (650 - bend * 0.3, 330),
                (610 - bend, 180 + i * 8),
                (560 - bend * 1.3, 170 + i * 24),
            ],
            "#9A9A45",
            4,
        )
        for k in range(15):
            share = k / 15
            x = 640 - bend * 0.6 - share * (90 + bend * 0.7)
            y = 262 - share * 92 + i * 10 + (share**3) * 60
            c.oval(
                x,
                y,
                13,
                5.6,
                mixed("#E2BE5B", "#C79A3A", c.random.random()),
                angle=-40 - 50 * share,
                shade=0.24,
                light=0.4,
            )
    for x, y in c.scatter(640, 512, 76, 14, 22):
        c.oval(
            x,
            y,
            14,
            5,
            mixed(one, other, c.random.random()),
            angle=c.random.uniform(-70, 70),
            shade=0.16,
            light=0.3,
        )


def vermicelli(c: Canvas) -> None:
    c.shadow(400, 478, 290, 28)
    for bundle, (y, tone) in enumerate(((420, "#CFC4AE"), (352, "#DCD2BE"), (284, "#D5CAB5"))):
        half = 260 - bundle * 26
        c.blob(
            [
                (400 - half, y - 28),
                (400, y - 46),
                (400 + half, y - 28),
                (400 + half + 16, y + 14),
                (400 + half, y + 46),
                (400, y + 52),
                (400 - half, y + 46),
                (400 - half - 16, y + 14),
            ],
            tone,
            shade=0.24,
            light=0.2,
        )
        for _ in range(46):
            a, b = c.random.uniform(-32, 44), c.random.uniform(-32, 44)
            c.line(
                [
                    (400 - half + c.random.uniform(-16, 22), y + a),
                    (400, y + (a + b) / 2 - 6),
                    (400 + half + c.random.uniform(-22, 16), y + b),
                ],
                mixed("#F4EEDF", "#B3A68C", c.random.random()),
                2.2,
            )
        for x in (300, 500):
            c.blob(
                [
                    (x - 13, y - 44),
                    (x + 13, y - 44),
                    (x + 16, y),
                    (x + 13, y + 52),
                    (x - 13, y + 52),
                    (x - 16, y),
                ],
                "#B4553F",
                shade=0.3,
                light=0.2,
            )


def greens(c: Canvas) -> None:
    c.shadow(400, 486, 190, 26)
    for x, angle, k in (
        (400, -150, 1.0),
        (400, -30, 1.0),
        (398, -122, 1.15),
        (402, -58, 1.15),
        (400, -90, 1.28),
    ):
        big = 190 * k
        blade = [
            (x, 350),
            (x + big * 0.42, 350 - big * 0.42),
            (x + big * 0.9, 350 - big * 0.34),
            (x + big * 1.08, 350),
            (x + big * 0.9, 350 + big * 0.34),
            (x + big * 0.42, 350 + big * 0.36),
        ]
        c.blob(turned(blade, angle, (x, 350)), mixed("#3E7A34", "#5E9B43", (k - 1) * 3), shade=0.3, light=0.3)
        c.line(turned([(x, 350), (x + big * 0.5, 346), (x + big, 350)], angle, (x, 350)), "#B9D89A", 6)
        for s in (-1, 1):
            for t in (0.4, 0.62, 0.82):
                c.line(
                    turned(
                        [(x + big * t * 0.9, 349), (x + big * (t + 0.1), 349 + s * big * 0.2)],
                        angle,
                        (x, 350),
                    ),
                    "#8FBF72",
                    2.6,
                )
    for x in (318, 360, 400, 440, 482):
        stem = [
            (x - 24, 350),
            (x + 24, 350),
            ((x + 400) / 2 + 34, 430),
            (436, 486),
            (364, 486),
            ((x + 400) / 2 - 34, 430),
        ]
        c.blob(stem, mixed("#EEF4DC", "#CFE2B0", c.random.random()), shade=0.16, light=0.3)
    c.blob(
        [(330, 420), (400, 412), (470, 420), (470, 446), (400, 456), (330, 446)],
        "#C9A86A",
        shade=0.24,
        light=0.2,
    )


def mushroom(c: Canvas) -> None:
    c.shadow(400, 484, 220, 28)
    for x, y, k, lean in (
        (300, 280, 1.0, -10),
        (500, 300, 0.94, 10),
        (400, 230, 1.16, 0),
        (240, 390, 0.66, -14),
        (570, 400, 0.62, 12),
    ):
        stem = [(x - 30 * k, y), (x + 30 * k, y), (x + 34 * k - lean, 470), (x - 34 * k - lean, 470)]
        c.blob(stem, "#F1E6D2", shade=0.22, light=0.2)
        c.oval(x, y + 16 * k, 106 * k, 32 * k, "#D9C3A0", shade=0.2, light=0)
        for i in range(-8, 9):
            c.line([(x + i * 4 * k, y + 6 * k), (x + i * 12 * k, y + 30 * k)], "#BFA680", 2, curved=False)
        cap = [
            (x - 120 * k, y + 16 * k),
            (x - 96 * k, y - 62 * k),
            (x, y - 104 * k),
            (x + 96 * k, y - 62 * k),
            (x + 120 * k, y + 16 * k),
            (x, y + 26 * k),
        ]
        c.blob(cap, mixed("#8A5A38", "#A97648", k - 0.5), shade=0.34, light=0.4)
        for _ in range(12):
            a, d = c.random.uniform(3.4, 6.0), c.random.random() ** 0.5
            c.oval(
                x + 84 * k * d * math.cos(a),
                y - 6 * k + 78 * k * d * math.sin(a),
                9 * k,
                5 * k,
                "#D8B98C",
                shade=0,
                light=0,
            )


def sweet_potato(c: Canvas) -> None:
    c.shadow(400, 474, 260, 28)
    for x, y, angle, k in ((330, 320, -18, 1.0), (470, 380, 10, 1.05), (300, 420, 4, 0.9)):
        root = [
            (x - 190 * k, y + 6),
            (x - 120 * k, y - 50 * k),
            (x, y - 66 * k),
            (x + 120 * k, y - 46 * k),
            (x + 196 * k, y),
            (x + 120 * k, y + 50 * k),
            (x - 10, y + 62 * k),
            (x - 130 * k, y + 44 * k),
        ]
        c.blob(turned(root, angle, (x, y)), "#A34F5E", shade=0.3, light=0.35)
        for _ in range(12):
            px, py = x + c.random.uniform(-120, 120) * k, y + c.random.uniform(-36, 36) * k
            c.line(turned([(px - 12, py), (px + 12, py + 2)], angle, (x, y)), "#8A3D4D", 2.4)
    c.oval(596, 430, 62, 54, "#A34F5E", shade=0.2, light=0)
    c.oval(596, 430, 55, 47, "#F2B25A", shade=0.12, light=0.4)


def corn(c: Canvas) -> None:
    for x, angle, k in ((300, -12, 1.0), (500, 10, 0.94)):
        c.shadow(x, 486, 110, 20)
        ear = oval(x, 290, 76 * k, 180 * k, angle)
        c.shape(ear, "#E9B93A", shade=0.3, light=0.3)

        def kernels(x: float = x, angle: float = angle) -> None:
            for row in range(-14, 15):
                for column in range(-5, 6):
                    px, py = turned([(x + column * 17, 290 + row * 14)], angle, (x, 290))[0]
                    c.oval(px, py, 8.4, 7.4, mixed("#F6D25C", "#DDA52C", (column + 5) / 10), shade=0.2, light=0.5)

        c.inside(ear, kernels)
        for side, tone in ((-1, "#6E9A43"), (1, "#86AE55")):
            husk = [
                (x, 500),
                (x + side * 96, 440),
                (x + side * 104, 320),
                (x + side * 70, 210),
                (x + side * 54, 330),
                (x + side * 14, 440),
            ]
            c.blob(turned(husk, angle, (x, 290)), tone, shade=0.28, light=0.25)


def shallot(c: Canvas) -> None:
    bulbs(c, "#8C3B57", "#A9556E", 1.0)


def garlic(c: Canvas) -> None:
    bulbs(c, "#EFE6DA", "#DCCFC0", 1.12)


def bulbs(c: Canvas, one: str, other: str, wide: float) -> None:
    for x, y, k in ((260, 330, 1.0), (430, 310, 1.06), (570, 380, 0.92), (340, 430, 0.9), (480, 440, 0.86)):
        c.shadow(x, y + 84 * k, 76 * k, 14)
        bulb = [
            (x, y - 140 * k),
            (x + 18 * k, y - 92 * k),
            (x + 84 * k * wide, y - 10 * k),
            (x + 70 * k * wide, y + 62 * k),
            (x, y + 86 * k),
            (x - 70 * k * wide, y + 62 * k),
            (x - 84 * k * wide, y - 10 * k),
            (x - 18 * k, y - 92 * k),
        ]
        colour = mixed(one, other, c.random.random())
        c.blob(bulb, colour, shade=0.3, light=0.45)
        for d in (-46, -16, 16, 46):
            c.line(
                [(x + d * 0.12 * k, y - 112 * k), (x + d * k, y), (x + d * 0.5 * k, y + 74 * k)],
                lighter(colour, 0.22),
                2.6,
            )
        for d in (-14, -4, 6, 14):
            c.line([(x + d * k, y + 84 * k), (x + d * 1.5 * k, y + 98 * k)], "#BFA680", 2.4)


def chili(c: Canvas) -> None:
    c.shadow(400, 470, 230, 24)
    for x, y, angle in ((250, 270, 28), (300, 210, 16), (270, 350, 6), (330, 410, -10)):
        pod = [
            (x, y - 22),
            (x + 40, y - 32),
            (x + 170, y - 14),
            (x + 330, y + 30),
            (x + 170, y + 24),
            (x + 40, y + 30),
            (x, y + 22),
        ]
        c.blob(turned(pod, angle, (x, y)), mixed("#C92B2B", "#DE4A2E", c.random.random()), shade=0.32, light=0.45)
        c.line(turned([(x + 6, y), (x - 40, y - 6), (x - 66, y - 22)], angle, (x, y)), "#5E8A3A", 10)


def tomato(c: Canvas) -> None:
    for x, y, r in ((280, 330, 132), (460, 340, 126), (370, 426, 104)):
        round_fruit(c, x, y, r, "#D63D2E", pores=False, squash=0.88)
        for i in range(5):
            c.leaf(x, y - r * 0.8, r * 0.5, -170 + i * 40, "#4E8B3A", 0.26)
    c.leaf(520, 200, 120, -24)


def pumpkin(c: Canvas) -> None:
    c.shadow(400, 480, 240, 30)
    for dx, rx in ((-150, 100), (150, 100), (-84, 110), (84, 110), (0, 116)):
        c.oval(
            400 + dx,
            330,
            rx,
            146 - abs(dx) * 0.14,
            mixed("#D98A2E", "#C26F22", abs(dx) / 200),
            shade=0.24,
            light=0.35,
        )
    c.blob(
        [(376, 196), (384, 132), (420, 110), (440, 128), (420, 150), (426, 196)],
        "#6E7F3A",
        shade=0.3,
        light=0.3,
    )
    c.leaf(440, 180, 150, -16, "#4E8B3A", 0.5)


def sugarcane(c: Canvas) -> None:
    c.shadow(400, 486, 260, 26)
    for x, tone in ((240, "#7B4A5A"), (320, "#8A5A52"), (400, "#7B4A5A"), (480, "#936455")):
        stick = [(x - 30, 90), (x + 30, 90), (x + 34, 480), (x - 34, 480)]
        c.shape(stick, tone, shade=0.34, light=0.2)
        for y in (160, 240, 320, 400):
            c.line([(x - 32, y), (x, y + 5), (x + 32, y)], lighter(tone, 0.4), 6)
        c.oval(x, 92, 30, 10, "#F0E2B0", shade=0.1, light=0.2)
    for i in range(4):
        c.shape(
            [
                (560 + i % 2 * 74, 420 - i // 2 * 56),
                (626 + i % 2 * 74, 420 - i // 2 * 56),
                (626 + i % 2 * 74, 474 - i // 2 * 56),
                (560 + i % 2 * 74, 474 - i // 2 * 56),
            ],
            "#A9652F",
            shade=0.3,
            light=0.25,
        )


def herbs(c: Canvas) -> None:
    c.shadow(400, 486, 170, 24)
    for i in range(9):
        lean = (i - 4) * 34
        c.line(
            [(400 + lean * 0.2, 480), (400 + lean * 0.7, 330), (400 + lean * 1.5, 150 + abs(lean) * 0.4)],
            "#5E8A3A",
            5,
        )
        for t in (0.35, 0.55, 0.75, 0.95):
            x, y = 400 + lean * (0.2 + 1.3 * t), 480 - (330 - abs(lean) * 0.4) * t
            for side in (-1, 1):
                c.leaf(x, y, 66, -90 + side * 58 + lean * 0.2, mixed("#3E7A34", "#6BA04A", t), 0.42)
    c.blob(
        [(350, 410), (400, 402), (450, 410), (452, 438), (400, 448), (348, 438)],
        "#C9A86A",
        shade=0.24,
        light=0.2,
    )


def grass_jelly(c: Canvas) -> None:
    c.shadow(380, 480, 210, 28)
    c.bowl_back(380, 320, 220, "#DDE5E8")
    for x, y in c.heap(380, 330, 176, 74, 30):
        tone = mixed("#2A2422", "#3D3430", c.random.random())
        c.flat([(x - 30, y - 14), (x, y - 28), (x + 30, y - 14), (x, y)], lighter(tone, 0.16))
        c.flat([(x - 30, y - 14), (x, y), (x, y + 30), (x - 30, y + 16)], tone)
        c.flat([(x + 30, y - 14), (x, y), (x, y + 30), (x + 30, y + 16)], darker(tone, 0.3))
    c.bowl(380, 320, 220, 158, "#DDE5E8")
    c.leaf(600, 300, 110, -30, "#4E8B3A", 0.4)
    c.leaf(606, 304, 100, 40, "#5E9B43", 0.4)


def bamboo_shoot(c: Canvas) -> None:
    c.shadow(400, 486, 220, 28)
    for x, k in ((290, 1.0), (430, 1.18), (560, 0.86)):
        top = 486 - 350 * k
        shoot = smooth(
            [
                (x, top),
                (x + 40 * k, top + 130 * k),
                (x + 76 * k, 440),
                (x + 66 * k, 486),
                (x - 66 * k, 486),
                (x - 76 * k, 440),
                (x - 40 * k, top + 130 * k),
            ]
        )
        c.shape(shoot, "#B98F56", shade=0.34, light=0.25)

        def sheaths(x: float = x, k: float = k, top: float = top) -> None:
            for i in range(7):
                y = top + 60 * k + i * 52 * k
                side = -1 if i % 2 else 1
                c.blob(
                    [
                        (x - side * 92 * k, y + 64 * k),
                        (x + side * 4 * k, y - 40 * k),
                        (x + side * 96 * k, y + 84 * k),
                        (x, y + 118 * k),
                    ],
                    mixed("#8F6A3C", "#C79C60", i / 7),
                    shade=0.25,
                    light=0.15,
                )

        c.inside(shoot, sheaths)


# fmt: off
_ALL: tuple[Painter, ...] = (
    rice, sticky_rice, vermicelli, greens, mushroom, sweet_potato, corn, shallot, garlic, chili,
    tomato, pumpkin, sugarcane, herbs, grass_jelly, bamboo_shoot,
)
# fmt: on
PAINTERS: dict[str, Painter] = {paint.__name__: paint for paint in _ALL}
