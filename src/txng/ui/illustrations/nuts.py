"""Seeds, beans, nuts and spices: things that come in heaps."""

from __future__ import annotations

import math
from functools import partial

from txng.ui.illustrations.canvas import Canvas, Painter, darker, lighter, mixed, oval, smooth, turned


def coffee_bean(c: Canvas, x: float, y: float, size: float, angle: float, colour: str) -> None:
    c.oval(x, y, size, size * 0.68, colour, angle=angle, shade=0.35, light=0.3)
    seam = [
        (x - size * 0.86, y),
        (x - size * 0.3, y - size * 0.14),
        (x + size * 0.3, y + size * 0.14),
        (x + size * 0.86, y),
    ]
    c.line(turned(seam, angle, (x, y)), darker(colour, 0.45), size * 0.11)


def coffee(c: Canvas) -> None:
    c.shadow(290, 470, 170, 24)
    c.oval(290, 462, 190, 34, "#EFEAE2", shade=0.14, light=0.2)
    c.oval(290, 458, 120, 20, "#DDD5C8", shade=0, light=0)
    handle = oval(430, 350, 54, 56)
    c.line([*handle, handle[0]], "#E7DFD2", 18, curved=False)
    c.bowl_back(290, 292, 134, "#F6F1E8", rim=0.24)
    c.oval(290, 298, 122, 25, "#4A2C1A", shade=0, light=0.1)
    c.oval(290, 300, 100, 17, "#6B4328", shade=0, light=0.25)
    c.bowl(290, 292, 134, 164, "#F6F1E8", rim=0.24)
    for i, steam in enumerate((240, 290, 340)):
        c.line([(steam, 240), (steam + 14, 214), (steam - 8, 186), (steam + 8, 158 - i % 2 * 10)], "#FFFFFF", 5)
    for x, y in c.scatter(590, 466, 140, 34, 30):
        coffee_bean(c, x, y, 25, c.random.uniform(-80, 80), mixed("#6A3F22", "#432513", c.random.random()))
    c.leaf(560, 250, 150, -28, "#3F6E35", 0.3)
    c.leaf(560, 254, 140, 148, "#4E7F3A", 0.3)
    c.line([(470, 300), (560, 256), (700, 240)], "#6B4E2E", 6)
    for x, y in ((548, 284), (582, 276), (566, 304), (612, 270), (600, 298)):
        c.oval(x, y, 19, 20, mixed("#C2322F", "#D8622F", c.random.random()), shade=0.3, light=0.45)


def pepper(c: Canvas) -> None:
    c.shadow(380, 476, 190, 26)
    c.bowl_back(380, 330, 190, "#B98B5A")
    for x, y in c.heap(380, 350, 172, 84, 130):
        c.oval(x, y, 14, 13.5, mixed("#2C2723", "#4B423A", c.random.random()), shade=0.3, light=0.4)
    c.bowl(380, 330, 190, 142, "#B98B5A")
    for x, y in c.scatter(610, 470, 92, 24, 14):
        c.oval(x, y, 14, 13.5, mixed("#2C2723", "#4B423A", c.random.random()), shade=0.3, light=0.4)
    c.leaf(560, 150, 170, 10, "#3F7E36", 0.46)
    c.leaf(560, 152, 150, -62, "#4E8B3A", 0.46)
    c.line([(540, 130), (576, 190), (588, 280), (584, 360)], "#7A6A3C", 5)
    for i in range(16):
        y = 190 + i * 10.5
        for side in (-1, 1):
            c.oval(
                586 + side * 13 + c.random.uniform(-3, 3),
                y + side * 2,
                11.5,
                11,
                mixed("#6E9B3C", "#A33A2E", (i % 5 == 2) * 0.8),
                shade=0.28,
                light=0.45,
            )


