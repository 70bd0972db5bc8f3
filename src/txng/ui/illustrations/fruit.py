"""Fruit of the orchard."""

from __future__ import annotations

import math

from txng.ui.illustrations.canvas import Canvas, Painter, darker, lighter, mixed, oval, smooth, turned


def durian(c: Canvas) -> None:
    c.shadow(400, 482, 250, 34)
    c.line([(352, 130), (362, 92), (390, 66)], "#6B4E2E", 20)
    c.line([(352, 130), (362, 92), (390, 66)], "#8A6A42", 10)
    body = oval(350, 305, 205, 185, -8, 26)
    rind = []
    for i, (x, y) in enumerate(body):
        nx, ny = body[(i + 1) % len(body)]
        out = math.atan2((y + ny) / 2 - 305, (x + nx) / 2 - 350)
        rind += [(x, y), ((x + nx) / 2 + 24 * math.cos(out), (y + ny) / 2 + 24 * math.sin(out))]
    c.shape(rind, "#7F9138", shade=0.42, light=0.15)
    for row in range(-5, 6):
        for column in range(-6, 7):
            x = 350 + column * 34 + (row % 2) * 17
            y = 305 + row * 33
            far = math.hypot((x - 350) / 190, (y - 305) / 170)
            if far > 0.93:
                continue
            lean = (x - 350) / 16, (y - 305) / 18
            tip = (x + lean[0], y - 13 + lean[1])
            tone = mixed("#A9B951", "#65782A", min(1, max(0, (x - 250 + y - 210) / 330)))
            c.flat([(x - 15, y + 9), tip, (x + 1, y + 14)], tone)
            c.flat([(x + 1, y + 14), tip, (x + 16, y + 8)], darker(tone, 0.28))
    segment = [(448, 470), (470, 396), (540, 350), (628, 356), (676, 408), (668, 458), (600, 492), (510, 496)]
    c.shadow(570, 500, 120, 18)
    c.blob(segment, "#7F9138", shade=0.3, light=0)
    c.blob([(x * 0.86 + 566 * 0.14, y * 0.82 + 430 * 0.18) for x, y in segment], "#F4EBCB", shade=0.12, light=0.2)
    for x, y, r, angle in ((520, 440, 46, -20), (602, 426, 50, 12)):
        c.oval(x, y, r * 1.12, r * 0.78, "#F2C53D", angle=angle, shade=0.2, light=0.65)
        c.line([(x - r * 0.5, y - r * 0.1), (x, y - r * 0.3), (x + r * 0.55, y - r * 0.15)], "#E0A92A", 3)


def melon(c: Canvas) -> None:
    c.shadow(400, 480, 265, 34)
    c.line([(320, 140), (322, 112), (318, 96)], "#7C8B4A", 12)
    c.line([(276, 98), (320, 96), (368, 90)], "#7C8B4A", 11)
    body = oval(325, 310, 190, 178)
    c.shape(body, "#C9C48B", shade=0.3, light=0.3)

    def net() -> None:
        for i in range(-8, 9):
            sway = i * 26
            c.line(
                [
                    (325 + sway * 0.25, 122),
                    (325 + sway * 1.02, 250),
                    (325 + sway * 1.02, 370),
                    (325 + sway * 0.3, 496),
                ],
                "#E9E5C2",
                4,
            )
        for j in range(9):
            y = 150 + j * 40
            c.line(
                [
                    (120, y + 12),
                    (220, y + c.random.uniform(-12, 12)),
                    (325, y + 16),
                    (430, y + c.random.uniform(-12, 12)),
                    (540, y + 8),
                ],
                "#E9E5C2",
                3,
            )

    c.inside(body, net)
    c.shadow(560, 492, 150, 20)
    slice_ = [(400, 392), (720, 400), (652, 478), (560, 503), (466, 474)]
    c.blob(slice_, "#B7B878", shade=0.25, light=0)
    c.blob([(416, 398), (704, 404), (644, 466), (560, 487), (476, 462)], "#F0EEC2", shade=0, light=0)
    c.blob([(430, 400), (690, 406), (638, 454), (560, 472), (484, 450)], "#F3A254", shade=0.16, light=0.4)
    c.blob([(486, 404), (636, 408), (604, 428), (560, 434), (516, 426)], "#E8843A", shade=0.1, light=0.2)
    for i in range(9):
        c.oval(508 + i * 13, 412 + (i % 3) * 5, 7, 3.4, "#F7E3B5", angle=-20 + i * 6, shade=0, light=0)


