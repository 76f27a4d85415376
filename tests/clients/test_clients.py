"""beleg as clients see it that others have written: pytest-lsp with pygls, in the guise of three editors.

Every test runs as VS Code, old and new, Neovim and Emacs: each says in its own words what it can do, and counts columns its own way.
What the protocol forbids to say to such a client is an error here. Everything that is waited for has a deadline.
"""

import asyncio
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types as lsp
from pygls.protocol import default_converter
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

BELEG = os.environ["BELEG"]
ARTICLES = Path(__file__).parents[2] / "fixtures"
DEADLINE = 30

# What the client calls itself, and the encoding to be settled on.
ASKING = "visual-studio-code that asks"
EDITORS = {
    "visual-studio-code": lsp.PositionEncodingKind.Utf16,
    ASKING: lsp.PositionEncodingKind.Utf16,
    "neovim@v0.11": lsp.PositionEncodingKind.Utf8,
    "emacs": lsp.PositionEncodingKind.Utf8,
}

KOREA = "ch/nordkorea-kn-23-analyse.txt"
BRIDGE = "de/bruecke-gesperrt.md"
NEW_BRIDGE = "de/bruecke-neubau-teurer.txt"
CABLEWAY = "at/seilbahn-st-kolm.txt"
FLOOD = "de/hochwasser-glasach.txt"
WIND = "de/windpark-oedhofen.md"

pytestmark = [pytest.mark.asyncio, pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")]


def capabilities_of(editor):
    """What an editor can do. The preset of VS Code is older than findings that are asked for."""
    if editor != ASKING:
        return client_capabilities(editor)
    capabilities = client_capabilities("visual-studio-code")
    capabilities.text_document.diagnostic = lsp.DiagnosticClientCapabilities()
    capabilities.workspace.diagnostics = lsp.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    return capabilities


def units(text, encoding):
    """How long a text is in the units that columns count."""
    width = {lsp.PositionEncodingKind.Utf8: ("utf-8", 1), lsp.PositionEncodingKind.Utf16: ("utf-16-le", 2)}
    name, size = width.get(encoding, ("utf-32-le", 4))
    return len(text.encode(name)) // size


@dataclass
class Desk:
    """A folder of articles, an editor that has them open, and a server that has read them all."""

    client: LanguageClient
    root: Path
    answer: lsp.InitializeResult = None
    texts: dict = field(default_factory=dict)
    versions: dict = field(default_factory=dict)
    published: dict = field(default_factory=dict)
    registered: list = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self):
        def publish(client: LanguageClient, params: lsp.PublishDiagnosticsParams):
            self.published[params.uri] = params
            self.news.set()

        def register(client: LanguageClient, params: lsp.RegistrationParams):
            self.registered += params.registrations

        own = {lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: publish, lsp.CLIENT_REGISTER_CAPABILITY: register}
        register_lsp_features(self.client, DEFAULT_CLIENT_FEATURES | own)

    @property
    def encoding(self):
        return self.answer.capabilities.position_encoding

    def uri(self, name):
        return (self.root / name).as_uri()

    def open(self, name):
        self.texts[name] = (self.root / name).read_text(encoding="utf-8")
        self.versions[name] = 1
        language = "markdown" if name.endswith(".md") else "plaintext"
        document = lsp.TextDocumentItem(self.uri(name), language, 1, self.texts[name])
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))

    def position(self, name, offset):
        """Line and column of an offset in characters."""
        before = self.texts[name][:offset]
        line_start = before.rfind("\n") + 1
        return lsp.Position(before.count("\n"), units(before[line_start:], self.encoding))

    def at(self, name, needle):
        """The place in an open article that `|` marks in the needle."""
        offset = self.texts[name].index(needle.replace("|", "")) + needle.index("|")
        return {"text_document": lsp.TextDocumentIdentifier(self.uri(name)), "position": self.position(name, offset)}

    def change(self, name, needle, text):
        """Puts a text in place of the needle, and tells the server of just that."""
        start = self.texts[name].index(needle)
        span = lsp.Range(self.position(name, start), self.position(name, start + len(needle)))
        self.texts[name] = self.texts[name].replace(needle, text, 1)
        self.versions[name] += 1
        document = lsp.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        changes = [lsp.TextDocumentContentChangePartial(range=span, text=text)]
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, changes))

    def text_of(self, place, name=None):
        """What stands at a range of an article, open or not."""
        text = self.texts.get(name) or (self.root / name).read_text(encoding="utf-8")
        lines = text.split("\n")
        assert place.start.line == place.end.line, "nothing asked for here crosses a line"
        line = lines[place.start.line]
        columns = {units(line[:at], self.encoding): at for at in range(len(line) + 1)}
        return line[columns[place.start.character] : columns[place.end.character]]

    async def until(self, what, true):
        """Waits until something is so."""
        async with asyncio.timeout(DEADLINE):
            while not true():
                self.news.clear()
                try:
                    # Not everything that is waited for makes news.
                    await asyncio.wait_for(self.news.wait(), 0.05)
                except TimeoutError:
                    pass
                assert self.client.error is None, f"{self.client.error} while waiting for {what}"

    async def findings(self, name):
        """The findings of the article as it stands now: text and code."""
        uri, version = self.uri(name), self.versions[name]
        if self.answer.capabilities.diagnostic_provider:
            params = lsp.DocumentDiagnosticParams(lsp.TextDocumentIdentifier(uri))
            report = await self.client.text_document_diagnostic_async(params)
            assert not self.published, "who asks is not told as well"
            return [(self.text_of(d.range, name), d) for d in report.items]
        await self.until(
            f"diagnostics of {name}, version {version}",
            lambda: uri in self.published and self.published[uri].version == version,
        )
        return [(self.text_of(d.range, name), d) for d in self.published[uri].diagnostics]

    async def archive_read(self):
        """Waits until all articles of the folder are known."""
        reports = self.client.progress_reports
        ended = lambda: any(isinstance(report, lsp.WorkDoneProgressEnd) for list in reports.values() for report in list)
        await self.until("the end of the progress report", ended)

    def places(self, locations):
        """Targets as file and text."""
        return [(Path(uri.removeprefix(self.root.as_uri() + "/")).as_posix(), range) for uri, range in locations]


