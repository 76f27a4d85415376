// What an author sees: findings that follow the text, cards, links from article to article, the outline.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Desk, lsp } from './desk.mjs';

const BRIDGE = 'de/bruecke-gesperrt.md';
const CABLEWAY = 'at/seilbahn-st-kolm.txt';
const ELECTION = 'de/landratswahl-wernach.txt';
const FLOOD = 'de/hochwasser-glasach.txt';
const KOREA = 'ch/nordkorea-kn-23-analyse.txt';
const PANEL = 'en/sanctions-panel-explainer.txt';
const WIND = 'de/windpark-oedhofen.md';

/** What a card hangs on, and what it says. */
async function card(desk, article, needle) {
    const hover = await desk.ask(lsp.HoverRequest.type, desk.at(article, needle));
    assert.ok(lsp.Hover.is(hover), JSON.stringify(hover));
    assert.equal(hover.contents.kind, lsp.MarkupKind.Markdown);
    return [article.getText(hover.range), hover.contents.value];
}

/** Where a name leads to: address and text. */
async function definitions(desk, article, needle) {
    const links = await desk.ask(lsp.DefinitionRequest.type, desk.at(article, needle));
    assert.ok(links.every(lsp.LocationLink.is), JSON.stringify(links));
    return Promise.all(links.map(async ({ targetUri, targetSelectionRange }) =>
        [targetUri, await desk.textAt(targetUri, targetSelectionRange)]));
}

/** Where somebody or something else stands: name of the article and text. */
async function references(desk, article, needle) {
    const context = { includeDeclaration: true };
    const places = await desk.ask(lsp.ReferencesRequest.type, { ...desk.at(article, needle), context });
    assert.ok(places.every(lsp.Location.is), JSON.stringify(places));
    return Promise.all(places.map(async ({ uri, range }) => [desk.name(uri), await desk.textAt(uri, range)]));
}

const compare = (first, second) => first.line - second.line || first.character - second.character;
const holds = (outer, inner) => compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;

/** The names of an outline. The words of an entry lie inside its range. */
function outline(symbols) {
    assert.ok(symbols.every(lsp.DocumentSymbol.is), JSON.stringify(symbols));
    return symbols.flatMap(({ name, range, selectionRange, children = [] }) => {
        assert.ok(holds(range, selectionRange), name);
        return [name, ...outline(children)];
    });
}

test('a finding has a code, a source, a weight and a sentence in the language of the editor', async t => {
    const desk = await Desk.start(t);
    const finding = (await desk.findings(await desk.open(CABLEWAY))).get('40 Schilling');
    assert.deepEqual([finding.code, finding.source, finding.severity],
        ['unsourced-figure', 'beleg', lsp.DiagnosticSeverity.Information]);
    assert.match(finding.message, /^40 Schilling: .*Quelle/);
});

test('a finding goes when its source comes, and comes back when the source goes', async t => {
    const desk = await Desk.start(t);
    const article = await desk.open(CABLEWAY);
    const found = async () => (await desk.findings(article)).has('40 Schilling');
    assert.ok(await found());
    await desk.change(article, 'kostete die Bergfahrt', 'kostete laut Unterkofler die Bergfahrt');
    assert.ok(!await found());
    await desk.change(article, ' laut Unterkofler', '');
    assert.ok(await found());
});

test('many edits, one right after the other, all arrive where they belong', async t => {
    const desk = await Desk.start(t);
    const article = await desk.open(FLOOD);
    // Behind emojis, which are two units each; and key by key, faster than anything can be read.
    await desk.change(article, '💪“', '💪💪“');
    let place = 'am Sonntagabend|.';
    for (const key of '. Das Tal hat 4711 Einwohner') {
        await desk.type(article, place, key);
        place = place.replace('|', `${key}|`);
    }
    assert.ok((await desk.findings(article)).has('4711 Einwohner'));
    await desk.change(article, article.getText(), '');
    assert.equal((await desk.findings(article)).size, 0);
});

