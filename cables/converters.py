"""The parts of an address that name a cable, a chapter and a key; views bring other spellings to the canonical."""


class MrnConverter:
    regex = r"[^/]{1,80}?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ChapterConverter(MrnConverter):
    regex = r"[A-Za-z][A-Za-z-]{1,19}"


class KeyConverter(MrnConverter):
    """`b`, `b-c`, `1`, and `b.2` for a second answer under the same letter."""

    regex = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:\.[0-9]{1,3})?"
