"""A small drawing board: smooth shapes with one soft shadow side and one soft light, on a quiet table."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point: TypeAlias = tuple[float, float]
Painter: TypeAlias = "Callable[[Canvas], None]"
WIDTH, HEIGHT = 800, 600  # of the drawing board
SCALE, SIZE = 1.2, (640, 480)  # drawn larger than the picture: smooth edges

# Wall and table of the pictures: pale, so that the goods have the only strong colour.
_SCENES = (
    ("#F3EFE6", "#E4DBCB"),
    ("#EAF1EE", "#D5E3DC"),
    ("#EEF1F5", "#DAE1EA"),
    ("#F6ECE6", "#EAD9CE"),
    ("#F2F1E4", "#E1DFC6"),
)


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(one: str, other: str, share: float) -> str:
    """`one` with a share of `other` in it."""
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(rgb(one), rgb(other), strict=True))


def darker(colour: str, share: float = 0.25) -> str:
    # Towards a deep warm brown rather than black: shadows on a table are not grey.
    return mixed(colour, "#241A12", share)


def lighter(colour: str, share: float = 0.3) -> str:
    return mixed(colour, "#FFFDF5", share)


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 12) -> list[Point]:
    """A curve through all the points (Catmull-Rom)."""
    count = len(points)
    if count < 3:
        return list(points)
    curve: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(  # type: ignore[arg-type]
                    0.5
                    * (
                        2 * b[axis]
                        + (c[axis] - a[axis]) * t
                        + (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t**2
                        + (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t**3
                    )
                    for axis in (0, 1)
                )
            )
    if not closed:
        curve.append(points[-1])
    return curve


def turned(points: Sequence[Point], angle: float, about: Point) -> list[Point]:
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x0, y0 = about
    return [(x0 + (x - x0) * cos - (y - y0) * sin, y0 + (x - x0) * sin + (y - y0) * cos) for x, y in points]


def oval(cx: float, cy: float, rx: float, ry: float, angle: float = 0, steps: int = 72) -> list[Point]:
    ring = [(cx + rx * math.cos(t), cy + ry * math.sin(t)) for t in (2 * math.pi * i / steps for i in range(steps))]
    return turned(ring, angle, (cx, cy)) if angle else ring


class Canvas:
    """Coordinates run 0…800 and 0…600; the table begins at 400."""

    table = 400

    def __init__(self, kind: str, variant: int = 0) -> None:
        self.random = random.Random(f"{kind}/{variant}")
        scene = (sum(map(ord, kind)) + variant) % len(_SCENES)
        wall, table = _SCENES[scene]
        self.image = Image.new("RGB", (round(WIDTH * SCALE), round(HEIGHT * SCALE)), wall)
        self._background(wall, table)

    def _background(self, wall: str, table: str) -> None:
        glow = Image.new("L", (WIDTH // 4, HEIGHT // 4), 0)  # a blur this wide needs few points
        ImageDraw.Draw(glow).ellipse([c / 4 for c in (190, 30, 610, 450)], fill=150)
        glow = glow.filter(ImageFilter.GaussianBlur(70 / 4)).resize(self.image.size, Image.Resampling.BICUBIC)
        self.image.paste(rgb(lighter(wall, 0.9)), mask=glow)
        pen = ImageDraw.Draw(self.image)
        edge, (right, foot) = round(self.table * SCALE), self.image.size
        for y in range(edge, foot):
            share = (y - edge) / (foot - edge)
            pen.line([(0, y), (right, y)], fill=rgb(mixed(lighter(table, 0.25), table, share)))

    def finished(self) -> Image.Image:
        return self.image.resize(SIZE, Image.Resampling.LANCZOS)

    # shapes

    def shape(
        self,
        points: Sequence[Point],
        colour: str,
        *,
        shade: float = 0.28,
        light: float = 0.35,
        curved: bool = False,
    ) -> None:
        """Fill a shape; `shade` darkens its lower right, `light` brightens its upper left."""
        outline = smooth(points) if curved else list(points)
        mask, box = self._mask(outline)
        self.image.paste(rgb(colour), box, mask)
        size = min(mask.size)
        if shade and size > 12:
            step, blur = size * 0.16, size * 0.11
            lit = ImageChops.offset(mask, -round(step), -round(step)).filter(ImageFilter.GaussianBlur(blur))
            dark = ImageChops.multiply(mask, ImageChops.invert(lit)).point(lambda v: v * 0.85)
            self.image.paste(rgb(darker(colour, shade)), box, dark)
        if light and size > 12:
            spot = Image.new("L", mask.size, 0)
            w, h = mask.size
            ImageDraw.Draw(spot).ellipse([w * 0.2, h * 0.16, w * 0.52, h * 0.46], fill=230)
            spot = spot.filter(ImageFilter.GaussianBlur(size * 0.09))
            self.image.paste(rgb(lighter(colour, light)), box, ImageChops.multiply(mask, spot))

    def blob(self, points: Sequence[Point], colour: str, *, shade: float = 0.28, light: float = 0.35) -> None:
        self.shape(points, colour, shade=shade, light=light, curved=True)

    def oval(
        self,
        cx: float,
        cy: float,
        rx: float,
        ry: float,
        colour: str,
        *,
        angle: float = 0,
        shade: float = 0.28,
        light: float = 0.35,
    ) -> None:
        self.shape(oval(cx, cy, rx, ry, angle), colour, shade=shade, light=light)

    def flat(self, points: Sequence[Point], colour: str, *, curved: bool = False) -> None:
        self.shape(points, colour, shade=0, light=0, curved=curved)

    def dot(self, cx: float, cy: float, r: float, colour: str) -> None:
        ImageDraw.Draw(self.image).ellipse([v * SCALE for v in (cx - r, cy - r, cx + r, cy + r)], fill=rgb(colour))

    def line(self, points: Sequence[Point], colour: str, width: float, *, curved: bool = True) -> None:
        path = smooth(points, closed=False) if curved else list(points)
        pen = ImageDraw.Draw(self.image)
        pen.line(
            [(x * SCALE, y * SCALE) for x, y in path],
            fill=rgb(colour),
            width=round(width * SCALE),
            joint="curve",
        )
        for x, y in (path[0], path[-1]):
            self.dot(x, y, width / 2, colour)

    def inside(self, points: Sequence[Point], paint: Callable[[], None], *, curved: bool = False) -> None:
        """What `paint` draws is kept only within the shape."""
        before = self.image.copy()
        paint()
        outline = smooth(points) if curved else list(points)
        mask = Image.new("L", self.image.size, 0)
        ImageDraw.Draw(mask).polygon([(x * SCALE, y * SCALE) for x, y in outline], fill=255)
        self.image = Image.composite(self.image, before, mask)

    def shadow(self, cx: float, cy: float, rx: float, ry: float, strength: float = 0.32) -> None:
        """Where something stands on the table."""
        pad = 60
        box = [round(v * SCALE) for v in (cx - rx - pad, cy - ry - pad, cx + rx + pad, cy + ry + pad)]
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        pen = ImageDraw.Draw(mask)
        pen.ellipse([pad * SCALE, pad * SCALE, mask.width - pad * SCALE, mask.height - pad * SCALE], fill=255)
        mask = mask.filter(ImageFilter.GaussianBlur(14 * SCALE)).point(lambda v: v * strength)
        self.image.paste(rgb("#2A2018"), (box[0], box[1]), mask)

    def leaf(
        self, x: float, y: float, length: float, angle: float, colour: str = "#4E8B3A", width: float = 0.34
    ) -> None:
        """A leaf growing from (x, y) in a direction, with its vein."""
        w = length * width
        blade = [
            (x, y),
            (x + length * 0.3, y - w * 0.85),
            (x + length * 0.7, y - w * 0.7),
            (x + length, y),
            (x + length * 0.7, y + w * 0.55),
            (x + length * 0.3, y + w * 0.7),
        ]
        self.blob(turned(blade, angle, (x, y)), colour, shade=0.3, light=0.25)
        vein = turned([(x + length * 0.06, y), (x + length * 0.5, y - w * 0.08), (x + length * 0.92, y)], angle, (x, y))
        self.line(vein, lighter(colour, 0.35), max(1.4, length * 0.018))

    def scatter(self, cx: float, cy: float, rx: float, ry: float, count: int) -> list[Point]:
        """Points of a heap, back to front, so that nearer things cover farther ones."""
        points: list[Point] = []
        while len(points) < count:
            x, y = self.random.uniform(-1, 1), self.random.uniform(-1, 1)
            if x * x + y * y <= 1:
                points.append((cx + x * rx, cy + y * ry))
        return sorted(points, key=lambda point: point[1])

    def heap(self, cx: float, base: float, width: float, height: float, count: int) -> list[Point]:
        """Points of a pile: broad at the foot, round at the top, back to front."""
        points: list[Point] = []
        while len(points) < count:
            x, up = self.random.uniform(-1, 1), self.random.random()
            if up <= (1 - x * x) ** 0.9:
                points.append((cx + x * width, base - up * height + self.random.uniform(-3, 3)))
        return sorted(points, key=lambda point: point[1])

    def bowl(self, cx: float, top: float, rx: float, depth: float, colour: str, *, rim: float = 0.26) -> None:
        """The body of a bowl; draw its contents between `bowl_back` and this."""
        ry = rx * rim
        lower = [(cx + rx * math.cos(t), top + ry * math.sin(t)) for t in (math.pi * i / 30 for i in range(31))]
        foot = rx * 0.42
        body = [
            (cx + rx, top),
            (cx + rx * 0.9, top + depth * 0.5),
            (cx + foot, top + depth),
            (cx - foot, top + depth),
            (cx - rx * 0.9, top + depth * 0.5),
            (cx - rx, top),
        ]
        side = smooth(body, closed=False)
        self.shape([*reversed(lower), *reversed(side)], colour, shade=0.32, light=0.2)
        self.line(lower, lighter(colour, 0.35), 5)

    def bowl_back(self, cx: float, top: float, rx: float, colour: str, *, rim: float = 0.26) -> None:
        self.oval(cx, top, rx, rx * rim, darker(colour, 0.35), shade=0.2, light=0)
        self.line(
            [*oval(cx, top, rx, rx * rim)[36:], oval(cx, top, rx, rx * rim)[0]],
            lighter(colour, 0.25),
            5,
            curved=False,
        )

    def _mask(self, outline: Sequence[Point]) -> tuple[Image.Image, tuple[int, int]]:
        xs, ys = [x * SCALE for x, _ in outline], [y * SCALE for _, y in outline]
        left, top = math.floor(min(xs)) - 2, math.floor(min(ys)) - 2
        mask = Image.new("L", (math.ceil(max(xs)) - left + 3, math.ceil(max(ys)) - top + 3), 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in zip(xs, ys, strict=True)], fill=255)
        return mask, (left, top)
