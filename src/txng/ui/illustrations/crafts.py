"""Made by hand: cloth, cakes, sweets, baskets."""

from __future__ import annotations

import math

from txng.ui.illustrations.canvas import Canvas, Painter, darker, lighter, mixed, smooth, turned


def brocade(c: Canvas) -> None:
    c.shadow(400, 500, 290, 24)
    c.line([(110, 96), (690, 96)], "#8A6A42", 18, curved=False)
    hem = [(648, 492), (560, 480), (480, 496), (400, 482), (320, 496), (240, 480), (152, 494)]
    cloth = [(150, 100), (650, 100), *smooth(hem, closed=False)]
    bands = (
        ("#7A2231", 34),
        ("#E3B23C", 12),
        ("#1F3A5F", 52),
        ("#E9E2D2", 10),
        ("#7A2231", 76),
        ("#E9E2D2", 10),
        ("#2F6B4F", 52),
        ("#E3B23C", 12),
        ("#7A2231", 140),
    )

    def weave() -> None:
        y = 96.0
        for colour, high in bands:
            c.flat([(130, y), (670, y), (670, y + high), (130, y + high)], colour)
            middle = y + high / 2
            if high == 52:
                for i in range(14):
                    x = 150 + i * 40
                    c.flat([(x - 17, middle), (x, middle - 20), (x + 17, middle), (x, middle + 20)], "#E3B23C")
                    c.flat([(x - 9, middle), (x, middle - 11), (x + 9, middle), (x, middle + 11)], "#C8323C")
            elif high >= 76:
                for i in range(10):
                    x = 156 + i * 54
                    for arm in range(4):
                        c.flat(
                            turned(
                                [
                                    (x - 5, y + 38),
                                    (x + 5, y + 38),
                                    (x + 15, y + 16),
                                    (x, y + 8),
                                    (x - 15, y + 16),
                                ],
                                arm * 90,
                                (x, y + 38),
                            ),
                            "#F0E2B0",
                        )
                    c.flat([(x - 6, y + 38), (x, y + 32), (x + 6, y + 38), (x, y + 44)], "#2F6B4F")
            elif high == 34:
                for i in range(28):
                    c.flat([(140 + i * 20, y + high), (150 + i * 20, y + 8), (160 + i * 20, y + high)], "#1F3A5F")
            y += high

    c.inside(cloth, weave)
    for i in range(34):
        x = 158 + i * 14.4
        c.line([(x, 484), (x + c.random.uniform(-4, 4), 520)], mixed("#7A2231", "#E3B23C", c.random.random()), 3)
    for k, x in enumerate((236, 400, 560)):
        c.line([(x, 110), (x + 10, 290), (x - 4, 480)], mixed("#5A1824", "#7A2231", 0.2 * k), 2)


def silk(c: Canvas) -> None:
    c.shadow(400, 480, 260, 26)
    for y, tone in ((430, "#C98A9B"), (366, "#E3C27A"), (302, "#7FA5A0"), (238, "#D9D2C2")):
        roll = [
            (180, y - 34),
            (400, y - 40),
            (600, y - 34),
            (626, y),
            (600, y + 34),
            (400, y + 40),
            (180, y + 34),
            (160, y),
        ]
        c.blob(roll, tone, shade=0.3, light=0.5)
        c.oval(598, y, 22, 35, lighter(tone, 0.25), shade=0.15, light=0.2)
        c.line(
            [(592 + 12 * math.cos(t * 0.5), y + (4 + t * 2.4) * math.sin(t * 0.5)) for t in range(12)],
            darker(tone, 0.2),
            2.4,
        )
        for dx in (240, 330, 430, 520):
            c.line([(dx, y - 36), (dx + 8, y), (dx, y + 36)], lighter(tone, 0.3), 2.2)


