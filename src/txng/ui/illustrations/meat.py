"""Animals of the yard and what is made of them."""

from __future__ import annotations

from txng.ui.illustrations.canvas import Canvas, Painter, lighter, mixed, smooth, turned


def chicken(c: Canvas) -> None:
    c.shadow(400, 500, 150, 20)
    for x in (370, 440):
        c.line([(x, 430), (x + 4, 496)], "#D99A2B", 9, curved=False)
        for dx in (-24, 0, 24):
            c.line([(x + 4, 494), (x + 4 + dx, 506)], "#D99A2B", 7, curved=False)
    for i, angle in enumerate((-150, -132, -114, -96)):
        c.leaf(520, 300, 150, angle + 64, mixed("#7A3A22", "#2F3A35", i / 3), 0.3)
    body = [
        (250, 210),
        (300, 250),
        (380, 290),
        (480, 280),
        (560, 250),
        (566, 330),
        (520, 420),
        (430, 458),
        (330, 440),
        (262, 380),
        (228, 300),
    ]
    c.blob(body, "#B8662F", shade=0.32, light=0.3)
    neck = [(206, 170), (250, 140), (292, 168), (330, 270), (300, 340), (248, 330), (226, 250)]
    c.blob(neck, "#D98A3E", shade=0.22, light=0.35)
    wing = [(350, 300), (440, 296), (520, 320), (500, 380), (420, 402), (356, 370)]
    c.blob(wing, "#8F4A24", shade=0.3, light=0.25)
    for k in range(3):
        c.line(
            [(380 + k * 16, 330 + k * 20), (440 + k * 10, 346 + k * 16), (496 - k * 16, 338 + k * 18)],
            "#B8662F",
            5,
        )
    c.oval(238, 172, 50, 46, "#D98A3E", shade=0.22, light=0.35)
    c.blob(
        [(204, 136), (212, 96), (232, 120), (246, 88), (262, 118), (284, 100), (280, 142), (240, 146)],
        "#C92B2B",
        shade=0.25,
        light=0.3,
    )
    c.blob([(214, 196), (236, 200), (232, 250), (214, 248)], "#C92B2B", shade=0.25, light=0.3)
    c.flat([(192, 164), (150, 182), (194, 194)], "#E9B23A")
    c.dot(222, 164, 8, "#FFFFFF")
    c.dot(220, 164, 5, "#241A12")


def duck(c: Canvas) -> None:
    c.shadow(410, 480, 190, 22)
    body = [
        (240, 330),
        (330, 300),
        (450, 300),
        (560, 262),
        (640, 240),
        (620, 340),
        (560, 430),
        (430, 468),
        (310, 450),
        (240, 400),
    ]
    c.blob(body, "#F2EEE4", shade=0.24, light=0.3)
    neck = [(212, 150), (262, 130), (302, 160), (300, 240), (336, 320), (280, 400), (232, 350), (240, 240)]
    c.blob(neck, "#F4F0E6", shade=0.16, light=0.3)
    c.oval(250, 168, 54, 48, "#F6F3EA", shade=0.14, light=0.4)
    c.blob([(206, 160), (140, 176), (132, 190), (204, 198)], "#E9A02B", shade=0.25, light=0.3)
    c.dot(236, 156, 7, "#241A12")
    wing = [(360, 330), (470, 316), (580, 320), (530, 400), (430, 418), (366, 390)]
    c.blob(wing, "#E2DACB", shade=0.22, light=0.3)
    for k in range(3):
        c.line([(400 + k * 20, 356 + k * 16), (470, 362 + k * 14), (540 - k * 18, 346 + k * 16)], "#C9BFAE", 4)


