// The VS Code extension: finds the beleg program, runs it as a language server and tells it the settings.
import { commands, l10n, SymbolKind, Uri, window, workspace, type DocumentSymbol, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { RevealOutputChannelOn } from 'vscode-languageclient/node';
import { findBinary } from './binary';
import { Client } from './client';
import { register } from './commands';
import { settings } from './settings';
import { StatusItem } from './status';

const DOCUMENTS = ['plaintext', 'markdown'].flatMap(language =>
    ['file', 'untitled'].map(scheme => ({ language, scheme })));

/** HTML is code in most folders: it holds articles only where a `beleg.toml` at the root says so. */
async function pages(): Promise<{ language: string; scheme: string; pattern: string }[]> {
    const desks = await workspace.findFiles('beleg.toml');
    return desks.map(desk => ({ language: 'html', scheme: 'file', pattern: `${Uri.joinPath(desk, '..').fsPath}/**/*` }));
}

let client: Client | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
    const output = window.createOutputChannel('beleg', { log: true });
    const status = new StatusItem(() => client);
    const restart = async () => {
        await deactivate();
        await start(context, output);
        status.refresh();
    };
    context.subscriptions.push(
        output,
        status,
        ...register(() => client),
        commands.registerCommand('beleg.restart', restart),
        commands.registerCommand('beleg.output', () => output.show()),
        workspace.onDidChangeConfiguration(async change => {
            if (change.affectsConfiguration('beleg.server.path')) {
                await restart();
            } else if (change.affectsConfiguration('beleg') && client?.isRunning()) {
                await client.sendNotification('workspace/didChangeConfiguration', { settings: { beleg: settings() } });
            }
        }),
    );
    await start(context, output);
    status.refresh();
}

export async function deactivate(): Promise<void> {
    await commands.executeCommand('setContext', 'beleg.running', false);
    const stopped = client;
    client = undefined;
    await stopped?.dispose();
}

async function start(context: ExtensionContext, output: LogOutputChannel): Promise<void> {
    const configured = workspace.getConfiguration('beleg').get('server.path', '').trim();
    const command = await findBinary(configured, context.extensionPath);
    if (!command) {
        explainMissing(configured);
        return;
    }
    output.info(command);
    client = new Client(command, {
        documentSelector: [...DOCUMENTS, ...await pages()],
        initializationOptions: settings,
        outputChannel: output,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        middleware: {
            // VS Code lists the headings of Markdown and the elements of HTML itself; who is named and quoted there stands in groups.
            provideDocumentSymbols: async (document, token, next) => {
                const symbols = await next(document, token) as DocumentSymbol[] | undefined;
                return document.languageId !== 'plaintext' ? symbols?.filter(it => it.kind === SymbolKind.Array) : symbols;
            },
            // Should the server ask for its settings, it gets the same answer.
            workspace: { configuration: ({ items }) => items.map(item => item.section === 'beleg' ? settings() : null) },
        },
    });
    try {
        await client.start();
        await commands.executeCommand('setContext', 'beleg.running', true);
    } catch (error) {
        output.error(String(error));
        const message = l10n.t('{0} did not start as a language server. Is it beleg? The output shows what it said.', command);
        offer(message, l10n.t('Show output'), 'beleg.output');
    }
}

function explainMissing(configured: string): void {
    const message = configured
        ? l10n.t('The setting beleg.server.path names {0}, and that is no program. Correct it, or empty it: then beleg is looked for.', configured)
        : l10n.t('beleg was not found. Install the program, “cargo install --path .” in its repository, so that it is on the PATH, or say in the setting beleg.server.path where it is. Then run “beleg: Restart server”.');
    offer(message, l10n.t('Open settings'), 'workbench.action.openSettings', 'beleg.server.path');
}

/** Shows an error with one button, and does not wait for it. */
function offer(message: string, button: string, command: string, ...rest: unknown[]): void {
    void window.showErrorMessage(message, button).then(chosen => {
        if (chosen) {
            void commands.executeCommand(command, ...rest);
        }
    });
}