def pia_cake(c: Canvas) -> None:
    for x, y in ((280, 400), (470, 410), (374, 340)):
        c.shadow(x, y + 50, 110, 18)
        c.shape(
            [(x - 116, y), (x + 116, y), (x + 110, y + 44), (x, y + 62), (x - 110, y + 44)],
            "#D99A4A",
            shade=0.26,
            light=0.1,
        )
        c.oval(x, y, 116, 50, "#E9B765", shade=0.18, light=0.4)
        c.oval(x, y, 74, 30, "#E2A850", shade=0.1, light=0.2)
        c.oval(x, y - 2, 27, 13, "#C2302B", shade=0.1, light=0.2)
    x, y = 600, 430
    c.shadow(x, y + 54, 92, 14)
    c.oval(x, y, 92, 62, "#E9B765", shade=0.2, light=0.1)
    for k in (0.94, 0.86):
        c.oval(x, y, 92 * k, 62 * k, lighter("#E9B765", 0.3 if k > 0.9 else 0.1), shade=0, light=0)
    c.oval(x, y, 72, 46, "#D6C36A", shade=0.15, light=0.2)
    c.oval(x, y, 32, 24, "#E8862B", shade=0.2, light=0.5)


def leaf_cake(c: Canvas) -> None:
    """Bánh tét, bánh chưng: rice in leaves, tied with strings."""
    c.shadow(400, 476, 250, 26)
    for y, tilt in ((300, -6), (392, 2)):
        roll = [
            (170, y - 48),
            (400, y - 56),
            (620, y - 48),
            (640, y),
            (620, y + 48),
            (400, y + 56),
            (170, y + 48),
            (152, y),
        ]
        c.blob(turned(roll, tilt, (400, y)), "#4F7A38", shade=0.34, light=0.3)
        for k in (-28, -8, 14, 32):
            c.line(turned([(160, y + k), (400, y + k - 3), (632, y + k)], tilt, (400, y)), "#3C6229", 2.2)
        for x in (220, 300, 380, 460, 540):
            c.line(turned([(x, y - 55), (x + 6, y), (x, y + 55)], tilt, (400, y)), "#D9C48A", 5)
    x, y = 610, 448
    c.oval(x, y, 66, 56, "#4F7A38", shade=0.2, light=0)
    c.oval(x, y, 59, 50, "#DDE3B4", shade=0.1, light=0.2)
    c.oval(x, y, 36, 30, "#E9C75A", shade=0.1, light=0.2)
    c.oval(x, y, 15, 12, "#B5625A", shade=0.1, light=0.2)


def rice_paper(c: Canvas) -> None:
    for i, level in enumerate((450, 424, 398, 372)):
        if not i:
            c.shadow(380, 468, 250, 26)
        c.oval(380 + (i % 2) * 8, level, 240, 60, mixed("#F1E9D6", "#FBF6E9", i / 3), shade=0.12, light=0.25)
    for x, y in c.scatter(384, 372, 200, 42, 90):
        c.oval(x, y, 5, 2.6, "#3A332B", angle=c.random.uniform(0, 180), shade=0, light=0)
    c.blob(
        [(540, 240), (640, 190), (716, 270), (690, 380), (610, 410), (540, 340)],
        "#F4ECD9",
        shade=0.16,
        light=0.3,
    )
    for _ in range(34):
        x, y = c.random.uniform(560, 690), c.random.uniform(230, 380)
        c.oval(x, y, 4.6, 2.6, "#3A332B", angle=c.random.uniform(0, 180), shade=0, light=0)


def candy(c: Canvas) -> None:
    """Sweets of coconut, ginger or fruit in twisted papers."""
    for x, y, angle, tone in (
        (250, 340, -14, "#D9644A"),
        (420, 300, 8, "#E3B23C"),
        (560, 360, -6, "#5E9A8C"),
        (330, 430, 12, "#C98A9B"),
        (490, 446, -10, "#86A84E"),
    ):
        c.shadow(x, y + 46, 90, 14)
        for side in (-1, 1):
            fan = [
                (x + side * 62, y),
                (x + side * 120, y - 34),
                (x + side * 128, y + 2),
                (x + side * 118, y + 36),
            ]
            c.blob(turned(fan, angle, (x, y)), lighter(tone, 0.35), shade=0.2, light=0.2)
        box = [
            (x - 70, y - 36),
            (x + 70, y - 36),
            (x + 76, y),
            (x + 70, y + 36),
            (x - 70, y + 36),
            (x - 76, y),
        ]
        c.blob(turned(box, angle, (x, y)), tone, shade=0.26, light=0.5)
        c.line(turned([(x - 52, y - 12), (x, y - 16), (x + 52, y - 12)], angle, (x, y)), lighter(tone, 0.5), 6)