def macadamia(c: Canvas) -> None:
    c.leaf(300, 170, 190, -20, "#4E7F3A", 0.2)
    c.leaf(300, 174, 180, 200, "#3F6E35", 0.2)
    for x, y, r in ((240, 360, 96), (400, 320, 100), (330, 420, 96)):
        c.shadow(x, y + r * 0.94, r * 0.82, 14)
        c.oval(x, y, r, r * 0.98, "#8A5A35", shade=0.36, light=0.5)
        c.oval(x - r * 0.1, y - r * 0.72, r * 0.16, r * 0.08, "#6B4326", shade=0, light=0)
        for _ in range(26):
            a, d = c.random.uniform(0, 6.28), r * 0.85 * c.random.random() ** 0.5
            c.dot(x + d * math.cos(a), y + d * math.sin(a), 1.6, "#A87650")
    x, y, r = 560, 400, 100
    c.shadow(x, y + 94, 86, 14)
    c.oval(x, y, r, r, "#7C4F2D", shade=0.25, light=0)
    c.oval(x, y, r * 0.84, r * 0.84, "#C99A6B", shade=0.1, light=0)
    c.oval(x, y, r * 0.68, r * 0.68, "#F8EFD9", shade=0.16, light=0.6)
    c.oval(430, 478, 48, 44, "#F8EFD9", shade=0.18, light=0.6)


def chestnut(c: Canvas) -> None:
    x0, y0, r = 275, 350, 160
    c.shadow(x0, y0 + 132, 150, 24)
    for _ in range(190):
        a = c.random.uniform(0, 6.28)
        k = c.random.uniform(0.72, 1.0)
        tip = (x0 + (r + 26) * k * math.cos(a), y0 + (r * 0.86 + 26) * k * math.sin(a))
        root = (x0 + r * 0.8 * k * math.cos(a + 0.1), y0 + r * 0.7 * k * math.sin(a + 0.1))
        c.line([root, tip], mixed("#B9B25A", "#7E7A35", c.random.random()), 4)
    c.oval(x0, y0, r * 0.86, r * 0.74, "#8F8A45", shade=0.3, light=0.1)
    for _ in range(150):
        a, d = c.random.uniform(0, 6.28), c.random.random() ** 0.5
        x, y = x0 + 134 * d * math.cos(a), y0 + 114 * d * math.sin(a)
        c.line(
            [(x, y), (x + 14 * math.cos(a), y + 14 * math.sin(a) - 5)],
            mixed("#C5BE66", "#7E7A35", c.random.random()),
            3,
        )
    c.oval(x0 + 4, y0 - 2, 92, 78, "#E9DCC0", shade=0.2, light=0)
    for dx, dy, k in ((-34, -6, 0.62), (36, 4, 0.62)):
        one_chestnut(c, x0 + dx, y0 + dy, k)
    for x, y, k in ((500, 330, 1.0), (630, 400, 1.02), (500, 442, 0.96)):
        c.shadow(x, y + 66 * k, 70 * k, 12)
        one_chestnut(c, x, y, k)


def one_chestnut(c: Canvas, x: float, y: float, k: float) -> None:
    shell = [(0, -76), (44, -52), (76, 0), (62, 52), (0, 68), (-62, 52), (-76, 0), (-44, -52)]
    outline = smooth([(x + px * k, y + py * k) for px, py in shell])
    c.shape(outline, "#6E3B20", shade=0.4, light=0.55)
    c.inside(outline, lambda: c.oval(x, y + 72 * k, 70 * k, 32 * k, "#C9A27A", shade=0.1, light=0))
    for dx in (-34, -12, 12, 34):
        c.line(
            [(x + dx * 0.2 * k, y - 62 * k), (x + dx * k, y - 4 * k), (x + dx * 1.1 * k, y + 34 * k)],
            "#844A2A",
            2.4 * k,
        )
    c.line([(x, y - 72 * k), (x, y - 88 * k)], "#C9A27A", 5 * k)


