// What an editor relies on: what is offered, how questions end that are taken back or that nobody knows, and the end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Desk, lsp } from './desk.mjs';

const KOREA = 'ch/nordkorea-kn-23-analyse.txt';
/** Whether an error is an answer of the server with this code. */
const fails = code => error => error instanceof lsp.ResponseError && error.code === code;

test('the server says what it can do, and in which units', async t => {
    const desk = await Desk.start(t);
    const { capabilities, serverInfo } = desk.answer;
    assert.equal(serverInfo.name, 'beleg');
    assert.equal(capabilities.positionEncoding, lsp.PositionEncodingKind.UTF16);
    assert.equal(capabilities.textDocumentSync.openClose, true);
    assert.equal(capabilities.textDocumentSync.change, lsp.TextDocumentSyncKind.Incremental);
    for (const provider of ['hoverProvider', 'definitionProvider', 'referencesProvider', 'documentSymbolProvider']) {
        assert.ok(capabilities[provider], provider);
    }
});

test('it asks to be told of changed files', async t => {
    const desk = await Desk.start(t);
    const { method, registerOptions } = await desk.until('a registration', () => desk.registered[0]);
    assert.equal(method, lsp.DidChangeWatchedFilesNotification.method);
    assert.ok(registerOptions.watchers.every(({ globPattern }) => lsp.GlobPattern.is(globPattern)));
});

test('a question that is taken back ends as cancelled or answered, and takes no other with it', async t => {
    const desk = await Desk.start(t);
    // So long that its first reading is not done when the cancellation arrives.
    const article = await desk.openAs('untitled:Long', (await desk.read(KOREA)).repeat(200));
    const questions = Array.from({ length: 20 }, (_, at) => {
        const cancelled = new lsp.CancellationTokenSource();
        const answer = desk.ask(lsp.HoverRequest.type, desk.at(article, 'Für |Kim hätten'), cancelled.token);
        if (at % 2 === 0) {
            cancelled.cancel();
        }
        return answer;
    });
    const answers = await Promise.allSettled(questions);
    for (const [at, { status, value, reason }] of answers.entries()) {
        if (status === 'rejected') {
            assert.ok(fails(lsp.LSPErrorCodes.RequestCancelled)(reason), reason);
            assert.equal(at % 2, 0, 'nobody took this one back');
        } else {
            assert.ok(lsp.Hover.is(value), JSON.stringify(value));
        }
    }
    t.diagnostic(`${answers.filter(({ status }) => status === 'rejected').length} of 10 were cancelled in time`);
});

test('it says so when it does not know a question, and goes on', async t => {
    const desk = await Desk.start(t);
    const article = await desk.open(KOREA);
    const place = desk.at(article, 'Für |Kim hätten');
    for (const method of ['textDocument/unheardOf', lsp.SignatureHelpRequest.method]) {
        await assert.rejects(desk.ask(method, place), fails(lsp.ErrorCodes.MethodNotFound), method);
    }
    for (const method of ['textDocument/unheardOf', '$/unheardOf']) {
        await desk.tell(method, place);
    }
    await assert.rejects(desk.ask(lsp.HoverRequest.method, {}), fails(lsp.ErrorCodes.InvalidParams));
    assert.ok(lsp.Hover.is(await desk.ask(lsp.HoverRequest.type, place)));
});

test('after shutdown it answers nothing more, and exit ends it', async t => {
    const desk = await Desk.start(t);
    const article = await desk.open(KOREA);
    await desk.shutdown();
    const late = desk.ask(lsp.HoverRequest.type, desk.at(article, 'Für |Kim hätten'));
    await assert.rejects(late, fails(lsp.ErrorCodes.InvalidRequest));
});
