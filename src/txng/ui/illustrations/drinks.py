"""What is poured: honey, tea, wine, sauces."""

from __future__ import annotations

import math

from txng.ui.illustrations.canvas import Canvas, Painter, darker, lighter, mixed, oval, smooth, turned


def honey(c: Canvas) -> None:
    for row in range(3):
        for column in range(4):
            x, y = 520.0 + column * 62 + (row % 2) * 31, 236.0 + row * 54
            cell = [
                (x + 34 * math.cos(math.radians(60 * k + 30)), y + 34 * math.sin(math.radians(60 * k + 30)))
                for k in range(6)
            ]
            c.shape(cell, mixed("#E8A92E", "#F4C95A", c.random.random()), shade=0.2, light=0.4)
            c.line([*cell, cell[0]], "#C98A22", 6, curved=False)
    c.shadow(330, 484, 150, 26)
    body = [
        (210, 250),
        (450, 250),
        (474, 300),
        (478, 420),
        (456, 478),
        (330, 490),
        (204, 478),
        (182, 420),
        (186, 300),
    ]
    c.blob(body, "#D98E1F", shade=0.34, light=0.45)
    c.inside(
        smooth(body),
        lambda: c.blob([(180, 250), (480, 250), (480, 300), (330, 316), (180, 300)], "#F0C055", shade=0, light=0),
    )
    c.shape([(206, 196), (454, 196), (458, 252), (202, 252)], "#7A4F2B", shade=0.3, light=0.25)
    c.oval(330, 198, 125, 22, "#8F6038", shade=0.12, light=0.3)
    c.oval(330, 384, 96, 62, "#FFF8E6", shade=0.06, light=0.2)
    for i, a in enumerate((90, 210, 330)):
        x, y = 330 + 25 * math.cos(math.radians(a)), 384 + 25 * math.sin(math.radians(a))
        cell = [(x + 21 * math.cos(math.radians(60 * k)), y + 21 * math.sin(math.radians(60 * k))) for k in range(6)]
        c.shape(cell, ("#E8A92E", "#F0BE4C", "#D9951F")[i], shade=0.15, light=0.3)
    c.shadow(606, 482, 110, 14)
    c.line([(500, 476), (650, 462)], "#A9774A", 13, curved=False)
    for i in range(6):
        c.oval(652 + i * 13, 461 - i * 1.2, 10, 34 - abs(i - 2.5) * 6, "#B98252", shade=0.3, light=0.35)
    c.oval(668, 476, 46, 16, "#E8A92E", shade=0.15, light=0.55)


def tea(c: Canvas) -> None:
    teapot(c, "#A65E45", "#B4C46A")


def herbal_tea(c: Canvas) -> None:
    teapot(c, "#5E7F86", "#D9A441")


def teapot(c: Canvas, clay: str, brew: str) -> None:
    c.shadow(310, 476, 190, 26)
    c.line([(458, 300), (536, 280), (540, 400), (446, 410)], clay, 24)
    spout = [(200, 390), (120, 330), (96, 262), (122, 252), (160, 300), (220, 320)]
    c.blob(spout, clay, shade=0.3, light=0.2)
    c.oval(320, 366, 156, 116, clay, shade=0.34, light=0.4)
    c.oval(320, 262, 96, 24, darker(clay, 0.2), shade=0, light=0)
    c.blob(
        [(226, 260), (270, 226), (320, 216), (370, 226), (414, 260), (320, 276)],
        lighter(clay, 0.08),
        shade=0.24,
        light=0.3,
    )
    c.oval(320, 208, 22, 20, clay, shade=0.3, light=0.4)
    c.shadow(610, 480, 80, 16)
    c.bowl_back(610, 400, 82, "#F6F1E8", rim=0.24)
    c.oval(610, 404, 72, 14, brew, shade=0, light=0.3)
    c.bowl(610, 400, 82, 80, "#F6F1E8", rim=0.24)
    for x, y, angle in ((470, 486, -14), (514, 498, 12), (552, 512, -6)):
        c.leaf(x, y, 62, angle, "#4E7F3A", 0.36)
    for angle in (-120, -84, -46):
        c.leaf(636, 300, 100, angle, mixed("#5E9B43", "#86B85A", abs(angle + 84) / 60), 0.32)


def rice_wine(c: Canvas) -> None:
    c.shadow(320, 486, 140, 26)
    jar = [
        (280, 110),
        (360, 110),
        (362, 170),
        (430, 230),
        (452, 340),
        (424, 450),
        (372, 488),
        (268, 488),
        (216, 450),
        (188, 340),
        (210, 230),
        (278, 170),
    ]
    c.blob(jar, "#6E4A36", shade=0.38, light=0.35)
    c.shape([(276, 92), (364, 92), (370, 146), (270, 146)], "#B8422F", shade=0.25, light=0.2)
    c.line([(268, 150), (320, 158), (372, 150)], "#E2C27A", 8)
    c.shape([(262, 286), (378, 286), (378, 416), (262, 416)], "#B8422F", shade=0.1, light=0.1)
    c.shape([(272, 296), (368, 296), (368, 406), (272, 406)], "#F3E6C8", shade=0.04, light=0.1)
    c.line([(320, 392), (320, 340), (306, 312)], "#8A7A35", 4)
    for i in range(5):
        for side in (-1, 1):
            c.oval(
                318 - i * 2 + side * 10,
                374 - i * 13,
                10,
                5,
                "#C79A3A",
                angle=-side * 50,
                shade=0.15,
                light=0.3,
            )
    for x in (520, 630):
        c.shadow(x, 480, 56, 14)
        c.bowl_back(x, 414, 54, "#EDE6DA", rim=0.26)
        c.oval(x, 417, 46, 10, "#F9F7EE", shade=0, light=0.4)
        c.bowl(x, 414, 54, 64, "#EDE6DA", rim=0.26)


