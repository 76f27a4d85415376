// The commands of the palette: what is asked with VS Code's own boxes, what the server then does, and where the answer is shown.
// `beleg.index` and `beleg.undo` are the server's own, which the language client offers.
import {
    commands, l10n, languages, Uri, window, workspace,
    type Diagnostic as Finding, type Disposable, type Range, type TextDocument,
} from 'vscode';
import { ExecuteCommandRequest, HoverRequest, type Diagnostic } from 'vscode-languageclient/node';
import type { Client } from './client';

/** Of the documents that show a card. */
const CARD = 'beleg-card';

/** Registers them; `current` is the client while one runs. */
export function register(current: () => Client | undefined): Disposable[] {
    const findings = languages.createDiagnosticCollection('beleg');
    const cards = new Map<string, string>();
    const command = (name: string, act: (client: Client, ...rest: string[]) => Promise<unknown>) =>
        commands.registerCommand(name, (...rest: unknown[]) => {
            const client = current();
            return client && act(client, ...rest.filter(it => typeof it === 'string'));
        });
    return [
        findings,
        workspace.registerTextDocumentContentProvider(CARD, { provideTextDocumentContent: uri => cards.get(uri.path) }),
        // An open article has its findings from the server as they are by then.
        workspace.onDidOpenTextDocument(({ uri }) => findings.has(uri) && findings.delete(uri)),
        command('beleg.checkWorkspace', async client => {
            const files = await run<{ uri: string; diagnostics: Diagnostic[] }[]>(client, 'beleg.check', {});
            const open = new Set(workspace.textDocuments.map(document => String(document.uri)));
            const told = await Promise.all(files.map(async ({ uri, diagnostics }): Promise<[Uri, Finding[]]> =>
                [Uri.parse(uri), await client.protocol2CodeConverter.asDiagnostics(diagnostics)]));
            // With `beleg.diagnostics` set to `workspace` they are all there already.
            const listed = client.initializeResult?.capabilities.diagnosticProvider?.workspaceDiagnostics;
            findings.clear();
            findings.set(listed ? [] : told.filter(([uri]) => !open.has(String(uri))));
            await commands.executeCommand('workbench.panel.markers.view.focus');
        }),
        command('beleg.showCard', async (client, given) => {
            const here = await place(client);
            const found = here && { words: here.document.getText(here.range), at: inArticle(client, here) };
            const name = given ?? await window.showInputBox({ prompt: l10n.t('Whose card?'), value: found?.words });
            // The name that stands there is whoever the article means by it.
            const about = found && name === found.words ? { uri: found.at.uri, position: found.at.range.start } : { name };
            const card = name && await run<string | null>(client, 'beleg.card', about);
            if (card) {
                cards.set(`${name}.md`, card);
                await commands.executeCommand('markdown.showPreviewToSide', Uri.from({ scheme: CARD, path: `${name}.md` }));
            } else if (name) {
                void window.showInformationMessage(l10n.t('Nothing is known of {0}.', name));
            }
        }),
        command('beleg.signOff', (client, given) => annotate(client, async () => {
            const on = given ?? await window.showInputBox({ prompt: l10n.t('Verified on what? May stay empty.') });
            return on === undefined ? undefined : { type: 'sign-off', on: on || undefined };
        })),
        command('beleg.addSource', (client, given) => annotate(client, async () => {
            const name = given ?? await window.showInputBox({ prompt: l10n.t('Who vouches for it? A title or an address.') });
            const kind = name && (given ? {} : await pickKind());
            return name && kind ? { type: 'source', [/^https?:/.test(name) ? 'url' : 'title']: name, ...kind } : undefined;
        })),
        command('beleg.addNote', (client, given) => annotate(client, async () => {
            const text = given ?? await window.showInputBox({ prompt: l10n.t('A note for colleagues; with a question mark at its end a question.') });
            return text ? { type: 'note', text, question: text.endsWith('?') } : undefined;
        })),
    ];
}

/** Has the server run one of its commands. */
export async function run<T>(client: Client, command: string, argument: object): Promise<T> {
    return await client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] }) as T;
}

/** Puts down what `ask` comes back with, about what is selected or under the cursor. */
async function annotate(client: Client, ask: () => Promise<object | undefined>): Promise<void> {
    const here = await place(client);
    if (!here) {
        void window.showInformationMessage(l10n.t('Select what it is about, or put the cursor on a name or a figure.'));
        return;
    }
    const at = inArticle(client, here);
    const body = await ask();
    if (body) {
        await run(client, 'beleg.annotate', { ...at, body }).catch((problem: Error) => window.showErrorMessage(problem.message));
    }
}

interface Place {
    document: TextDocument;
    range: Range;
}

/** What is selected, else the name or figure under the cursor: what a hover tells of. */
async function place(client: Client): Promise<Place | undefined> {
    const editor = window.activeTextEditor;
    if (!editor) {
        return undefined;
    }
    const { document, selection } = editor;
    if (!selection.isEmpty) {
        return { document, range: selection };
    }
    const cursor = client.code2ProtocolConverter.asTextDocumentPositionParams(document, selection.active);
    const hover = await client.sendRequest(HoverRequest.type, cursor);
    return hover?.range && { document, range: client.protocol2CodeConverter.asRange(hover.range) };
}

/** A place as the server has it, of the text as it stands now. */
function inArticle(client: Client, { document, range }: Place) {
    const { asUri, asRange } = client.code2ProtocolConverter;
    return { uri: asUri(document.uri), version: document.version, range: asRange(range) };
}

/** What kind of source it is, if somebody says so; nothing at all when they break off. */
async function pickKind(): Promise<{ kind?: string } | undefined> {
    const kinds = new Map([
        [l10n.t('Not said'), undefined],
        [l10n.t('Document'), 'document'],
        [l10n.t('Interview'), 'interview'],
        [l10n.t('News agency'), 'wire'],
        [l10n.t('Statistics office'), 'statistics-office'],
        [l10n.t('Own observation'), 'own-observation'],
    ]);
    const picked = await window.showQuickPick([...kinds.keys()], { placeHolder: l10n.t('What kind of source is it?') });
    return picked === undefined ? undefined : { kind: kinds.get(picked) };
}