@pytest_asyncio.fixture(params=EDITORS)
async def desk(request, tmp_path):
    """A server for a copy of the articles, as each editor would start it; it must end in peace."""
    root = tmp_path / "desk"
    shutil.copytree(ARTICLES, root)
    (root / "beleg.toml").touch()
    environment = dict(os.environ, XDG_CONFIG_HOME=str(tmp_path / "config"))
    config = ClientServerConfig(
        [BELEG, "lsp"], lambda: LanguageClient(converter_factory=default_converter), environment
    )
    client = await config.start()
    desk = Desk(client, root)
    try:
        async with asyncio.timeout(DEADLINE):
            desk.answer = await client.initialize_session(
                lsp.InitializeParams(
                    capabilities=capabilities_of(request.param),
                    client_info=lsp.ClientInfo(request.param),
                    locale="de-CH",
                    root_uri=root.as_uri(),
                    workspace_folders=[lsp.WorkspaceFolder(root.as_uri(), "desk")],
                )
            )
        desk.editor = request.param
        yield desk
        async with asyncio.timeout(DEADLINE):
            await client.shutdown_session()
        assert client._server.returncode == 0, "shutdown and exit end the server with success"
        assert client.error is None
    finally:
        await client.stop()


async def test_says_what_it_can_do(desk):
    capabilities = desk.answer.capabilities
    # Without a word the encoding is UTF-16.
    assert (desk.encoding or lsp.PositionEncodingKind.Utf16) == EDITORS[desk.editor]
    assert capabilities.text_document_sync.change == lsp.TextDocumentSyncKind.Incremental
    for provider in ("hover", "definition", "references", "document_symbol"):
        assert getattr(capabilities, f"{provider}_provider"), provider
    assert desk.answer.server_info.name == "beleg"


