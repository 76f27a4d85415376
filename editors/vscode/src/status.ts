// The item in the status bar: what the article at hand holds, and whether the archive is being read. The server counts.
import { l10n, languages, MarkdownString, StatusBarAlignment, window, type Disposable } from 'vscode';
import type { Client } from './client';
import { run } from './commands';

interface Status {
    version: string;
    roots: string[];
    articles: number;
    indexing: boolean;
    names: number;
    settings: string[];
    document: { people: number; figures: number; verified: number; unsourced: number } | null;
}

/** How long to wait for more changes, and until the next look while the archive is read; milliseconds. */
const PAUSE = 300;

export class StatusItem implements Disposable {
    readonly #item = window.createStatusBarItem('beleg', StatusBarAlignment.Right, 100);
    readonly #current: () => Client | undefined;
    readonly #watching: Disposable[];
    #next: NodeJS.Timeout | undefined;

    constructor(current: () => Client | undefined) {
        this.#current = current;
        this.#item.name = 'beleg';
        this.#item.command = 'beleg.output';
        this.#watching = [
            window.onDidChangeActiveTextEditor(() => this.refresh()),
            languages.onDidChangeDiagnostics(() => this.refresh()),
        ];
    }

    /** Asks anew, soon. */
    refresh(): void {
        clearTimeout(this.#next);
        this.#next = setTimeout(() => void this.#show(), PAUSE);
    }

    dispose(): void {
        clearTimeout(this.#next);
        this.#watching.forEach(it => it.dispose());
        this.#item.dispose();
    }

    async #show(): Promise<void> {
        const client = this.#current();
        const document = window.activeTextEditor?.document;
        const uri = client && document && client.code2ProtocolConverter.asUri(document.uri);
        const status = client?.isRunning() && await run<Status>(client, 'beleg.status', { uri }).catch(() => undefined);
        if (!status) {
            this.#item.hide();
            return;
        }
        this.#item.text = text(status);
        this.#item.tooltip = tooltip(status);
        this.#item.show();
        if (status.indexing) {
            this.refresh();
        }
    }
}

function text({ articles, indexing, document }: Status): string {
    const words = document
        ? l10n.t('{0} of {1} figures without a source', document.unsourced, document.figures)
        : l10n.t('{0} articles', articles);
    return `$(${indexing ? 'sync~spin' : document ? 'checklist' : 'archive'}) ${words}`;
}

function tooltip({ version, roots, articles, names, settings, document }: Status): MarkdownString {
    const lines = [`**beleg** ${version}`];
    if (document) {
        lines.push(l10n.t('This article: {0} people, {1} figures, {2} verified, {3} without a source',
            document.people, document.figures, document.verified, document.unsourced));
    }
    lines.push(l10n.t('Archive: {0} articles, {1} names known', articles, names));
    const files = [...roots, ...settings];
    return new MarkdownString().appendMarkdown(lines.join('  \n')).appendText(files.length ? `\n\n${files.join('\n')}` : '');
}
