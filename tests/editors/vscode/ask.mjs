// ask.mjs FOLDER PROBES: lets inside.cjs run in VS Code's extension host and prints what it wrote.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
        await setTimeout(100);
    }
    process.stdout.write(readFileSync(answers));
} finally {
    await code.stop();
    rmSync(extension, { recursive: true });
}
