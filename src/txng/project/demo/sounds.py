"""The tune of bà Lành's co-operative: three plucked notes, computed. The demo has no voice to lend, and says so."""

from __future__ import annotations

import array
import io
import math
import wave

NOTES = (392.0, 523.25, 659.26)
RATE, SECONDS = 8_000, 1.2
WORDS = "(Nhạc hiệu ba nốt của hợp tác xã, không có lời. Cơ sở thật ghi lời giới thiệu bằng giọng của mình.)"


def tune() -> bytes:
    samples = array.array("h")
    for note in NOTES:
        for step in range(int(RATE * SECONDS)):
            t = step / RATE
            tone = math.sin(math.tau * note * t) + 0.4 * math.sin(math.tau * 2 * note * t)
            samples.append(round(9_000 * tone * math.exp(-3.5 * t)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()