def basketry(c: Canvas) -> None:
    c.shadow(400, 486, 230, 28)
    c.line([(228, 290), (260, 130), (400, 84), (540, 130), (572, 290)], "#B98B4A", 18)
    c.bowl_back(400, 290, 220, "#C99C5A")
    body = [(180, 290), (214, 400), (250, 480), (550, 480), (586, 400), (620, 290)]
    outline = [
        *smooth(body, closed=False),
        *[(400 + 220 * math.cos(t), 290 + 57 * math.sin(t)) for t in (math.pi * i / 30 for i in range(31))],
    ]
    c.shape(outline, "#C99C5A", shade=0.28, light=0.2)

    def weave() -> None:
        for row in range(12):
            y = 320 + row * 15
            for column in range(26):
                x = 172 + column * 18 + (row % 2) * 9
                c.oval(
                    x,
                    y + 20 * (1 - ((x - 400) / 230) ** 2),
                    10,
                    6,
                    mixed("#DDB878", "#A97C3E", (column + row) % 3 / 2),
                    shade=0.2,
                    light=0.3,
                )

    c.inside(outline, weave)
    rim = [(400 + 220 * math.cos(t), 290 + 57 * math.sin(t)) for t in (math.pi * i / 30 for i in range(31))]
    c.line(rim, "#E2C48A", 12, curved=False)


def box(c: Canvas) -> None:
    """A plain gift box: goods that have no picture of their own yet, and services."""
    c.shadow(400, 490, 210, 28)
    c.shape([(210, 230), (420, 280), (420, 490), (220, 428)], "#C9A06A", shade=0.2, light=0.15)
    c.shape([(420, 280), (600, 226), (592, 424), (420, 490)], "#AD8450", shade=0.24, light=0.05)
    c.shape([(196, 222), (390, 172), (612, 216), (420, 276)], "#DDB985", shade=0.1, light=0.3)
    c.flat([(296, 250), (330, 258), (332, 462), (302, 453)], "#2F6B6B")
    c.flat([(494, 258), (524, 248), (520, 452), (492, 462)], "#255656")
    c.flat([(294, 198), (322, 190), (524, 244), (494, 254)], "#3A7F7F")
    c.leaf(410, 226, 96, -150, "#4E8B3A", 0.4)
    c.leaf(412, 226, 104, -34, "#5E9B43", 0.4)


def oil(c: Canvas) -> None:
    """Essential oil, balm: small bottles with a sprig."""
    for x, k, tone in ((300, 1.0, "#8A5A2B"), (450, 0.82, "#6E7F3A")):
        y = 486
        c.shadow(x, y, 80 * k, 18)
        body = [
            (x - 70 * k, y - 190 * k),
            (x - 30 * k, y - 236 * k),
            (x + 30 * k, y - 236 * k),
            (x + 70 * k, y - 190 * k),
            (x + 72 * k, y),
            (x - 72 * k, y),
        ]
        c.shape(body, tone, shade=0.36, light=0.4)
        c.shape(
            [
                (x - 30 * k, y - 320 * k),
                (x + 30 * k, y - 320 * k),
                (x + 32 * k, y - 232 * k),
                (x - 32 * k, y - 232 * k),
            ],
            "#2E2A26",
            shade=0.3,
            light=0.3,
        )
        c.shape(
            [
                (x - 60 * k, y - 150 * k),
                (x + 60 * k, y - 150 * k),
                (x + 60 * k, y - 46 * k),
                (x - 60 * k, y - 46 * k),
            ],
            "#F8F2E2",
            shade=0.06,
            light=0.1,
        )
        c.leaf(x - 26 * k, y - 84 * k, 56 * k, -24, "#4E8B3A", 0.4)
    c.line([(560, 480), (600, 380), (650, 250)], "#5E8A3A", 6)
    for t in range(6):
        x, y = 570 + t * 14, 460 - t * 38
        for side in (-1, 1):
            c.leaf(x, y, 74, -70 + side * 52, mixed("#3E7A34", "#6BA04A", t / 6), 0.3)


# fmt: off
_ALL: tuple[Painter, ...] = (
    brocade, silk, pia_cake, leaf_cake, rice_paper, candy, basketry, box, oil,
)
# fmt: on
PAINTERS: dict[str, Painter] = {paint.__name__: paint for paint in _ALL}