test('a name shows its card, a figure shows who vouches for it, and another word nothing', async t => {
    const desk = await Desk.start(t);
    const article = await desk.open(KOREA);
    const [name, person] = await card(desk, article, 'Für |Kim hätten');
    assert.equal(name, 'Kim');
    assert.match(person, /Kim Jong Un/);
    const [figure, source] = await card(desk, article, 'rund 600 |Kilometer');
    assert.equal(figure, '600 Kilometer');
    assert.match(source, /nach Angaben des südkoreanischen Generalstabs/);
    assert.equal(await desk.ask(lsp.HoverRequest.type, desk.at(article, 'Warum |die Sanktionen')), null);
});

test('a surname leads to its introduction, here or in an article that is not open', async t => {
    const desk = await Desk.start(t);
    await desk.archiveRead();
    const bridge = await desk.open(BRIDGE);
    assert.deepEqual(await definitions(desk, bridge, 'A|ltenburger rechnet'), [[bridge.uri, 'Miriam Altenburger']]);
    const [[elsewhere, introduced]] = await definitions(desk, await desk.open(KOREA), 'sagt |Wetterling');
    assert.equal(desk.name(elsewhere), 'de/ruestungsexport-debatte.txt');
    assert.match(introduced, / Wetterling$/);
});

test('references lead through the whole archive', async t => {
    const desk = await Desk.start(t);
    await desk.archiveRead();
    const people = await references(desk, await desk.open(WIND), 'Thomas |Drewitz');
    assert.ok(people.every(([, text]) => text.endsWith('Drewitz')), people);
    assert.deepEqual(people[0], [WIND, 'Thomas Drewitz'], 'this article comes first');
    assert.ok(people.some(([article]) => article === ELECTION));
    const figures = await references(desk, await desk.open(KOREA), 'rund |600 Kilometer');
    assert.deepEqual(figures, [[KOREA, '600 Kilometer'], [PANEL, '600 km']]);
});

test('the outline holds title and headings, then who is named', async t => {
    const desk = await Desk.start(t);
    const { uri } = await desk.open(WIND);
    const names = outline(await desk.ask(lsp.DocumentSymbolRequest.type, { textDocument: { uri } }));
    const title = '14 Windräder für 412 Menschen: Ödhofen sagt Ja';
    const some = [title, 'Ertrag und Pacht', 'Quellen', 'Ingrid Schmalfuß'];
    assert.deepEqual(names.filter(name => some.includes(name)), some);
});

test('several open articles keep apart what is theirs', async t => {
    const desk = await Desk.start(t);
    const [bridge, cableway, wind] = await Promise.all([BRIDGE, CABLEWAY, WIND].map(name => desk.open(name)));
    await desk.change(cableway, '40 Schilling', '45 Schilling');
    assert.ok((await desk.findings(cableway)).has('45 Schilling'));
    assert.ok((await desk.findings(bridge)).has('12.000 Fahrzeuge'));
    assert.ok((await desk.findings(wind)).has('412 Einwohner'));
    await desk.close(cableway);
    assert.equal(await desk.ask(lsp.HoverRequest.type, desk.at(cableway, '45 |Schilling')), null, 'it is closed');
    assert.equal((await card(desk, bridge, 'A|ltenburger rechnet'))[0], 'Altenburger');
});

test('an article closes and opens again', async t => {
    const desk = await Desk.start(t);
    const article = await desk.open(CABLEWAY);
    const before = await desk.findings(article);
    await desk.close(article);
    assert.deepEqual(await desk.findings(await desk.open(CABLEWAY)), before);
});

test('an article that is stored nowhere is served as well', async t => {
    const desk = await Desk.start(t);
    await desk.archiveRead();
    const article = await desk.openAs('untitled:Untitled-1', await desk.read(KOREA), 7);
    assert.ok((await desk.findings(article)).has('200 Kilometer'));
    await desk.change(article, 'Von Pjöngjang', 'Laut 38 North von Pjöngjang');
    assert.ok(!(await desk.findings(article)).has('200 Kilometer'));
    assert.match((await card(desk, article, 'Für |Kim hätten'))[1], /Kim Jong Un/);
    await desk.close(article);
});