def round_fruit(
    c: Canvas, x: float, y: float, r: float, colour: str, *, pores: bool = True, squash: float = 0.96
) -> None:
    c.shadow(x + 6, y + r * 0.94, r * 0.86, r * 0.16)
    c.oval(x, y, r, r * squash, colour, shade=0.26, light=0.5)
    if pores:
        for _ in range(int(r * 0.8)):
            a, d = c.random.uniform(0, 6.28), r * 0.9 * c.random.random() ** 0.5
            c.dot(x + d * math.cos(a), y + d * squash * math.sin(a), 1.3, darker(colour, 0.13))


def cut_citrus(c: Canvas, x: float, y: float, r: float, rind: str, flesh: str, segments: int = 10) -> None:
    c.shadow(x + 4, y + r * 0.95, r * 0.85, r * 0.13)
    c.oval(x, y, r, r, rind, shade=0.2, light=0)
    c.oval(x, y, r * 0.93, r * 0.93, "#FFF6DF", shade=0, light=0)
    for i in range(segments):
        a0, a1 = 2 * math.pi * (i + 0.07) / segments, 2 * math.pi * (i + 0.93) / segments
        am = (a0 + a1) / 2
        wedge = [(x + r * 0.1 * math.cos(am), y + r * 0.1 * math.sin(am))]
        wedge += [(x + r * k * math.cos(a), y + r * k * math.sin(a)) for a, k in ((a0, 0.8), (am, 0.88), (a1, 0.8))]
        c.shape(smooth(wedge, steps=6), flesh, shade=0.08, light=0.3)


def orange(c: Canvas) -> None:
    c.leaf(318, 172, 130, -34)
    round_fruit(c, 290, 310, 150, "#F08A24")
    c.oval(298, 176, 12, 7, "#5E7A34", shade=0.2, light=0)
    round_fruit(c, 500, 372, 112, "#EE8420")
    cut_citrus(c, 580, 430, 92, "#EE8420", "#F8A63A")


def lime(c: Canvas) -> None:
    c.leaf(330, 220, 120, -30, "#3F7E36")
    for x, y, r in ((270, 350, 118), (430, 330, 108), (350, 424, 104)):
        round_fruit(c, x, y, r, "#7CB342")
    cut_citrus(c, 560, 420, 92, "#7CB342", "#CBE08A")


def pomelo(c: Canvas) -> None:
    c.leaf(330, 118, 150, -26)
    body = [(318, 110), (400, 168), (474, 300), (440, 430), (318, 478), (196, 430), (162, 300), (238, 168)]
    c.shadow(320, 474, 150, 26)
    c.blob(body, "#B9CC52", shade=0.26, light=0.5)
    for _ in range(170):
        a, d = c.random.uniform(0, 6.28), c.random.random() ** 0.5
        c.dot(318 + 140 * d * math.cos(a), 310 + 158 * d * math.sin(a), 1.4, "#A4B840")
    cut_citrus(c, 560, 398, 116, "#B9CC52", "#F2A59A", 11)


def mango(c: Canvas) -> None:
    c.leaf(262, 196, 170, -158, "#3F7E36", 0.24)
    c.leaf(268, 190, 180, -42, "#4E8B3A", 0.24)
    c.line([(280, 222), (272, 198), (262, 182)], "#6B4E2E", 10)
    c.shadow(360, 466, 200, 26)
    one = [
        (236, 250),
        (290, 208),
        (370, 214),
        (450, 262),
        (512, 340),
        (520, 412),
        (470, 446),
        (380, 458),
        (280, 440),
        (218, 372),
        (212, 300),
    ]
    c.blob(one, "#F2B437", shade=0.22, light=0.5)
    c.inside(
        smooth(one),
        lambda: c.blob(
            [(206, 240), (300, 196), (380, 222), (330, 290), (250, 350), (200, 330)],
            "#E3883B",
            shade=0,
            light=0.2,
        ),
    )
    c.shadow(600, 486, 130, 20)
    two = [
        (472, 452),
        (486, 392),
        (544, 348),
        (620, 344),
        (690, 384),
        (712, 436),
        (690, 472),
        (620, 490),
        (540, 492),
    ]
    c.blob(two, "#F7C548", shade=0.24, light=0.55)


def avocado(c: Canvas) -> None:
    c.shadow(300, 484, 150, 26)
    whole = [
        (300, 112),
        (356, 150),
        (392, 262),
        (428, 372),
        (384, 464),
        (300, 488),
        (214, 464),
        (172, 372),
        (208, 262),
        (244, 150),
    ]
    c.blob(whole, "#4C6B2C", shade=0.36, light=0.35)
    for _ in range(120):
        a, d = c.random.uniform(0, 6.28), c.random.random() ** 0.5
        c.dot(300 + 100 * d * math.cos(a), 350 + 118 * d * math.sin(a), 1.8, "#5F8239")
    c.line([(300, 118), (302, 98)], "#6B4E2E", 10)
    c.shadow(560, 486, 130, 22)
    half = [(x * 0.86 + 300, y * 0.86 + 68) for x, y in whole]
    c.blob(half, "#3E5A24", shade=0.2, light=0)
    for k, colour in ((0.93, "#A9C25A"), (0.84, "#E3E39A"), (0.7, "#F1EDB9")):
        c.blob([(558 + (x - 558) * k, 350 + (y - 350) * k) for x, y in half], colour, shade=0.05, light=0)
    c.oval(558, 398, 56, 58, "#7A4B2A", shade=0.35, light=0.45)


