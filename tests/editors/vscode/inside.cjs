// Runs inside VS Code's extension host: asks every probe of $BELEG_PROBES and writes the answers to $BELEG_ANSWERS, which
// appears only once it is complete.
const { existsSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { basename } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { commands, DiagnosticSeverity, extensions, languages, Position, Range, Selection, Uri, window, workspace, WorkspaceEdit } = require('vscode');

const DEADLINE = 30_000; // milliseconds for the server to start and look through one file
const QUIET = 400; // and this long without news, until its findings count as complete

const news = new Map(); // URI → time of its latest findings
languages.onDidChangeDiagnostics(({ uris }) => uris.forEach(uri => news.set(String(uri), Date.now())));

/** Waits until beleg has told the findings of the file. */
async function settle(uri) {
    const until = Date.now() + DEADLINE;
    while (!(Date.now() - news.get(String(uri)) > QUIET)) {
        if (Date.now() > until) {
            throw new Error(`no diagnostics in time for ${uri.path}`);
        }
        await sleep(20);
    }
}

/** Opens a file as a user would. */
async function open(file) {
    const uri = Uri.joinPath(workspace.workspaceFolders[0].uri, file);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document);
    await settle(uri);
    return document;
}

/** Where the nth needle is, at its `|` if it has one. */
function place(document, needle, nth = 1) {
    const cursor = Math.max(needle.indexOf('|'), 0);
    const text = needle.replace('|', '');
    let start = -1;
    for (let count = 0; count < nth; count++) {
        start = document.getText().indexOf(text, start + 1);
        if (start < 0) {
            throw new Error(`not found: ${text}`);
        }
    }
    return document.positionAt(start + cursor);
}

/** Writes something else in place of a needle, which stands in one line. */
async function edit(document, change) {
    const start = place(document, change.needle);
    const edits = new WorkspaceEdit();
    edits.replace(document.uri, new Range(start, start.translate(0, change.needle.length)), change.with);
    news.delete(String(document.uri));
    await workspace.applyEdit(edits);
    await settle(document.uri);
}

/** A line of a file, as an answer. */
async function quote(uri, { line }) {
    const document = await workspace.openTextDocument(uri);
    return { file: basename(document.fileName), line: line + 1, text: document.lineAt(line).text.trim() };
}

const ask = {
    async hover(document, position) {
        const hovers = await commands.executeCommand('vscode.executeHoverProvider', document.uri, position);
        return hovers.flatMap(hover => hover.contents).map(content => content.value ?? content).join('\n') || null;
    },

    async definition(document, position) {
        const found = await commands.executeCommand('vscode.executeDefinitionProvider', document.uri, position);
        return Promise.all(found.map(it =>
            quote(it.targetUri ?? it.uri, (it.targetSelectionRange ?? it.targetRange ?? it.range).start)));
    },

    /** Where the link at a place leads: the name of a file, or an address on the web. */
    async link(document, position) {
        const links = await commands.executeCommand('vscode.executeLinkProvider', document.uri, 1000);
        return links.filter(it => it.range.contains(position))
            .map(({ target }) => target.scheme === 'file' ? basename(target.path) : target.toString(true));
    },

    /** The lines above the article. */
    async lens(document) {
        const lenses = await commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 1000);
        return lenses.map(({ range, command }) => ({ line: range.start.line + 1, title: command.title }));
    },

    async highlight(document, position) {
        const found = await commands.executeCommand('vscode.executeDocumentHighlights', document.uri, position) ?? [];
        return found.map(({ range }) => ({ line: range.start.line + 1, text: document.getText(range) }));
    },

    /** What the outline holds, each entry with all that is above it. */
    async outline(document) {
        const flat = above => symbol => [above + symbol.name, ...symbol.children.flatMap(flat(`${above}${symbol.name} > `))];
        const outline = await commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
        return outline.flatMap(flat(''));
    },

    async names(document, position, { query }) {
        const found = await commands.executeCommand('vscode.executeWorkspaceSymbolProvider', query);
        return found.map(({ name, containerName, location: { uri, range } }) =>
            ({ name, article: containerName, file: basename(uri.path), line: range.start.line + 1 }));
    },

    /** Of the token at a place, its type and what else it is. */
    async colour(document, position) {
        const legend = await commands.executeCommand('vscode.provideDocumentSemanticTokensLegend', document.uri);
        const { data } = await commands.executeCommand('vscode.provideDocumentSemanticTokens', document.uri);
        let start = new Position(0, 0);
        for (let at = 0; at < data.length; at += 5) {
            const [lines, characters, length, type, bits] = data.subarray(at, at + 5);
            start = new Position(start.line + lines, lines ? characters : start.character + characters);
            if (position.line === start.line && !position.isBefore(start) && position.isBefore(start.translate(0, length))) {
                return [legend.tokenTypes[type], ...legend.tokenModifiers.filter((_, bit) => bits & 1 << bit)].join('.');
            }
        }
        return null;
    },

    /** Spells a name anew as F2 does when everything in the preview is ticked: the lines that are new. They stay so. */
    async rename(document, position, { name }) {
        const edit = await commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, position, name);
        await workspace.applyEdit(edit);
        const places = edit.entries().flatMap(([uri, edits]) =>
            [...new Set(edits.map(({ range }) => range.start.line))].map(line => quote(uri, { line })));
        return Promise.all(places);
    },

    /** All findings of the file, or those under the needle. */
    diagnostics(document, position) {
        return languages.getDiagnostics(document.uri)
            .filter(it => it.source === 'beleg' && (!position || it.range.contains(position)))
            .map(it => ({
                code: it.code?.value ?? it.code,
                severity: DiagnosticSeverity[it.severity].toLowerCase(),
                message: it.message,
                text: document.getText(it.range),
            }));
    },
};