def cashew(c: Canvas) -> None:
    c.shadow(400, 474, 240, 26)
    for x, y in c.heap(400, 450, 220, 170, 46):
        angle = c.random.uniform(-180, 180)
        nut = [
            (x - 44, y + 8),
            (x - 30, y - 22),
            (x + 6, y - 30),
            (x + 40, y - 8),
            (x + 46, y + 18),
            (x + 30, y + 22),
            (x + 12, y + 2),
            (x - 12, y),
            (x - 26, y + 22),
        ]
        c.blob(turned(nut, angle, (x, y)), mixed("#F0D8A8", "#DDB67A", c.random.random()), shade=0.26, light=0.45)


def cacao(c: Canvas) -> None:
    c.shadow(300, 470, 200, 26)
    for x, y, angle, colour in ((300, 300, -24, "#A8552C"), (400, 360, 14, "#C98A2E")):
        pod = [
            (x - 190, y),
            (x - 140, y - 66),
            (x, y - 86),
            (x + 140, y - 60),
            (x + 200, y + 6),
            (x + 140, y + 66),
            (x, y + 84),
            (x - 140, y + 64),
        ]
        c.blob(turned(pod, angle, (x, y)), colour, shade=0.34, light=0.35)
        for k in (-0.6, -0.25, 0.1, 0.45):
            ridge = [(x - 176, y + 4), (x - 90, y + 84 * k), (x + 60, y + 88 * k), (x + 186, y + 8)]
            c.line(turned(ridge, angle, (x, y)), darker(colour, 0.2), 4)
    for bean_x, bean_y in c.scatter(600, 460, 110, 30, 22):
        c.oval(
            bean_x,
            bean_y,
            27,
            17,
            mixed("#7A4528", "#5A3019", c.random.random()),
            angle=c.random.uniform(-60, 60),
            shade=0.3,
            light=0.35,
        )


def bowl_of(c: Canvas, bowl: str, one: str, other: str, rx: float, ry: float, count: int = 150) -> None:
    c.shadow(370, 478, 200, 28)
    c.bowl_back(370, 322, 206, bowl)
    for x, y in c.heap(370, 342, 184, 96, count):
        c.oval(
            x,
            y,
            rx,
            ry,
            mixed(one, other, c.random.random()),
            angle=c.random.uniform(-50, 50),
            shade=0.24,
            light=0.45,
        )
    c.bowl(370, 322, 206, 152, bowl)
    for x, y in c.scatter(630, 474, 84, 22, 12):
        c.oval(
            x,
            y,
            rx,
            ry,
            mixed(one, other, c.random.random()),
            angle=c.random.uniform(-50, 50),
            shade=0.24,
            light=0.45,
        )


def beans(c: Canvas) -> None:
    bowl_of(c, "#7D9AA0", "#EBD49A", "#D9B872", 16, 13.5)
    for y, angle in ((250, -24), (300, -8)):
        pod = [(540, y), (590, y - 22), (650, y - 24), (716, y - 4), (650, y + 20), (590, y + 22)]
        c.blob(turned(pod, angle, (620, y)), "#6E9A43", shade=0.28, light=0.3)
        for x in (588, 626, 664):
            c.oval(*turned([(x, y)], angle, (620, y))[0], 15, 13, "#86B156", shade=0.16, light=0.4)


def peanut(c: Canvas) -> None:
    c.shadow(400, 474, 240, 26)
    for x, y in c.heap(400, 450, 220, 150, 34):
        angle = c.random.uniform(-60, 60)
        shell = [
            (x - 58, y),
            (x - 40, y - 24),
            (x - 4, y - 17),
            (x + 34, y - 26),
            (x + 58, y - 2),
            (x + 36, y + 26),
            (x - 2, y + 17),
            (x - 40, y + 24),
        ]
        colour = mixed("#D9B27C", "#C2945A", c.random.random())
        c.blob(turned(shell, angle, (x, y)), colour, shade=0.28, light=0.35)
        for k in (-8, 6):
            c.line(
                turned([(x - 48, y + k * 0.5), (x, y + k), (x + 48, y + k * 0.6)], angle, (x, y)),
                darker(colour, 0.14),
                2,
            )