def pig(c: Canvas) -> None:
    c.shadow(420, 490, 220, 24)
    for x in (300, 370, 500, 560):
        c.shape([(x - 30, 400), (x + 30, 400), (x + 25, 484), (x - 25, 484)], "#D98C86", shade=0.28, light=0.1)
        c.shape([(x - 25, 470), (x + 25, 470), (x + 24, 488), (x - 24, 488)], "#7A4A42", shade=0.2, light=0)
    c.line([(630, 320), (668, 300), (662, 336), (690, 318)], "#E0968E", 9)
    c.oval(440, 346, 206, 128, "#EBA59C", shade=0.26, light=0.35)
    c.blob([(240, 230), (262, 166), (312, 214)], "#D98C86", shade=0.2, light=0.2)
    c.oval(268, 312, 108, 98, "#EFB0A6", shade=0.22, light=0.35)
    c.blob([(290, 232), (330, 158), (364, 236), (330, 262)], "#DE938B", shade=0.24, light=0.2)
    c.oval(190, 338, 46, 42, "#DE938B", shade=0.22, light=0.35)
    for x in (174, 204):
        c.oval(x, 338, 8, 13, "#9A564E", shade=0, light=0)
    c.dot(236, 286, 8, "#3A241F")
    c.line([(206, 384), (236, 396), (262, 388)], "#B5706A", 5)


def smoked_meat(c: Canvas) -> None:
    c.line([(120, 100), (680, 100)], "#8A6A42", 20, curved=False)
    c.line([(120, 95), (680, 95)], "#A98560", 7, curved=False)
    for i, x in enumerate((210, 330, 450, 570)):
        c.line([(x, 100), (x + 8, 150)], "#C9A86A", 6, curved=False)
        long = 280 + (i % 2) * 46
        slab = [
            (x - 38, 146),
            (x + 42, 150),
            (x + 52, 150 + long * 0.5),
            (x + 42, 146 + long),
            (x, 158 + long),
            (x - 44, 142 + long),
            (x - 50, 150 + long * 0.5),
        ]
        outline = smooth(slab)
        c.shape(outline, "#7A3320", shade=0.34, light=0.25)

        def grain(x: float = x, long: float = long) -> None:
            for dx, tone, width in (
                (-30, "#E9C9A0", 15),
                (-6, "#A64B2E", 12),
                (14, "#E3BE90", 12),
                (32, "#8F3A24", 11),
            ):
                c.line(
                    [
                        (x + dx, 140),
                        (x + dx * 1.2 + c.random.uniform(-8, 8), 150 + long * 0.5),
                        (x + dx, 170 + long),
                    ],
                    tone,
                    width,
                )

        c.inside(outline, grain)
        c.oval(x - 10, 240, 15, 60, "#C98A62", shade=0, light=0.1)
    for x in (190, 320, 470, 600):
        c.line([(x, 540), (x + 24, 510), (x - 10, 484), (x + 14, 458)], "#FFFFFF", 4)


def sausage(c: Canvas) -> None:
    c.shadow(400, 470, 250, 26)
    for row, y in enumerate((250, 330, 410)):
        for column in range(3):
            x = 250 + column * 152 + (row % 2) * 20
            link = [
                (x - 66, y - 26),
                (x, y - 36),
                (x + 66, y - 26),
                (x + 74, y),
                (x + 64, y + 28),
                (x, y + 36),
                (x - 66, y + 28),
                (x - 74, y),
            ]
            outline = smooth(turned(link, 4 - row * 4, (x, y)))
            c.shape(outline, "#A8342C", shade=0.34, light=0.5)

            def fat(x: float = x, y: float = y) -> None:
                for px, py in c.scatter(x, y, 60, 28, 16):
                    c.oval(px, py, 6, 4, "#E6B39A", angle=c.random.uniform(0, 180), shade=0, light=0)

            c.inside(outline, fat)
            if column < 2:
                c.line([(x + 70, y), (x + 82, y)], "#C9A86A", 7, curved=False)


