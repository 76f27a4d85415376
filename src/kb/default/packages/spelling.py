"""How names are spelled: the folded form by which the program compares them, and German spellings of names that other
scripts write, by rule. A spelling counts only where GeoNames has it too; nothing here knows a single place."""

import itertools
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
PLAIN = {}
for row in (HERE / "../../../lang/letters.tsv").read_text("utf-8").splitlines():
    if not row.startswith("#"):
        plain, marked = row.split("\t")
        PLAIN |= dict.fromkeys(marked, plain)


def fold(name):
    """As `fold_name` of the program, and hyphens as blanks."""
    name = unicodedata.normalize("NFC", name).lower().replace("ß", "ss").replace("-", " ")
    return "".join(PLAIN.get(letter, letter) for letter in name)


def is_name(name):
    """Whether a text looks like a name that stands in articles."""
    return re.fullmatch(r"[^\W\d_a-z][^\W\d_]+(?:[ -]|\. )?(?:[^\W\d_]+(?:[ -]|\. )?)*", name) and is_latin(name)


def is_latin(name):
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in name if letter.isalpha())


def of_municipality(name):
    """A name without what registers put around it: `Hansestadt Stade`, `Brake (Unterweser)`, `Haldensleben I`."""
    name = re.sub(r" \(.*\)$| [IVX]+$", "", name)
    return re.sub(r"^(?:\w+-)?(?: ?und )?(?:Hanse|Luther|Universitäts)stadt |^Universitäts- und Hansestadt ", "", name)


def without_river(name):
    """`Hanau` of `Hanau am Main`: what is said where nobody takes it for another town."""
    return re.sub(r" (?:am|an der|in|im|bei|vor der|ob der|unter|unterm) .*$", "", name)


def with_umlaut(name, known):
    """`Ibbenbüren` of `Ibbenbueren`, where that spelling is known."""
    umlaut = name.replace("ue", "ü")
    return umlaut if umlaut in known else name


def letters(language):
    """Letters of a language with their German spellings and the Latin one by which they are compared."""
    rows = [row.split("\t") for row in (HERE / "cyrillic.tsv").read_text("utf-8").splitlines() if row[:1] != "#"]
    return {letter: (german.split(","), latin) for of, letter, german, latin in rows if of in (language, "all")}


def from_cyrillic(name, known, language):
    """The German spelling of a name that is written in Cyrillic: one that is known of the place, and comes from the same
    letters as the name does. `Kalinin` is no spelling of `Tver`. Ukrainian is written by rule, known or not."""
    table, usual = letters(language), None
    for cyrillic in sorted(known):
        each = [table.get(letter.lower(), ([letter], letter)) for letter in cyrillic if letter not in "'’"]
        if is_latin(cyrillic) or sounds("".join(latin for _, latin in each)) != sounds(name):
            continue
        for spelling in itertools.islice(itertools.product(*(german for german, _ in each)), 4096):
            spelling = re.sub(r"(?:^|(?<=[ -]))\w", lambda first: first[0].upper(), "".join(spelling))
            usual = usual or spelling
            if spelling in known:
                return spelling
    return usual if language == "uk" else None


def sounds(name):
    """A Latin spelling without what transcriptions differ in."""
    plain = fold(name).replace("'", "").replace("’", "").replace("y", "i").replace("j", "i").replace("x", "ks")
    return re.sub(r"(.)\1+", r"\1", re.sub(r"i+e", "e", plain))