async def test_asks_to_be_told_of_changed_files_only_where_that_is_offered(desk):
    await desk.archive_read()
    watching = capabilities_of(desk.editor).workspace.did_change_watched_files
    if watching.dynamic_registration:
        await desk.until("a registration", lambda: desk.registered)
        assert desk.registered[0].method == "workspace/didChangeWatchedFiles"
    else:
        assert desk.registered == []


async def test_publishes_findings_with_version_code_and_source(desk):
    desk.open(CABLEWAY)
    findings = await desk.findings(CABLEWAY)
    found = dict(findings)["40 Schilling"]
    assert (found.code, found.source) == ("unsourced-figure", "beleg")
    assert found.severity == lsp.DiagnosticSeverity.Information
    assert found.message.startswith("40 Schilling: ") and "nobody" not in found.message, "messages are German here"
    flagged = [text for text, finding in findings]
    assert not {"1983", "61", "3000"} & set(flagged), "years, ages and models are never flagged"
    if not capabilities_of(desk.editor).text_document.publish_diagnostics.related_information:
        assert all(finding.related_information is None for _, finding in findings)


async def test_shows_a_card_for_a_name(desk):
    desk.open(KOREA)
    hover = await desk.client.text_document_hover_async(lsp.HoverParams(**desk.at(KOREA, "Für |Kim hätten")))
    assert hover.contents.kind == lsp.MarkupKind.Markdown
    assert "Kim Jong Un" in hover.contents.value
    assert desk.text_of(hover.range, KOREA) == "Kim"
    nothing = await desk.client.text_document_hover_async(lsp.HoverParams(**desk.at(KOREA, "Warum |die Sanktionen")))
    assert nothing is None


async def test_shows_who_vouches_for_a_figure(desk):
    desk.open(KOREA)
    hover = await desk.client.text_document_hover_async(lsp.HoverParams(**desk.at(KOREA, "rund 6|00 Kilometer")))
    assert "nach Angaben des südkoreanischen Generalstabs" in hover.contents.value
    assert desk.text_of(hover.range, KOREA) == "600 Kilometer"


async def test_leads_from_a_surname_to_its_introduction(desk):
    desk.open(BRIDGE)
    await desk.archive_read()
    links = await desk.client.text_document_definition_async(
        lsp.DefinitionParams(**desk.at(BRIDGE, "A|ltenburger rechnet"))
    )
    assert links and all(isinstance(link, lsp.LocationLink) for link in links), "all of them take links"
    assert desk.text_of(links[0].origin_selection_range, BRIDGE) == "Altenburger"
    assert links[0].target_uri == desk.uri(BRIDGE)
    assert desk.text_of(links[0].target_selection_range, BRIDGE) == "Miriam Altenburger"


async def test_leads_from_a_surname_to_whom_another_article_introduces(desk):
    desk.open(NEW_BRIDGE)
    await desk.archive_read()
    place = desk.at(NEW_BRIDGE, "Im März war A|ltenburger")
    links = await desk.client.text_document_definition_async(lsp.DefinitionParams(**place))
    assert links[0].target_uri == desk.uri(BRIDGE)
    assert desk.text_of(links[0].target_selection_range, BRIDGE) == "Miriam Altenburger"


async def test_leads_into_other_articles(desk):
    desk.open(WIND)
    await desk.archive_read()
    place = desk.at(WIND, "Landrat Thomas D|rewitz")
    links = await desk.client.text_document_definition_async(lsp.DefinitionParams(**place))
    places = desk.places((link.target_uri, link.target_selection_range) for link in links)
    assert ("de/landratswahl-wernach.txt", "Thomas Drewitz") in [(name, desk.text_of(at, name)) for name, at in places]

    context = lsp.ReferenceContext(include_declaration=True)
    locations = await desk.client.text_document_references_async(lsp.ReferenceParams(**place, context=context))
    places = desk.places((location.uri, location.range) for location in locations)
    assert len(places) == len({(name, str(at)) for name, at in places}), "no place stands twice"
    assert len({name for name, _ in places}) >= 3
    assert all("Drewitz" in desk.text_of(at, name) for name, at in places)
    assert (WIND, "Thomas Drewitz") in [(name, desk.text_of(at, name)) for name, at in places]