def egg(c: Canvas) -> None:
    c.shadow(400, 484, 230, 28)
    for _ in range(140):
        x = 400 + c.random.uniform(-230, 230)
        c.line(
            [
                (x, 470 + c.random.uniform(-24, 20)),
                (x + c.random.uniform(-60, 60), 440 + c.random.uniform(-30, 40)),
            ],
            mixed("#D9B86A", "#A9823C", c.random.random()),
            3.4,
        )
    for x, y, k, tone in (
        (300, 330, 1.0, "#E7C29A"),
        (440, 310, 1.04, "#F0E2CE"),
        (540, 366, 0.94, "#DDAF82"),
        (380, 396, 1.0, "#EBCBA6"),
    ):
        shell = [(0, -112), (52, -70), (76, 12), (48, 74), (0, 90), (-48, 74), (-76, 12), (-52, -70)]
        c.blob([(x + px * k, y + py * k) for px, py in shell], tone, shade=0.24, light=0.5)
    for _ in range(110):
        x = 400 + c.random.uniform(-240, 240)
        c.line(
            [
                (x, 486 + c.random.uniform(-16, 16)),
                (x + c.random.uniform(-70, 70), 466 + c.random.uniform(-12, 22)),
            ],
            mixed("#E2C47A", "#B58F48", c.random.random()),
            3.4,
        )


def beef(c: Canvas) -> None:
    c.shadow(400, 476, 250, 28)
    c.blob(
        [(150, 420), (400, 396), (650, 420), (664, 452), (400, 486), (136, 452)],
        "#B98B5A",
        shade=0.25,
        light=0.3,
    )
    cut = [(200, 330), (280, 240), (420, 214), (560, 260), (620, 350), (560, 424), (400, 444), (250, 420)]
    c.blob([(x, y + 22) for x, y in cut], "#7E2A24", shade=0.3, light=0)
    outline = smooth(cut)
    c.shape(outline, "#B23A33", shade=0.24, light=0.3)

    def marbling() -> None:
        for _ in range(34):
            x, y = c.random.uniform(230, 590), c.random.uniform(250, 420)
            c.line(
                [
                    (x, y),
                    (x + c.random.uniform(-40, 40), y + c.random.uniform(-20, 20)),
                    (x + c.random.uniform(-60, 60), y + c.random.uniform(-34, 34)),
                ],
                "#F2D6C6",
                c.random.uniform(2, 6),
            )

    c.inside(outline, marbling)
    c.line([*outline, outline[0]], "#F0DCC8", 13, curved=False)
    c.oval(320, 318, 34, 28, "#F3E8DA", shade=0.15, light=0.3)
    c.leaf(600, 300, 110, -30, "#4E8B3A", 0.3)
    c.leaf(606, 306, 100, 10, "#5E9B43", 0.3)


def jerky(c: Canvas) -> None:
    c.shadow(390, 474, 240, 26)
    c.oval(390, 452, 270, 50, "#EFE8DC", shade=0.14, light=0.2)
    c.oval(390, 446, 214, 34, "#E2D8C8", shade=0, light=0)
    for x, y in c.heap(390, 444, 180, 130, 30):
        angle = c.random.uniform(-40, 40)
        strip = [
            (x - 62, y - 9),
            (x - 10, y - 17),
            (x + 58, y - 9),
            (x + 66, y + 6),
            (x + 8, y + 13),
            (x - 58, y + 12),
        ]
        tone = mixed("#8A3A24", "#5E2517", c.random.random())
        c.blob(turned(strip, angle, (x, y)), tone, shade=0.3, light=0.25)
        c.line(turned([(x - 48, y), (x, y - 3), (x + 50, y)], angle, (x, y)), lighter(tone, 0.2), 2.4)
    for x, y in c.scatter(390, 400, 150, 40, 16):
        c.oval(x, y, 7, 3, "#D43A2A", angle=c.random.uniform(0, 180), shade=0, light=0)


# fmt: off
_ALL: tuple[Painter, ...] = (
    chicken, duck, pig, smoked_meat, sausage, egg, beef, jerky,
)
# fmt: on
PAINTERS: dict[str, Painter] = {paint.__name__: paint for paint in _ALL}
