// An editor with a folder of articles, made from the packages that VS Code itself stands on: they frame the messages,
// count the columns and know the shapes. It knows nothing of what is tried with it. What is waited for has a deadline.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// Unlike `import`, this also looks where NODE_PATH says: nothing is installed into the repository.
const require = createRequire(import.meta.url);
export const lsp = require('vscode-languageserver-protocol/node');
const { TextDocument } = require('vscode-languageserver-textdocument');

const ARTICLES = fileURLToPath(new URL('../../../fixtures', import.meta.url));
const DEADLINE = 30_000;

/** What VS Code says of itself, without the pulling of diagnostics: here they are to be pushed. */
const VS_CODE = {
    general: { positionEncodings: ['utf-16'], staleRequestSupport: { cancel: true, retryOnContentModified: [] } },
    window: { workDoneProgress: true, showDocument: { support: true } },
    workspace: {
        applyEdit: true,
        configuration: true,
        workspaceFolders: true,
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    },
    textDocument: {
        synchronization: { dynamicRegistration: true, willSave: true, willSaveWaitUntil: true, didSave: true },
        publishDiagnostics: {
            relatedInformation: true,
            versionSupport: true,
            codeDescriptionSupport: true,
            dataSupport: true,
            tagSupport: { valueSet: [lsp.DiagnosticTag.Unnecessary, lsp.DiagnosticTag.Deprecated] },
        },
        hover: { dynamicRegistration: true, contentFormat: ['markdown', 'plaintext'] },
        definition: { dynamicRegistration: true, linkSupport: true },
        references: { dynamicRegistration: true },
        documentSymbol: { dynamicRegistration: true, hierarchicalDocumentSymbolSupport: true },
    },
};

/** What a promise brings, unless that takes too long. */
function within(what, promise) {
    const late = setTimeout(DEADLINE, undefined, { ref: false }).then(() => assert.fail(`waited in vain for ${what}`));
    return Promise.race([promise, late]);
}

