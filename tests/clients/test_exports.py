"""Exports as those read them that they are for: the official schema of SARIF, spaCy itself, brat by its own rules, and a
parser of HTML5.

One article has all that makes counting hard; those of `fixtures/` come along, and with them everything that beleg finds there.
"""

import base64
import csv
import hashlib
import io
import json
import os
import subprocess
from pathlib import Path

import html5lib
import pytest
import spacy
from sarif_kit import validate
from spacy.tokens import Doc

BELEG = os.environ["BELEG"]
FIXTURES = Path(__file__).parents[2] / "fixtures"
ARTICLE = (
    "Brücke zu 😀\r\n\r\nAm 3. März 2025 rollten 12'000 Autos über die «Brücke» 👩‍👧. „Es waren“, sagte Zé\u0301lie Müller,  "
    "„zu\u00a0viele\r\nLastwagen.“ Laut Wladimir Putin waren es 400\u00a0Lastwagen.\u200b \r\n"
)
PAGE = "<h1>H&ouml;fe</h1>\n<p>Laut Anna M&uuml;ll&auml; liegen <b>30</b>&nbsp;H&ouml;fe da.</p>"
NAME = "Größe ü 1"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / f"{NAME}.txt").write_text(ARTICLE, encoding="utf-8", newline="")
    (tmp_path / "seite.html").write_text(PAGE, encoding="utf-8", newline="")
    (tmp_path / "wiki.md").write_text("# Höfe\n\nHier liegen 30 Höfe. <!-- beleg: ignore -->\n", encoding="utf-8")
    return tmp_path


def beleg(folder, *args):
    run = subprocess.run([BELEG, *args, ".", FIXTURES], cwd=folder, capture_output=True, timeout=120)
    assert (run.returncode, run.stderr) == (0, b"")
    return run.stdout.decode("utf-8")


def test_the_log_is_valid_sarif(folder):
    log = json.loads(beleg(folder, "export", "sarif"))
    validate.assert_valid(log)
    results = log["runs"][0]["results"]
    assert len(results) > 50
    assert [result["suppressions"][0]["kind"] for result in results if "suppressions" in result] == ["inSource"]
    assert any("relatedLocations" in result for result in results)
    assert log == json.loads(beleg(folder, "check", "--format", "sarif"))


def test_spacy_loads_every_document(folder):
    nlp = spacy.blank("de")
    lines = beleg(folder, "export", "spacy").splitlines()
    assert len(lines) == 3 + sum(path.suffix in {".txt", ".md", ".html"} for path in FIXTURES.glob("[!.]*/*"))
    docs = {}
    for line in map(json.loads, lines):
        doc = Doc(nlp.vocab).from_json(line, validate=True)
        assert doc.text == line["text"]
        loaded = {"ents": doc.ents, **doc.spans}
        for name, marks in {"ents": line["ents"], **line["spans"]}.items():
            known = [(mark["start"], mark["end"], mark["label"]) for mark in marks]
            assert [(span.start_char, span.end_char, span.label_) for span in loaded[name]] == known
        starts = {sentence.start_char for sentence in doc.sents} if line["sents"] else set()
        assert starts >= {sentence["start"] for sentence in line["sents"]}
        docs[doc.text] = doc

    doc = docs[ARTICLE]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Zé\u0301lie Müller", "PER"), ("Wladimir Putin", "PER")]
    assert "400\u00a0Lastwagen" in [span.text for span in doc.spans["figures"]]
    assert "Q7747" in [span.kb_id_ for span in doc.spans["mentions"]]
    assert [span.text for span in doc.spans["quotes"] if span.label_ == "direct"] == ["„Es waren“", "„zu\u00a0viele"]
    assert "Laut Wladimir Putin" in [span.text for span in doc.spans["sources"]]
    assert [ent.text for ent in docs[PAGE].ents] == ["Anna M&uuml;ll&auml;"]


def test_brat_finds_every_stretch_where_it_says(folder):
    beleg(folder, "export", "brat", "--out", "brat")
    known = {line.split("\t")[0] for line in (folder / "brat/annotation.conf").read_text(encoding="utf-8").splitlines()}
    files = sorted((folder / "brat").rglob("*.ann"))
    assert folder / "brat" / f"{NAME}.ann" in files and folder / "brat" / "seite.html.ann" in files
    for file in files:
        text = file.with_suffix(".txt").read_bytes().decode("utf-8")
        # as brat reads it: a line ends wherever Python says so
        lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
        ids = {fields[0] for fields in lines}
        assert len(ids) == len(lines)
        for kind, fields in ((fields[0][0], fields) for fields in lines):
            name, rest = fields[1].split(" ", 1)
            assert name in known or kind in "N#"
            if kind == "T":
                parts = [text[slice(*map(int, part.split(" ")))] for part in rest.split(";")]
                assert fields[2:] == [" ".join(parts)]
                assert all(part == part.strip() != "" for part in parts)
            else:
                assert {word.rpartition(":")[2] for word in rest.split(" ") if kind == "R"} <= ids
                assert kind == "R" or rest.split(" ")[0] in ids


def test_the_table_of_figures_holds_its_columns(folder):
    rows = list(csv.DictReader(io.StringIO(beleg(folder, "export", "csv"), newline=""), strict=True))
    own = [row for row in rows if row["file"] == f"{NAME}.txt"]
    assert "400\u00a0Lastwagen" in [row["text"] for row in own]
    assert all(ARTICLE[int(row["start"]) : int(row["end"])] == row["text"] for row in own)
    assert all(row["value"] == f"{float(row['value']):g}" for row in own)
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_report_is_html_without_a_fault(folder, lang):
    evil = "<script>alert(1)</script> \" & &copy; \x00\x0b\x85\ufffe\ufdd0\u202e </table><!--"
    (folder / "evil <b>&.txt").write_text(f"{evil}\n\nLaut „{evil}“ liegen 30 Höfe {evil} da.\n", encoding="utf-8")
    page = html5lib.HTMLParser(strict=True).parse(beleg(folder, "report", "--messages", lang))
    html = "{http://www.w3.org/1999/xhtml}"
    [style] = page.iter(f"{html}style")
    [policy] = [meta.get("content") for meta in page.iter(f"{html}meta") if meta.get("http-equiv")]
    hash_of_style = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{hash_of_style}'"
    assert page.get("lang") == lang and len(list(page.iter(f"{html}h1"))) == 1
    known = "html head meta title style body main header article section p h1 h2 h3 h4 dl div dt dd table caption thead"
    known += " tbody tr th td mark q span time ul li a br"
    assert {element.tag.removeprefix(html) for element in page.iter()} <= set(known.split())
    assert all(link.get("href").startswith(("https://", "http://")) for link in page.iter(f"{html}a"))
    assert all(cell.get("scope") in {"row", "col"} for cell in page.iter(f"{html}th"))
    tables = list(page.iter(f"{html}table"))
    assert len(tables) > 50 and all(table[0].tag == f"{html}caption" for table in tables)