def longan(c: Canvas) -> None:
    c.shadow(400, 484, 210, 28)
    c.line([(400, 90), (404, 180), (396, 280)], "#7B5C3A", 9)
    for angle, left, top in ((-140, 398, 150), (-40, 402, 160), (-165, 400, 190)):
        c.leaf(left, top, 150, angle, "#4E8B3A", 0.26)
    for x, y in c.scatter(400, 350, 180, 118, 26):
        c.line([(398, 250), ((398 + x) / 2, (240 + y) / 2), (x, y - 30)], "#7B5C3A", 3)
    for x, y in c.scatter(400, 360, 190, 104, 34):
        c.oval(x, y, 39, 38, mixed("#C89A55", "#A97A3C", c.random.random()), shade=0.3, light=0.4)


def rambutan(c: Canvas) -> None:
    for x, y, r in ((280, 340, 118), (470, 330, 122), (390, 420, 108)):
        c.shadow(x, y + r, r * 0.85, 18)
        for i in range(60):
            a = 2 * math.pi * i / 60 + c.random.uniform(-0.05, 0.05)
            far = r * c.random.uniform(1.14, 1.26)
            c.line(
                [
                    (x + r * 0.9 * math.cos(a), y + r * 0.86 * math.sin(a)),
                    (x + far * math.cos(a + 0.06), y + far * math.sin(a + 0.06)),
                ],
                "#B9C24A",
                4,
            )
        c.oval(x, y, r, r * 0.95, "#C5303A", shade=0.32, light=0.3)
        for _ in range(70):
            a, d = c.random.uniform(0, 6.28), r * 0.86 * c.random.random() ** 0.5
            px, py = x + d * math.cos(a), y + d * 0.95 * math.sin(a)
            c.line([(px, py), (px + 9, py - 11)], mixed("#E0574A", "#C9C04F", c.random.random()), 3)
    c.leaf(380, 230, 150, -60)


def pear(c: Canvas) -> None:
    for dx, dy, k in ((-110, 0, 1.0), (120, 40, 0.86)):
        shape = [
            (0, -170),
            (52, -140),
            (76, -50),
            (128, 40),
            (112, 130),
            (0, 170),
            (-112, 130),
            (-128, 40),
            (-76, -50),
            (-52, -140),
        ]
        cx, cy = 400 + dx, 300 + dy
        c.shadow(cx, cy + 166 * k, 110 * k, 20)
        c.line([(cx, cy - 160 * k), (cx + 12, cy - 206 * k)], "#6B4E2E", 9)
        c.blob([(cx + x * k, cy + y * k) for x, y in shape], "#C9B458", shade=0.26, light=0.5)
        for _ in range(130):
            a, d = c.random.uniform(0, 6.28), c.random.random() ** 0.5
            c.dot(cx + 92 * k * d * math.cos(a), cy + (50 + 96 * d * math.sin(a)) * k, 1.5, "#A68F3C")
    c.leaf(300, 116, 130, -24)


def passion_fruit(c: Canvas) -> None:
    round_fruit(c, 280, 330, 130, "#5B2A4E", pores=False)
    round_fruit(c, 440, 290, 112, "#6A3159", pores=False)
    c.leaf(400, 196, 130, -30)
    x, y, r = 530, 414, 104
    c.shadow(x, y + 96, 90, 14)
    c.oval(x, y, r, r, "#5B2A4E", shade=0.2, light=0)
    c.oval(x, y, r * 0.92, r * 0.92, "#F4E3D6", shade=0.05, light=0)
    c.oval(x, y, r * 0.76, r * 0.76, "#F2B233", shade=0.14, light=0.4)
    for px, py in c.scatter(x, y, r * 0.58, r * 0.58, 26):
        c.oval(px, py, 12, 9, "#F6C95A", angle=c.random.uniform(0, 180), shade=0.1, light=0.4)
        c.oval(px, py, 7, 4.5, "#2E2A26", angle=c.random.uniform(0, 180), shade=0, light=0.3)