def bottle(c: Canvas, x: float, glass: str, cap: str, label: str, k: float = 1.0) -> None:
    c.shadow(x, 486, 84 * k, 20)
    y = 486
    body = [
        (x - 26 * k, y - 380 * k),
        (x + 26 * k, y - 380 * k),
        (x + 28 * k, y - 300 * k),
        (x + 72 * k, y - 230 * k),
        (x + 76 * k, y - 60 * k),
        (x + 66 * k, y),
        (x - 66 * k, y),
        (x - 76 * k, y - 60 * k),
        (x - 72 * k, y - 230 * k),
        (x - 28 * k, y - 300 * k),
    ]
    c.blob(body, glass, shade=0.34, light=0.45)
    c.shape(
        [
            (x - 29 * k, y - 400 * k),
            (x + 29 * k, y - 400 * k),
            (x + 30 * k, y - 352 * k),
            (x - 30 * k, y - 352 * k),
        ],
        cap,
        shade=0.25,
        light=0.3,
    )
    c.shape(
        [
            (x - 74 * k, y - 200 * k),
            (x + 74 * k, y - 200 * k),
            (x + 74 * k, y - 80 * k),
            (x - 74 * k, y - 80 * k),
        ],
        label,
        shade=0.12,
        light=0.12,
    )


def fish_sauce(c: Canvas) -> None:
    bottle(c, 290, "#8A3F1C", "#C9302B", "#F6EBD2")
    bottle(c, 480, "#9A4A1F", "#2F5E8C", "#F6EBD2", 0.86)
    for x, y in ((290, 346), (480, 366)):
        k = 1.0 if x == 290 else 0.86
        fish = [
            (x - 46 * k, y),
            (x - 16 * k, y - 18 * k),
            (x + 26 * k, y - 10 * k),
            (x + 50 * k, y - 20 * k),
            (x + 50 * k, y + 20 * k),
            (x + 26 * k, y + 10 * k),
            (x - 16 * k, y + 18 * k),
        ]
        c.blob(fish, "#2F5E8C", shade=0, light=0)
        c.dot(x - 28 * k, y - 3 * k, 3, "#F6EBD2")
    c.shadow(630, 478, 74, 14)
    c.bowl_back(630, 424, 72, "#EDE6DA")
    c.oval(630, 428, 62, 14, "#A8551F", shade=0, light=0.3)
    for x, y in ((612, 426), (640, 432), (652, 424)):
        c.oval(x, y, 7, 3, "#D43A2A", angle=20, shade=0, light=0)
    c.bowl(630, 424, 72, 54, "#EDE6DA")


def juice(c: Canvas) -> None:
    bottle(c, 280, "#F0952E", "#4E8B3A", "#FFF6E0")
    bottle(c, 450, "#C9304A", "#4E8B3A", "#FFF6E0", 0.9)
    for x, tone in ((280, "#F0952E"), (450, "#C9304A")):
        c.oval(x, 346, 34, 34, tone, shade=0.1, light=0.4)
        c.leaf(x, 316, 42, -36, "#4E8B3A", 0.4)
    glass = [(560, 300), (690, 300), (672, 484), (578, 484)]
    c.shadow(626, 486, 66, 14)
    c.shape(glass, "#F7E9D0", shade=0.12, light=0.3)
    c.shape([(566, 342), (684, 342), (671, 478), (579, 478)], "#F0952E", shade=0.2, light=0.35)
    c.oval(625, 342, 59, 11, "#F7B45A", shade=0, light=0.3)
    c.line([(640, 340), (676, 210)], "#4E8B3A", 9, curved=False)


def powder(c: Canvas) -> None:
    """A bag of ground goods with a window: coffee, cacao, flour, turmeric."""
    c.shadow(360, 488, 170, 26)
    bag = [(220, 150), (500, 150), (512, 260), (526, 470), (506, 492), (214, 492), (194, 470), (208, 260)]
    c.shape(bag, "#8A6A4A", shade=0.3, light=0.25)
    c.shape([(214, 110), (506, 110), (502, 156), (218, 156)], "#A98560", shade=0.2, light=0.2)
    c.line([(216, 156), (504, 156)], darker("#8A6A4A", 0.3), 4, curved=False)
    c.oval(360, 330, 104, 112, "#F6EEDF", shade=0.05, light=0.1)
    c.oval(360, 336, 82, 88, "#5A3520", shade=0.25, light=0.25)
    c.shadow(620, 478, 90, 16)
    heap = [(520, 474), (560, 436), (600, 410), (630, 406), (670, 432), (716, 474), (620, 490)]
    c.blob(heap, "#6B4328", shade=0.3, light=0.25)
    for x, y in c.scatter(620, 450, 78, 26, 90):
        c.dot(x, y, 1.8, mixed("#8A5A38", "#4A2C1A", c.random.random()))
    spoon = turned(oval(610, 400, 46, 24), -24, (610, 400))
    c.line([(640, 388), (744, 322)], "#C9A27A", 13, curved=False)
    c.shape(spoon, "#D9B58C", shade=0.24, light=0.3)
    c.oval(608, 396, 34, 14, "#6B4328", angle=-24, shade=0.2, light=0.2)


# fmt: off
_ALL: tuple[Painter, ...] = (
    honey, tea, herbal_tea, rice_wine, fish_sauce, juice, powder,
)
# fmt: on
PAINTERS: dict[str, Painter] = {paint.__name__: paint for paint in _ALL}
