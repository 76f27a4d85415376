// What of the settings the server is told.
import { workspace } from 'vscode';

/** Only what somebody changed: what was left alone must not override the workspace's beleg.toml. */
export function settings(): object {
    return {
        code_lens: changed('codeLens'),
        completion: changed('completion'),
        diagnostics: changed('diagnostics'),
        language: changed('language'),
        messages: changed('messages'),
        checks: changed('checks'),
        rename: { scope: changed('rename.scope'), quotations: changed('rename.quotations') },
        semantic_tokens: changed('semanticTokens'),
        inlay: { amounts: changed('inlay.amounts'), dates: changed('inlay.dates') },
        kb: { packs: changed('kb.packs'), pages: changed('kb.pages') },
        ledger: { creator: changed('ledger.creator'), tags: changed('ledger.tags') },
    };
}

function changed(key: string): unknown {
    const configuration = workspace.getConfiguration('beleg');
    const value = configuration.get(key);
    const untouched = JSON.stringify(value) === JSON.stringify(configuration.inspect(key)?.defaultValue);
    return untouched ? undefined : value;
}
