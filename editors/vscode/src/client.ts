// The language client, made to fail quietly: a program that does not start is told once, by whoever started it.
import { CloseAction, ErrorAction, LanguageClient, type ErrorHandler, type LanguageClientOptions } from 'vscode-languageclient/node';

export class Client extends LanguageClient {
    #started = false;

    constructor(command: string, options: LanguageClientOptions) {
        const later = { handler: undefined as ErrorHandler | undefined };
        const usual = () => this.#started ? later.handler ??= this.createDefaultErrorHandler() : undefined;
        super('beleg', 'beleg', { command, args: ['lsp'] }, {
            ...options,
            // Once it has run, it is started again as often as other servers; before, it is not even tried.
            errorHandler: {
                error: (error, message, count) =>
                    usual()?.error(error, message, count) ?? { action: ErrorAction.Shutdown, handled: true },
                closed: () => usual()?.closed() ?? { action: CloseAction.DoNotRestart, handled: true },
            },
            initializationFailedHandler: () => false,
        });
    }

    override async start(): Promise<void> {
        await super.start();
        this.#started = true;
    }

    override error(message: string, data?: unknown, show: boolean | 'force' = true): void {
        super.error(message, data, this.#started && show);
    }
}