async def test_shows_how_the_article_is_built(desk):
    desk.open(WIND)
    document = lsp.TextDocumentIdentifier(desk.uri(WIND))
    symbols = await desk.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
    assert all(isinstance(symbol, lsp.DocumentSymbol) for symbol in symbols), "all of them take nested ones"

    def flat(symbols):
        for symbol in symbols or []:
            # The protocol: the selection lies inside the range.
            start, end = symbol.selection_range.start, symbol.selection_range.end
            assert (symbol.range.start.line, symbol.range.start.character) <= (start.line, start.character)
            assert (end.line, end.character) <= (symbol.range.end.line, symbol.range.end.character)
            yield symbol.name
            yield from flat(symbol.children)

    names = list(flat(symbols))
    for name in ("14 Windräder für 412 Menschen: Ödhofen sagt Ja", "Ertrag und Pacht", "Ingrid Schmalfuß", "Quellen"):
        assert name in names


async def test_follows_every_edit(desk):
    desk.open(CABLEWAY)
    assert "40 Schilling" in dict(await desk.findings(CABLEWAY))
    desk.change(CABLEWAY, "40 Schilling", "45 Schilling")
    assert "45 Schilling" in dict(await desk.findings(CABLEWAY)), "another number needs a source as much"
    desk.change(CABLEWAY, "kostete die", "kostete laut dem Gemeindearchiv von St. Kolm die")
    assert "45 Schilling" not in dict(await desk.findings(CABLEWAY)), "now somebody vouches for it"
    desk.change(CABLEWAY, "laut dem Gemeindearchiv von St. Kolm ", "")
    assert "45 Schilling" in dict(await desk.findings(CABLEWAY)), "and now nobody does again"


async def test_counts_columns_as_the_client_does(desk):
    """An edit behind umlauts and an emoji: were one side to count otherwise, text and finding would not meet."""
    desk.open(FLOOD)
    desk.change(FLOOD, "💪“, schrieb", "💪💪“, schrieb")
    desk.change(FLOOD, "am Sonntagabend.", "am Sonntagabend. Das Tal hat 4711 Einwohner.")
    assert "4711 Einwohner" in dict(await desk.findings(FLOOD))


async def test_takes_findings_back_when_the_article_closes(desk):
    desk.open(CABLEWAY)
    assert await desk.findings(CABLEWAY)
    document = lsp.TextDocumentIdentifier(desk.uri(CABLEWAY))
    desk.client.text_document_did_close(lsp.DidCloseTextDocumentParams(document))
    if desk.editor == ASKING:
        report = await desk.client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(document))
        assert not report.items and not desk.published
    else:
        await desk.until("an empty list", lambda: not desk.published[desk.uri(CABLEWAY)].diagnostics)


async def test_offers_findings_either_told_or_asked_for(desk):
    assert bool(desk.answer.capabilities.diagnostic_provider) == (desk.editor == ASKING)


async def test_answers_many_questions_at_once(desk):
    """As an editor does that has just opened: nothing is lost, and each answer belongs to its question."""
    desk.open(KOREA)
    names = {"Für |Kim hätten": "Kim", "und |Wladimir Putin": "Wladimir Putin", "Rakete |KN-23": "KN-23"}
    questions = [lsp.HoverParams(**desk.at(KOREA, needle)) for needle in names] * 20
    async with asyncio.timeout(DEADLINE):
        answers = await asyncio.gather(*(desk.client.text_document_hover_async(question) for question in questions))
    assert [desk.text_of(answer.range, KOREA) for answer in answers] == list(names.values()) * 20
