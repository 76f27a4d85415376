// Starts VS Code as a server with the beleg extension, and a browser on it. Knows nothing of what is tried there.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cache = process.env.BELEG_CACHE;
const { chromium } = createRequire(join(cache, 'tools/'))('playwright-core');
const SERVER = join(cache, 'code-server/node_modules/code-server/lib/vscode/out/server-main.js');

const SETTINGS = {
    'security.workspace.trust.enabled': false,
    'workbench.startupEditor': 'none',
    'window.commandCenter': false,
    'chat.disableAIFeatures': true,
    'telemetry.telemetryLevel': 'off',
};

/**
 * Opens a copy of `folder` as a desk, with its own settings `workspace` in it. `open` makes the keys of the page's payload from a
 * function that turns a path into a URI; `env` goes to the server and so to its extensions. `language` is that of VS Code itself,
 * English or German. Answers the page, the path of the copy and a way to end it all.
 */
export async function start({ folder, open, env = {}, settings = {}, workspace = {}, language = 'en', size }) {
    const work = mkdtempSync(join(tmpdir(), 'beleg-vscode-'));
    const desk = join(work, 'desk');
    cpSync(folder, desk, { recursive: true, dereference: true });
    makeWritable(desk);
    appendFileSync(join(desk, 'beleg.toml'), '');
    mkdirSync(join(desk, '.vscode'), { recursive: true });
    writeFileSync(join(desk, '.vscode/settings.json'), JSON.stringify(workspace));

    const data = join(work, 'data');
    mkdirSync(join(data, 'data/User'), { recursive: true });
    writeFileSync(join(data, 'data/User/settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
    const places = ['--server-data-dir', data, '--extensions-dir', join(work, 'extensions')];
    const environment = { ...process.env, XDG_CONFIG_HOME: join(work, 'config'), EXTENSIONS_GALLERY: '{}', ...env };
    const installed = spawnSync(process.execPath, [SERVER, ...places, '--install-extension', join(cache, 'beleg.vsix')],
        { env: environment, encoding: 'utf8' });
    if (installed.status !== 0) {
        throw new Error(`the extension did not install: ${installed.stdout}${installed.stderr}`);
    }
    if (language === 'de') {
        // What VS Code notes down of a language pack when it installs one.
        const extensions = [{ extensionIdentifier: { id: 'german' }, version: '0' }];
        const de = { hash: 'de', extensions, translations: { vscode: join(cache, 'german.json') } };
        writeFileSync(join(data, 'data/languagepacks.json'), JSON.stringify({ de }));
    }
    const server = spawn(process.execPath, [SERVER, ...places, '--host', '127.0.0.1', '--port', '0', '--locale', language,
        '--without-connection-token', '--accept-server-license-terms', '--enable-smoke-test-driver', '--telemetry-level', 'off',
    ], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let browser;
    const stop = async () => {
        await browser?.close();
        server.kill();
        await new Promise(ended => server.exitCode === null ? server.once('exit', ended) : ended());
        rmSync(work, { recursive: true, force: true, maxRetries: 5 });
    };
    try {
        const host = await address(server);
        const uri = path => `vscode-remote://${host}${path}`;
        browser = await chromium.launch({
            executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
            args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
                '--disable-component-update', '--disable-sync'],
        });
        const page = await browser.newPage({ viewport: size ?? { width: 1400, height: 860 } });
        const payload = JSON.stringify(Object.entries(open(uri, desk)));
        await page.goto(`http://${host}/?folder=${desk}&payload=${encodeURIComponent(payload)}`);
        return { page, desk, stop };
    } catch (error) {
        await stop();
        throw error;
    }
}

/** `127.0.0.1:PORT`, once the server says which. */
function address(server) {
    return new Promise((found, failed) => {
        let said = '';
        server.stderr.on('data', chunk => said += chunk);
        server.stdout.on('data', chunk => {
            said += chunk;
            const port = said.match(/Web UI available at http:\/\/[^:]+:(\d+)/)?.[1];
            if (port) {
                found(`127.0.0.1:${port}`);
            }
        });
        server.once('exit', () => failed(new Error(`VS Code ended: ${said}`)));
    });
}

/** Articles may come read-only, and their copies then too. */
function makeWritable(folder) {
    chmodSync(folder, 0o755);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        entry.isDirectory() ? makeWritable(path) : chmodSync(path, 0o644);
    }
}
