"""In which language a text seems to be written."""

import pytest

from app.domain.choices import Language
from app.domain.languages import looks_like


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Recrutement équitable des travailleurs migrants dans les régions", Language.FR),
        ("L’accueil des personnes de retour", Language.FR),
        ("Fair recruitment of migrants in the regions", Language.EN),
        ("Recrutement équitable", None),
        ("Training for Cap-Vert and the Île de la Réunion", None),
        ("", None),
    ],
)
def test_a_text_looks_like_a_language_only_where_its_small_words_say_so(text, language):
    assert looks_like(text) is language
