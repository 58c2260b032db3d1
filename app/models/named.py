"""What has a name in English and in French."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class Named:
    name_en: Mapped[str] = mapped_column(String(250))
    name_fr: Mapped[str] = mapped_column(String(250))

    def name(self, locale: str) -> str:
        """The name in the reader's language ("en" or "fr")."""
        return self.name_fr if locale == "fr" else self.name_en