/** Takes the quick fix of this title at a place: what is still found there, and whether the text is another and one undo
 *  brings it back. */
ask.fix = async (document, position, { title }) => {
    const before = document.getText();
    const here = new Range(position, position);
    const fixes = await commands.executeCommand('vscode.executeCodeActionProvider', document.uri, here);
    const fix = fixes.find(fix => fix.title === title);
    if (!fix) {
        throw new Error(`not offered: ${title}; there are ${fixes.map(fix => fix.title).join(', ')}`);
    }
    news.delete(String(document.uri));
    if (fix.edit) {
        await workspace.applyEdit(fix.edit);
    } else {
        const { command, arguments: args } = fix.command.command ? fix.command : fix;
        await commands.executeCommand(command, ...args);
    }
    await settle(document.uri);
    const found = `left: ${ask.diagnostics(document, position).map(it => it.code).join(' ')}`;
    if (document.getText() === before) {
        return `${found}; text as it was`;
    }
    news.delete(String(document.uri));
    await commands.executeCommand('undo');
    await settle(document.uri);
    return found + (document.getText() === before ? '; edited, undone' : '; edited, not undone');
};

/** Presses keys and types words as a user would, the cursor on the needle; tells what the status bar says then. */
ask.keys = async (document, position, { keys, settles }) => {
    if (position) {
        window.activeTextEditor.selection = new Selection(position, position);
    }
    if (settles) {
        news.delete(String(document.uri));
    }
    const { BELEG_ANSWERS: answers } = process.env;
    writeFileSync(`${answers}.part`, JSON.stringify(keys ?? []));
    renameSync(`${answers}.part`, `${answers}.wish`);
    while (!existsSync(`${answers}.told`)) {
        await sleep(50);
    }
    const status = readFileSync(`${answers}.told`, 'utf8');
    rmSync(`${answers}.told`);
    await settle(document.uri);
    return status;
};

/** The text of the card that is shown. */
ask.card = () => workspace.textDocuments.filter(it => it.uri.scheme === 'beleg-card').map(it => it.getText()).join('\n');

/** In which files there are findings. */
ask.problems = () => languages.getDiagnostics()
    .filter(([, found]) => found.some(it => it.source === 'beleg'))
    .map(([uri]) => workspace.asRelativePath(uri));

/** What VS Code shows of each of our settings. */
ask.settings = () => Object.values(extensions.getExtension('beleg.beleg').packageJSON.contributes.configuration.properties)
    .map(it => it.markdownDescription);

/** Whether VS Code trusts the folder. */
ask.trust = () => workspace.isTrusted ? 'trusted' : 'restricted';

exports.run = async () => {
    const lines = [];
    for (const line of readFileSync(process.env.BELEG_PROBES, 'utf8').trim().split('\n')) {
        const probe = { editor: 'vscode', ...JSON.parse(line) };
        try {
            const document = await open(probe.file);
            if (probe.edit) {
                await edit(document, probe.edit);
            }
            const position = probe.needle && place(document, probe.needle, probe.nth);
            probe.answer = await ask[probe.ask](document, position, probe);
        } catch (error) {
            probe.error = String(error);
        }
        lines.push(JSON.stringify(probe) + '\n');
    }
    const { BELEG_ANSWERS: answers } = process.env;
    writeFileSync(`${answers}.part`, lines.join(''));
    renameSync(`${answers}.part`, answers);
};
