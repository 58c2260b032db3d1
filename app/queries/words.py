"""The words of a text as the suggestions compare them: stemmed in both languages, without those that only join."""

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from app.domain.choices import Language
from app.domain.classification import Text, Word
from app.queries.text import plain

_ALGORITHMS = {Language.EN: "english", Language.FR: "french"}
_FRENCH_ENDING = re.compile(r"(?<=\w\w)((?<=e)e)?[sx]?$")
_WORD = re.compile(r"[^\W_]+")

_ENGLISH = """
a about above after again against all also although am among an and any are as at be because been before being below
between both but by can cannot could did do does doing down during each either et etc every few for from further had
has have having he her here hers him his how if in including into is it its itself just least less like may me might
more most much must my neither no nor not now of off on once one only onto or other others our ours out over own per
rather same shall she should since so some such than that the their theirs them themselves then there these they this
those through thus to too two three toward towards under until up upon us very via was we were what when where whether
which while who whom whose why will with within without would yet you your
"""
_FRENCH = """
ai ainsi alors après au aucun aucune aussi autre autres aux avait avant avec avoir car ce ceci cela celle celles celui
ces cet cette ceux chaque chez comme contre dans de depuis des dès deux donc dont du durant elle elles en encore entre
est et été être eux fait faire faut font hors il ils jusque jusqu la laquelle le lequel les lesquelles lesquels leur
leurs lors lorsque lui mais malgré me mêmes même moins mon ne ni nos notre nous on ont ou où par parmi pas pendant peu
peut peuvent plus plusieurs pour près puis qu quand que quel quelle quelles quels qui quoi sa sans se selon sera seront
ses si sinon soit son sont sous sur sa ta tandis tant tel telle telles tels tous tout toute toutes très trois un une
vers via voire vos votre vous
"""
_OF_EVERY_PROJECT = """
access accordance achieve action actions activities activity address advance africa african aim aims answer approach
area areas assist assistance based better boost bring build building capacities capacity carry change close component
components condition conditions contribute contribution cost costs countries country create develop developing
development done double effective enhance enhanced enhancing ensure establish europe european expand face facilitate
finance financed financing first focus framework fund funded give given global goal group groups guinea gulf help high
hold horn host implement implementation implementing improve improved improving increase initiative initiatives
integrated international key level limit link local mainstream make making measure measures member national need needs
new niger north number objective objectives offer open operational order organisation organisations part partner
partners partnership phase pilot place plan planning policies policy practice process program programme programmes
project projects promote promoting provide providing public quality reach region regional regions reinforce related
relative relevant response result results role sector service services set share situation south specific stakeholder
stakeholders state states step strategic strategies strategy strengthen strengthened strengthening structure
structures support supporting sustainable system systems target technical term terms through tool training union use
using various way ways well west work working works world year years
accès accompagnement accompagner accroître action actions activité activités afin africain africaine africaines
africains afrique aide aider amélioration améliorer approche appui appuyer assurer atteindre axe but cadre capacité
capacités composante concernant condition conditions continent contribuer contribution corne coût coûts création créer
développement développer dispositif dispositifs domaine donne donner données durable durables effet europe européen
européenne européennes européens élargir établir état états face faciliter faveur favoriser finance financement
financer financé fonds formation global globale golfe groupe groupes guinée initiative initiatives international
internationale internationaux intégration intégrer intégré intégrée lien liens lieu limite limiter limité local locale
locales locaux matière mener mesure mesures mettre mise moyen moyens national nationale nationales nationaux niger
niveau nord nouveau nouveaux nouvelle nouvelles objectif objectifs œuvre offrir organisation organisations outil
outils ouvre ouvrir part partenaire partenaires partenariat pays permettre phase pilote place plan planifier politique
politiques pratique pratiques processus programme programmes projet projets promotion promouvoir qualité rendre
renforcement renforcer renforcé région régional régionale régionales régionaux régions réponse résultat résultats
secteur secteurs service services situation soutenir soutien spécifique stratégie stratégies stratégique structure
structures sud système systèmes technique techniques travers union
"""

JOINING = frozenset(plain(word) for word in f"{_ENGLISH} {_FRENCH}".split())
"""Words that only join others: phrases are the same with and without them."""

GENERAL = frozenset(plain(word) for word in _OF_EVERY_PROJECT.split())
"""Words and places that stand in the description of any project: alone they speak for nothing."""

_PAUSE = re.compile(r"[.,;:!?()…/«»“”]|\n\s*\n|.{26}", re.DOTALL)
"""What stands between two words that are no phrase: a sign, an empty line, or too many other words."""


def read(written: str) -> Text:
    """A text with its words, those left out that only join others."""
    return Text(written, tuple(_words(written)))


def tells_something(text: Text, word: Word) -> bool:
    """Whether a word says anything when it stands alone."""
    return _plain(text.written[word.start : word.end]) not in GENERAL


def _words(written: str) -> Iterator[Word]:
    end = 0
    for match in _WORD.finditer(written):
        word = _plain(match[0])
        if len(word) > 1 and not word.isdigit() and word not in JOINING:
            continued = not _PAUSE.search(written[end : match.start()])
            yield Word(match.start(), match.end(), _stems(word), continued)
            end = match.end()


def _plain(written: str) -> str:
    """One word, also where a single sign stands for several letters and a blank."""
    return plain(written).replace(" ", "")


@lru_cache(maxsize=20_000)
def _stems(word: str) -> dict[Language, str]:
    """A stemmer keeps state while it works, and requests are answered side by side: each call has its own."""
    return {
        language: snowballstemmer.stemmer(algorithm).stemWord(
            _FRENCH_ENDING.sub("", word) if language is Language.FR else word
        )
        for language, algorithm in _ALGORITHMS.items()
    }
