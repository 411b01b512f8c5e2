import { HubException, asObject, readError } from './errors.js';
import type { HubCredentials } from './options.js';

/** The program's token: had when it is first needed, renewed before it ends or when it is refused; all who need one meanwhile wait for the same request. */
export class Tokens {
    #current: { text: string; renewAt: number } | undefined;
    #asking: Promise<string> | undefined;
    readonly #credentials: HubCredentials;
    readonly #send: (path: string, init: RequestInit) => Promise<Response>;
    readonly #now: () => number;

    constructor(credentials: HubCredentials, send: (path: string, init: RequestInit) => Promise<Response>, now: () => number) {
        this.#credentials = credentials;
        this.#send = send;
        this.#now = now;
    }

    get canRenew(): boolean {
        return !('token' in this.#credentials);
    }

    async take(refused?: string): Promise<string> {
        if ('token' in this.#credentials) {
            return this.#credentials.token;
        }

        if (this.#current && this.#current.text !== refused && this.#now() < this.#current.renewAt) {
            return this.#current.text;
        }

        this.#asking ??= this.#ask(this.#credentials).finally(() => { this.#asking = undefined; });
        return await this.#asking;
    }

    async #ask(client: Exclude<HubCredentials, { token: string }>): Promise<string> {
        const asked = this.#now();
        const response = await (client.clientId.startsWith('itp_')
            ? this.#send('oauth/token', {
                method: 'POST',
                body: new URLSearchParams({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret, ...(client.scope ? { scope: client.scope } : {}) }),
            })
            : this.#send('api/auth/token', {
                method: 'POST',
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({ clientId: client.clientId, clientSecret: client.clientSecret }),
            }));
        if (!response.ok) {
            throw new HubException(await readError(response));
        }

        const body = asObject(await response.json().catch(() => null)) ?? {};
        const [text, seconds] = [body['access_token'] ?? body['accessToken'], body['expires_in'] ?? body['expiresIn']];
        if (typeof text !== 'string' || typeof seconds !== 'number') {
            throw new HubException({ kind: 'unreadable', code: 'hub.unreadable', message: 'The answer to the sign-in has no token in it.', status: response.status, fields: {} });
        }

        this.#current = { text, renewAt: asked + (seconds - Math.min(60, seconds / 10)) * 1000 };
        return text;
    }
}
