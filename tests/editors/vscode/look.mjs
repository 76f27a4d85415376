// look.mjs FOLDER FILE NEEDLE OUT [--problems] [--dark] [--messages=de] [--language=de] [--press=KEYS]: opens the article in
// VS Code, lets the mouse rest on the needle until the card is there, or presses keys there, and takes a picture.
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { start } from './code.mjs';

const { values: wish, positionals: [folder, file, needle, out] } = parseArgs({
    allowPositionals: true,
    options: {
        problems: { type: 'boolean' },
        dark: { type: 'boolean' },
        messages: { type: 'string', default: 'auto' },
        language: { type: 'string' },
        press: { type: 'string' },
    },
});

const code = await start({
    folder,
    language: wish.language,
    open: (uri, desk) => ({ openFile: uri(`${desk}/${file}`) }),
    settings: {
        'workbench.colorTheme': wish.dark ? 'Default Dark Modern' : 'Default Light Modern',
        'editor.wordWrap': 'on',
        'editor.fontSize': 16,
        'editor.lineHeight': 1.6,
        'editor.minimap.enabled': false,
        'editor.renderLineHighlight': 'none',
        'breadcrumbs.enabled': false,
        'workbench.activityBar.location': 'hidden',
        'workbench.statusBar.visible': !wish.press,
        'editor.hover.delay': 100,
        'editor.occurrencesHighlight': 'off',
        'workbench.secondarySideBar.defaultVisibility': 'hidden',
        'workbench.layoutControl.enabled': false,
        'beleg.messages': wish.messages,
    },
});
try {
    const { page } = code;
    await page.waitForSelector('.squiggly-warning, .squiggly-info, .squiggly-hint', { state: 'attached', timeout: 60_000 })
        .catch(() => console.error('look: no squiggles'));
    await setTimeout(1000);
    await page.keyboard.press('Control+B'); // The side bar goes.
    if (wish.problems) {
        await page.keyboard.press('Control+Shift+M');
        await page.waitForSelector('.markers-panel .monaco-list-row', { timeout: 10_000 })
            .catch(() => console.error('look: no problems listed'));
    }
    const spot = await page.evaluate(find, needle);
    if (!spot) {
        throw new Error(`not on the screen: ${needle}`);
    }
    await (wish.press ? press : rest)(page, spot);
    await setTimeout(800);
    await page.screenshot({ path: out });
    console.log(out);
} finally {
    await code.stop();
}

async function rest(page, spot) {
    await page.mouse.move(spot.x - 3, spot.y);
    await page.mouse.move(spot.x, spot.y, { steps: 3 });
    await page.locator('.monaco-hover:visible .hover-contents').first().waitFor({ timeout: 10_000 })
        .catch(() => console.error('look: no card'));
}

async function press(page, spot) {
    await page.mouse.click(spot.x, spot.y);
    await page.mouse.move(1, 1);
    await page.addStyleTag({ content: '.peekview-title .dirname { display: none }' }); // Where the copy lies is nobody's business.
    await page.keyboard.press(wish.press);
    await page.locator('.action-widget:visible, .peekview-widget:visible').first().waitFor({ timeout: 10_000 })
        .catch(() => console.error('look: neither a menu nor a view'));
}

/** In the page: where the needle stands, looking through the lines of the editor from top to bottom. */
function find(needle) {
    const cursor = Math.max(needle.indexOf('|'), 0);
    const text = needle.replace('|', '');
    const lines = [...document.querySelectorAll('.monaco-editor .view-line')]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
    for (const line of lines) {
        let start = line.textContent.replaceAll('\u00a0', ' ').indexOf(text) + cursor;
        if (start < cursor) {
            continue;
        }
        const pieces = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        while (pieces.nextNode()) {
            const node = pieces.currentNode;
            if (start < node.length) {
                const range = document.createRange();
                range.setStart(node, start);
                range.setEnd(node, start + 1);
                const { x, y, width, height } = range.getBoundingClientRect();
                return { x: x + width / 2 + 1, y: y + height / 2 };
            }
            start -= node.length;
        }
    }
    return undefined;
}
