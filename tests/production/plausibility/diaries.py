"""What a diary of the corpus consists of: the fields a person fills in, and a picture as a recipe to draw it by."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Photo:
    """A view on a day. The same view on another day is another photo; the same again, sent anew, is not."""

    scene: int
    day: int
    trim: float = 0.0  # cut off all round: a screenshot, a photo out of a chat
    light: float = 1.0
    quality: int = 85
    width: int = 320


@dataclass
class Entry:
    activity: str
    done_on: date
    recorded_at: datetime = datetime.min
    recorded_by: str = ""
    what: str = ""
    quantity: float | None = None
    unit: str = ""
    note: str = ""
    on_behalf_of: str = ""
    photo: Photo | None = None


@dataclass
class Diary:
    key: str
    goods: str  # rice, greens, fruit, chicken, shrimp
    group: str  # product group of the register
    opened_on: date
    area_m2: float | None
    entries: list[Entry]
    kind: str = ""  # how it was doctored; "" for an honest one
    elsewhere: list[Photo] = field(default_factory=list)  # photos of other lots on record


def draw(photo: Photo) -> bytes:
    """A field under a sky: what stands there belongs to the scene, where it stands today and the clouds to the day."""
    from PIL import Image, ImageDraw, ImageEnhance

    place, today = random.Random(photo.scene), random.Random(f"{photo.scene}/{photo.day}")
    width, height = 320, 240
    horizon = place.randint(50, 130) + today.randint(-14, 14)
    shift = today.randint(-40, 40)
    sky = tuple(today.randint(120, 235) for _ in range(3))
    ground = tuple(min(255, max(0, place.randint(40, 150) + today.randint(-25, 25))) for _ in range(3))
    image = Image.new("RGB", (width, height), sky)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, horizon, width, height), fill=ground)
    for _ in range(today.randint(0, 4)):
        x, y, across = today.randint(0, width), today.randint(0, horizon), today.randint(20, 90)
        pen.ellipse((x, y, x + across, y + across // 3), fill=(245, 245, 245))
    growth = 0.5 + (photo.day % 120) / 100
    for _ in range(place.randint(14, 34)):
        x, y, size = place.randint(-20, width), place.randint(horizon - 10, height), place.randint(8, 42)
        tint = tuple(place.randint(20, 210) for _ in range(3))
        x, size = x + shift + today.randint(-10, 10), int(size * growth * today.uniform(0.8, 1.2)) + 2
        if place.random() < 0.5:
            pen.ellipse((x, y - size, x + size, y), fill=tint)
        else:
            pen.rectangle((x, y - size, x + size // 3, y), fill=tint)
    for _ in range(today.randint(0, 3)):  # people, tools, a boat
        x, y = today.randint(0, width), today.randint(horizon, height)
        pen.rectangle((x, y - today.randint(20, 80), x + today.randint(8, 40), y), fill=(today.randint(0, 255),) * 3)
    if photo.trim:
        left, top = int(width * photo.trim), int(height * photo.trim)
        image = image.crop((left, top, width - left, height - top))
    image = ImageEnhance.Brightness(image).enhance(photo.light)
    image = image.resize((photo.width, photo.width * 3 // 4))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=photo.quality)
    return out.getvalue()
