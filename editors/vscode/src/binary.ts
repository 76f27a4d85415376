// Which beleg program to run. Knows nothing of the language client.
import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

const NAME = process.platform === 'win32' ? 'beleg.exe' : 'beleg';

/** The program named in the settings, else the one inside the extension, else the one on the PATH. */
export async function findBinary(configured: string, extension: string): Promise<string | undefined> {
    if (configured) {
        const path = configured.replace(/^~(?=[/\\])/, homedir());
        return isAbsolute(path) && await isProgram(path) ? path : undefined;
    }
    const searched = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute);
    for (const folder of [join(extension, 'bin'), ...searched]) {
        const path = join(folder, NAME);
        if (await isProgram(path)) {
            return path;
        }
    }
    return undefined;
}

async function isProgram(path: string): Promise<boolean> {
    try {
        await access(path, constants.X_OK);
        return (await stat(path)).isFile();
    } catch {
        return false;
    }
}
