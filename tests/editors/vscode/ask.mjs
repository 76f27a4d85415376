// ask.mjs FOLDER PROBES: lets inside.cjs run in VS Code's extension host and prints what it wrote. A line `{"start": {…}}` among
// the probes opens VS Code anew, as code.mjs can, on the folder as it was; those after it are asked there.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { start } from './code.mjs';

const [folder, file] = process.argv.slice(2);
const windows = [{ wish: {}, probes: [] }];
for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const { start: wish } = JSON.parse(line);
    wish ? windows.push({ wish, probes: [] }) : windows.at(-1).probes.push(line);
}
for (const { wish, probes } of windows.filter(it => it.probes.length > 0)) {
    process.stdout.write(await answers(wish, probes));
}

async function answers({ settings, ...wish }, probes) {
    // VS Code runs tests only for an extension under development: an empty one, so that beleg itself is the installed one.
    const extension = mkdtempSync(join(tmpdir(), 'beleg-ask-'));
    writeFileSync(join(extension, 'package.json'),
        JSON.stringify({ name: 'ask', publisher: 'beleg', version: '0.0.0', engines: { vscode: '*' } }));
    const asked = join(extension, 'probes.jsonl');
    const answered = join(extension, 'answers.jsonl');
    writeFileSync(asked, probes.join('\n'));
    const code = await start({
        folder,
        env: { BELEG_PROBES: asked, BELEG_ANSWERS: answered },
        settings: { 'beleg.semanticTokens': true, ...settings },
        open: uri => ({
            extensionDevelopmentPath: uri(extension),
            extensionTestsPath: uri(join(import.meta.dirname, 'inside.cjs')),
        }),
        ...wish,
    });
    try {
        for (let waited = 0; !existsSync(answered); waited += 100) {
            if (waited > 120_000) {
                throw new Error('VS Code did not answer in time');
            }
            await asAUser(code.page, answered);
            await setTimeout(100);
        }
        return readFileSync(answered);
    } finally {
        await code.stop();
        rmSync(extension, { recursive: true });
    }
}

/** Does with the keyboard what inside.cjs wishes for, and tells it what the status bar then says. */
async function asAUser(page, answered) {
    if (!existsSync(`${answered}.wish`)) {
        return;
    }
    const keys = JSON.parse(readFileSync(`${answered}.wish`, 'utf8'));
    rmSync(`${answered}.wish`);
    for (const [at, key] of keys.entries()) {
        if (at > 0) {
            await page.locator('.quick-input-widget:visible').waitFor({ timeout: 10_000 }); // The box that a key before opens.
        }
        await (/^(F\d+|Enter|Escape)$/.test(key) ? page.keyboard.press(key) : page.keyboard.type(key));
        await setTimeout(500);
    }
    await setTimeout(1000);
    const status = await page.locator('.statusbar-item[id^="beleg.beleg"]').allTextContents();
    writeFileSync(`${answered}.part`, status.join(' ').replaceAll('\u00a0', ' ').trim());
    renameSync(`${answered}.part`, `${answered}.told`);
}
