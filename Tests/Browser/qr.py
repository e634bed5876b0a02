"""Reads QR codes back with zbar, a reader that shares nothing with what drew them."""

import re
import subprocess


class QRReader:
    def __init__(self, folder):
        self.folder = folder

    def png(self, picture):
        return self._read("code.png", picture)

    def terminal(self, text):
        """The code among a terminal's lines, two rows of modules each, as a camera would see it: light letters on a dark ground."""
        lines = [re.sub("\x1b\\[[0-9;]*m", "", line) for line in text.splitlines()]
        lines = [line for line in lines if set(line) & set("█▀▄") and not set(line) - set(" █▀▄")]
        if not lines or len({len(line) for line in lines}) != 1:
            raise AssertionError(f"no code in {text[:200]!r}")
        rows = []
        for line in lines:
            rows.append([character in "█▀" for character in line])
            rows.append([character in "█▄" for character in line])
        return self._read("code.pgm", self._picture(rows, scale=8))

    @staticmethod
    def _picture(rows, scale):
        """A PGM with each module a square, on the terminal's dark ground."""
        margin = [False] * (len(rows[0]) + 8)
        rows = [margin] * 4 + [[False] * 4 + row + [False] * 4 for row in rows] + [margin] * 4
        content = b"".join(b"".join((b"\xff" if light else b"\0") * scale for light in row) * scale for row in rows)
        return f"P5 {len(rows[0]) * scale} {len(rows) * scale} 255\n".encode() + content

    def _read(self, name, content):
        file = self.folder / name
        file.write_bytes(content)
        answer = subprocess.run(
            ["zbarimg", "--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", str(file)], capture_output=True)
        if answer.returncode != 0:
            raise AssertionError(f"zbar reads nothing from {name}: {answer.stderr.decode()}")
        return answer.stdout.decode().removesuffix("\n")