def lotus_seed(c: Canvas) -> None:
    bowl_of(c, "#A9746A", "#F4E8CE", "#E6D2A8", 22, 19, 84)
    c.shadow(610, 300, 70, 10, 0.12)
    c.line([(620, 300), (624, 380), (616, 450)], "#6E9A43", 12)
    c.blob(
        [(520, 210), (620, 180), (716, 214), (680, 280), (620, 304), (560, 280)],
        "#86A84E",
        shade=0.3,
        light=0.2,
    )
    c.oval(618, 214, 98, 38, "#9CBC62", shade=0.14, light=0.3)
    for x, y in ((560, 212), (598, 198), (640, 198), (678, 214), (588, 228), (628, 224), (658, 234)):
        c.oval(x, y, 16, 10, "#5E7F36", shade=0.1, light=0)
        c.oval(x, y + 1, 11, 7, "#D8DFA0", shade=0.1, light=0.4)


def star_anise(c: Canvas) -> None:
    for x, y, r, start in ((260, 330, 130, 8), (470, 300, 120, 30), (400, 430, 116, 0), (600, 420, 104, 18)):
        c.shadow(x, y + r * 0.6, r * 0.8, 16)
        for i in range(8):
            angle = start + i * 45 + c.random.uniform(-5, 5)
            petal = [
                (x, y - 7),
                (x + r * 0.45, y - r * 0.17),
                (x + r * 0.8, y - r * 0.12),
                (x + r, y),
                (x + r * 0.8, y + r * 0.14),
                (x + r * 0.4, y + r * 0.16),
            ]
            c.blob(
                turned(petal, angle, (x, y)),
                mixed("#7A4526", "#93572F", c.random.random()),
                shade=0.35,
                light=0.3,
            )
            cx, cy = turned([(x + r * 0.6, y + r * 0.02)], angle, (x, y))[0]
            c.oval(cx, cy, r * 0.16, r * 0.09, "#C98F4E", angle=angle, shade=0.3, light=0.6)
        c.oval(x, y, r * 0.12, r * 0.1, "#6A3A1F", shade=0.2, light=0.3)


def turmeric(c: Canvas) -> None:
    rhizome(c, "#C98A3A", "#F0A02B")


def ginger(c: Canvas) -> None:
    rhizome(c, "#D6B98A", "#F2DC9A")


def rhizome(c: Canvas, skin: str, flesh: str) -> None:
    c.shadow(400, 470, 250, 28)
    fingers = (
        [(170, 400), (220, 340), (330, 322), (420, 350), (430, 420), (330, 460), (220, 452)],
        [(300, 350), (290, 270), (330, 214), (384, 226), (390, 300), (380, 370)],
        [(400, 340), (470, 280), (560, 262), (600, 300), (560, 350), (470, 400)],
        [(420, 400), (520, 392), (600, 420), (596, 470), (500, 476), (410, 450)],
    )
    for finger in fingers:
        c.blob(finger, skin, shade=0.28, light=0.4)
        xs, ys = [x for x, _ in finger], [y for _, y in finger]
        for k in (0.3, 0.55, 0.8):
            x = min(xs) + (max(xs) - min(xs)) * k
            ring = [(x - 6, min(ys)), (x + 6, sum(ys) / len(ys)), (x - 4, max(ys))]
            c.inside(smooth(finger), partial(c.line, ring, darker(skin, 0.16), 3))
    c.oval(634, 442, 58, 44, skin, angle=-16, shade=0.2, light=0)
    c.oval(634, 441, 50, 37, flesh, angle=-16, shade=0.1, light=0.4)
    c.oval(634, 441, 30, 21, lighter(flesh, 0.2), angle=-16, shade=0, light=0)


# fmt: off
_ALL: tuple[Painter, ...] = (
    coffee, pepper, macadamia, chestnut, cashew, cacao, beans, peanut, lotus_seed, star_anise,
    turmeric, ginger,
)
# fmt: on
PAINTERS: dict[str, Painter] = {paint.__name__: paint for paint in _ALL}
