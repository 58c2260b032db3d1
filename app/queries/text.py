"""Words as they are searched: without case, accents and punctuation."""

import re
import unicodedata


def plain(text: str) -> str:
    """`text` in lower case, without accents, its words separated by single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", kept))