def pineapple(c: Canvas) -> None:
    c.shadow(400, 494, 140, 24)
    for i, angle in enumerate((-150, -30, -130, -50, -110, -70, -92)):
        c.leaf(400, 220, 170 + 12 * i, angle, mixed("#3E6F35", "#6C9A48", i / 7), 0.16)
    body = oval(400, 352, 128, 148)
    c.shape(body, "#D9962C", shade=0.34, light=0.35)

    def eyes() -> None:
        for row in range(-6, 7):
            for column in range(-5, 6):
                x, y = 400 + column * 40 + (row % 2) * 20, 352 + row * 26
                c.flat(
                    [(x, y - 15), (x + 17, y), (x, y + 15), (x - 17, y)],
                    mixed("#EDB54A", "#B9761F", (x - 280) / 260),
                )
                c.dot(x, y, 3, "#7C5A22")

    c.inside(body, eyes)


def banana(c: Canvas) -> None:
    c.shadow(410, 470, 240, 26)
    for i, tilt in enumerate((-16, -4, 8, 20)):
        finger = [
            (206, 190),
            (240, 180),
            (282, 290),
            (390, 372),
            (540, 376),
            (600, 350),
            (606, 372),
            (540, 420),
            (380, 430),
            (250, 330),
        ]
        c.blob(turned(finger, tilt, (214, 184)), mixed("#F2CE45", "#E0B52F", i / 4), shade=0.25, light=0.35)
        end = turned([(598, 352), (612, 350), (614, 372), (602, 374)], tilt, (214, 184))
        c.blob(end, "#6B5A2C", shade=0, light=0)
    c.blob([(186, 150), (222, 146), (250, 196), (206, 210)], "#8C8A3A", shade=0.3, light=0)


def star_apple(c: Canvas) -> None:
    c.leaf(330, 180, 150, -34, "#4E7F3A")
    round_fruit(c, 290, 320, 138, "#A9B86A", pores=False)
    round_fruit(c, 450, 350, 118, "#93638F", pores=False)
    cut_citrus(c, 570, 428, 92, "#7B4A78", "#F3E3EA", 8)


def mangosteen(c: Canvas) -> None:
    for x, y, r in ((270, 340, 128), (460, 320, 124)):
        round_fruit(c, x, y, r, "#5A2438", pores=False)
        for i in range(4):
            c.leaf(x, y - r * 0.86, 62, -165 + i * 50, "#7E9A4A", 0.5)
        c.dot(x, y - r * 0.9, 10, "#6B4E2E")
    x, y, r = 540, 424, 96
    c.shadow(x, y + 92, 84, 14)
    c.oval(x, y, r, r, "#5A2438", shade=0.2, light=0)
    c.oval(x, y, r * 0.86, r * 0.86, "#8E3B50", shade=0.1, light=0)
    for i in range(6):
        a = math.pi * 2 * i / 6
        c.oval(
            x + 34 * math.cos(a),
            y + 34 * math.sin(a),
            31,
            24,
            "#FBF6EE",
            angle=math.degrees(a),
            shade=0.1,
            light=0.4,
        )


def plum(c: Canvas) -> None:
    c.leaf(360, 200, 150, -30)
    for x, y, r, tone in (
        (250, 350, 108, "#8C2B3A"),
        (400, 300, 112, "#A23A44"),
        (540, 356, 106, "#7E2636"),
        (400, 428, 100, "#983340"),
    ):
        round_fruit(c, x, y, r, tone, pores=False)
        c.line(
            [(x - r * 0.1, y - r * 0.9), (x - r * 0.34, y), (x - r * 0.1, y + r * 0.8)],
            lighter(tone, 0.14),
            3,
        )


def jackfruit(c: Canvas) -> None:
    c.shadow(390, 488, 240, 30)
    c.line([(250, 150), (226, 112)], "#6B4E2E", 16)
    body = oval(350, 310, 200, 158, 24)
    c.shape(body, "#A8A24A", shade=0.34, light=0.25)

    def bumps() -> None:
        for row in range(-12, 13):
            for column in range(-14, 15):
                x, y = 350 + column * 18 + (row % 2) * 9, 310 + row * 16
                c.flat(
                    [(x - 6, y + 4), (x, y - 7), (x + 6, y + 4)],
                    mixed("#C2BC62", "#7D7A30", min(1, max(0, (x + y - 480) / 380))),
                )

    c.inside(body, bumps)
    for x, y, angle in ((540, 420, -20), (620, 450, 24), (500, 468, 10)):
        c.shadow(x, y + 34, 50, 10)
        c.oval(x, y, 62, 40, "#F0BE3C", angle=angle, shade=0.2, light=0.55)


# fmt: off
_ALL: tuple[Painter, ...] = (
    durian, melon, orange, lime, pomelo, mango, avocado, longan, rambutan, pear, passion_fruit,
    pineapple, banana, star_apple, mangosteen, plum, jackfruit,
)
# fmt: on
PAINTERS: dict[str, Painter] = {paint.__name__: paint for paint in _ALL}