/** The address of a path as VS Code writes it; Node would leave brackets as they are. */
function address(path) {
    const escaped = encodeURIComponent(path).replaceAll('%2F', '/');
    return `file://${escaped.replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

export class Desk {
    registered = [];
    /** What the server should not have said. */
    #offences = [];
    #open = new Map();
    #published = new Map();
    #archiveRead = false;
    #news = new EventEmitter();
    #shutdown;

    /** Starts a server for a copy of the articles, which ends with the test. */
    static async start(test) {
        const desk = new Desk();
        // A name that has to be escaped.
        desk.work = await mkdtemp(join(tmpdir(), 'beleg (ü) '));
        desk.root = join(desk.work, 'desk');
        await cp(ARTICLES, desk.root, { recursive: true, dereference: true });
        await writeFile(join(desk.root, 'beleg.toml'), '');
        desk.#connect();
        test.after(() => desk.#end());
        const uri = address(desk.root);
        desk.answer = await desk.ask(lsp.InitializeRequest.type, {
            processId: process.pid,
            clientInfo: { name: 'Visual Studio Code' },
            locale: 'de',
            rootUri: uri,
            workspaceFolders: [{ uri, name: 'desk' }],
            capabilities: VS_CODE,
        });
        await desk.tell(lsp.InitializedNotification.type, {});
        return desk;
    }

    #connect() {
        const env = { ...process.env, XDG_CONFIG_HOME: join(this.work, 'config') };
        this.server = spawn(process.env.BELEG, ['lsp'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
        this.ended = once(this.server, 'exit');
        const reader = new lsp.StreamMessageReader(this.server.stdout);
        const connection = lsp.createProtocolConnection(reader, new lsp.StreamMessageWriter(this.server.stdin));
        this.connection = connection;
        const offence = what => said => { this.#offences.push([what, said]); };
        connection.onError(offence('broken'));
        connection.onUnhandledNotification(offence('unknown to the client'));
        connection.onRequest(offence('not offered by the client'));
        connection.onNotification(lsp.ShowMessageNotification.type, offence('nothing is wrong here'));
        connection.onNotification(lsp.PublishDiagnosticsNotification.type, list =>
            this.#hear(() => this.#published.set(list.uri, list)));
        connection.onRequest(lsp.ConfigurationRequest.type, ({ items }) => items.map(() => null));
        connection.onRequest(lsp.RegistrationRequest.type, ({ registrations }) =>
            this.#hear(() => this.registered.push(...registrations)));
        connection.onRequest(lsp.WorkDoneProgressCreateRequest.type, ({ token }) => {
            const follow = ({ kind }) => this.#hear(() => this.#archiveRead ||= kind === 'end');
            connection.onProgress(lsp.WorkDoneProgress.type, token, follow);
        });
        connection.listen();
    }

    /** Keeps what the server has said, and lets those look who wait. */
    #hear(keep) {
        keep();
        this.#news.emit('news');
    }

    /** Looks again whenever the server has said something, until there is what was looked for. */
    until(what, look) {
        const find = async () => {
            let found;
            while (!(found = look())) {
                await once(this.#news, 'news');
            }
            return found;
        };
        return within(what, find());
    }

    ask(type, ...params) {
        return within(type.method ?? type, this.connection.sendRequest(type, ...params));
    }

    tell(type, ...params) {
        return this.connection.sendNotification(type, ...params);
    }

    shutdown() {
        return this.#shutdown ??= this.ask(lsp.ShutdownRequest.type);
    }

    archiveRead() {
        return this.until('the end of the progress report', () => this.#archiveRead);
    }

    uri(name) {
        return address(join(this.root, name));
    }

    /** What an article is called that the server names by its address. */
    name(uri) {
        return relative(this.root, fileURLToPath(uri));
    }

    read(name) {
        return readFile(join(this.root, name), 'utf8');
    }

    /** Opens an article of the folder. */
    async open(name) {
        return this.openAs(this.uri(name), await this.read(name));
    }

    async openAs(uri, text, version = 1) {
        const languageId = uri.endsWith('.md') ? 'markdown' : 'plaintext';
        const document = TextDocument.create(uri, languageId, version, text);
        this.#open.set(uri, document);
        await this.tell(lsp.DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId, version, text } });
        return document;
    }

    /** Puts a text in place of what is there, and tells the server of just that. */
    change(document, before, after) {
        const start = this.at(document, `|${before}`).position;
        const end = this.at(document, `${before}|`).position;
        return this.#edit(document, { range: { start, end }, text: after });
    }

    /** Types a text where `|` stands in `needle`. */
    type(document, needle, text) {
        const { position } = this.at(document, needle);
        return this.#edit(document, { range: { start: position, end: position }, text });
    }

    #edit(document, change) {
        TextDocument.update(document, [change], document.version + 1);
        const { uri, version } = document;
        const params = { textDocument: { uri, version }, contentChanges: [change] };
        return this.tell(lsp.DidChangeTextDocumentNotification.type, params);
    }

    async close({ uri }) {
        this.#open.delete(uri);
        await this.tell(lsp.DidCloseTextDocumentNotification.type, { textDocument: { uri } });
        // What belongs to no version belongs to no open document.
        assert.deepEqual(await this.#diagnostics(uri, undefined), []);
    }

    /** The findings of an article as it stands now, by the text they stand under. */
    async findings(document) {
        const diagnostics = await this.#diagnostics(document.uri, document.version);
        assert.ok(diagnostics.every(lsp.Diagnostic.is), JSON.stringify(diagnostics));
        return new Map(diagnostics.map(finding => [document.getText(finding.range), finding]));
    }

    async #diagnostics(uri, version) {
        const latest = () => this.#published.get(uri);
        await this.until(`findings of ${uri}, version ${version}`, () => latest() && latest().version === version);
        return latest().diagnostics;
    }

    /** The place in an article that `|` marks in `needle`. */
    at(document, needle) {
        const start = document.getText().indexOf(needle.replace('|', ''));
        assert.notEqual(start, -1, needle);
        return { textDocument: { uri: document.uri }, position: document.positionAt(start + needle.indexOf('|')) };
    }

    /** What stands at a range of an article, open or not. */
    async textAt(uri, range) {
        const document = this.#open.get(uri) ?? TextDocument.create(uri, '', 0, await this.read(this.name(uri)));
        return document.getText(range);
    }

    /** Takes leave; the server must have behaved, and end in peace. */
    async #end() {
        try {
            assert.equal(await this.shutdown(), null);
            // Looked at before the end, when answers to the server's last questions may no longer reach it.
            assert.deepEqual(this.#offences, []);
            await this.tell(lsp.ExitNotification.type);
            assert.deepEqual(await within('the end of the server', this.ended), [0, null]);
        } finally {
            this.connection.dispose();
            this.server.kill('SIGKILL');
            await rm(this.work, { recursive: true });
        }
    }
}
