// ask.mjs FOLDER PROBES: lets inside.cjs run in VS Code's extension host and prints what it wrote.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { start } from './code.mjs';

const [folder, probes] = process.argv.slice(2);
// VS Code runs tests only for an extension under development: an empty one, so that beleg itself is the installed one.
const extension = mkdtempSync(join(tmpdir(), 'beleg-ask-'));
const answers = join(extension, 'answers.jsonl');
writeFileSync(join(extension, 'package.json'),
    JSON.stringify({ name: 'ask', publisher: 'beleg', version: '0.0.0', engines: { vscode: '*' } }));
const code = await start({
    folder,
    env: { BELEG_PROBES: probes, BELEG_ANSWERS: answers },
    settings: { 'beleg.semanticTokens': true },
    open: uri => ({
        extensionDevelopmentPath: uri(extension),
        extensionTestsPath: uri(join(import.meta.dirname, 'inside.cjs')),
    }),
});
try {
    for (let waited = 0; !existsSync(answers); waited += 100) {
        if (waited > 120_000) {
            throw new Error('VS Code did not answer in time');
        }
        await asAUser(code.page);
        await setTimeout(100);
    }
    process.stdout.write(readFileSync(answers));
} finally {
    await code.stop();
    rmSync(extension, { recursive: true });
}

/** Does with the keyboard what inside.cjs wishes for, and tells it what the status bar then says. */
async function asAUser(page) {
    if (!existsSync(`${answers}.wish`)) {
        return;
    }
    const keys = JSON.parse(readFileSync(`${answers}.wish`, 'utf8'));
    rmSync(`${answers}.wish`);
    for (const [at, key] of keys.entries()) {
        if (at > 0) {
            await page.locator('.quick-input-widget:visible').waitFor({ timeout: 10_000 }); // The box that a key before opens.
        }
        await (/^(F\d+|Enter|Escape)$/.test(key) ? page.keyboard.press(key) : page.keyboard.type(key));
        await setTimeout(500);
    }
    await setTimeout(1000);
    const status = await page.locator('.statusbar-item[id^="beleg.beleg"]').allTextContents();
    writeFileSync(`${answers}.part`, status.join(' ').replaceAll('\u00a0', ' ').trim());
    renameSync(`${answers}.part`, `${answers}.told`);
}
