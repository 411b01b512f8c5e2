import type { paths } from './api.js';
import { HubException, readError, retryAfterOf, set } from './errors.js';
import type { HubError, HubResult } from './errors.js';
import type { AnyRequest, CallOptions, HubAnswer, HubMethod, HubPath, HubRequest } from './operations.js';
import type { HubOptions } from './options.js';
import { nextPage } from './pages.js';
import { Tokens } from './tokens.js';
import { checkVendorPath } from './vendor.js';

const firstPause = 500;

/**
 * The hub. Every call answers with a HubResult: the value, or the error as a value. Only cancellation, and arguments that no route could take, throw.
 * It prints none of what it holds: its fields are private.
 */
export class IntegrationsHub {
    readonly #address: URL;
    readonly #options: Required<Pick<HubOptions, 'retries' | 'longestWait' | 'timeout' | 'fetch' | 'wait'>>;
    readonly #tokens: Tokens;

    constructor(options: HubOptions) {
        const address = new URL(options.address.endsWith('/') ? options.address : `${options.address}/`);
        if (!['https:', 'http:'].includes(address.protocol) || address.username || address.password || address.search || address.hash) {
            throw new TypeError('address must be the hub\'s http or https address, without user, query or fragment.');
        }

        if (address.protocol === 'http:' && !options.allowUnencrypted && !['localhost', '127.0.0.1', '[::1]'].includes(address.hostname)) {
            throw new TypeError('address must be https: tokens would be readable on the way. allowUnencrypted takes http inside a trusted network.');
        }

        this.#address = address;
        this.#options = {
            retries: options.retries ?? 3,
            longestWait: options.longestWait ?? 90_000,
            timeout: options.timeout ?? 100_000,
            fetch: options.fetch ?? fetch,
            wait: options.wait ?? waitByTimer,
        };
        this.#tokens = new Tokens(options.credentials, (path, init) => this.#try(new URL(path, this.#address), init, undefined, true), options.now ?? Date.now);
    }

    get<P extends HubPath<'get'>>(path: P, request: HubRequest<P, 'get'>): Promise<HubResult<HubAnswer<P, 'get'>>> {
        return this.#call('get', path, request);
    }

    post<P extends HubPath<'post'>>(path: P, request: HubRequest<P, 'post'>): Promise<HubResult<HubAnswer<P, 'post'>>> {
        return this.#call('post', path, request);
    }

    put<P extends HubPath<'put'>>(path: P, request: HubRequest<P, 'put'>): Promise<HubResult<HubAnswer<P, 'put'>>> {
        return this.#call('put', path, request);
    }

    patch<P extends HubPath<'patch'>>(path: P, request: HubRequest<P, 'patch'>): Promise<HubResult<HubAnswer<P, 'patch'>>> {
        return this.#call('patch', path, request);
    }

    delete<P extends HubPath<'delete'>>(path: P, request: HubRequest<P, 'delete'>): Promise<HubResult<HubAnswer<P, 'delete'>>> {
        return this.#call('delete', path, request);
    }

    /** A list as a stream, whichever way its surface pages. A page that cannot be read throws a HubException. */
    async *each<P extends HubPath<'get'>, Item>(path: P, request: HubRequest<P, 'get'>, items: (page: HubAnswer<P, 'get'>) => readonly Item[]): AsyncGenerator<Item, void, undefined> {
        for (let query: Record<string, unknown> | undefined = (request as AnyRequest).query ?? {}; query;) {
            const page: HubResult<HubAnswer<P, 'get'>> = await this.#call('get', path, { ...request, query });
            if (!page.ok) {
                throw new HubException(page.error);
            }

            const found = items(page.value);
            yield* found;
            query = nextPage(page.value, query, found.length);
        }
    }

    /**
     * Calls the API of the vendor behind an integration, with the credential that the hub keeps. The answer is the vendor's where it has
     * X-Vendor-Status, else the hub's refusal.
     */
    async vendor(integrationId: string, path: string, init: Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'> = {}): Promise<Response> {
        const address = new URL(`api/proxy/${encodeURIComponent(integrationId)}/${checkVendorPath(path)}`, this.#address);
        const method = (init.method ?? 'GET').toUpperCase();
        return await this.#send(address, { ...init, method }, init.signal ?? undefined, method === 'GET' || method === 'HEAD', true);
    }

    async #call<A>(method: HubMethod, path: keyof paths, request: AnyRequest): Promise<HubResult<A>> {
        const address = new URL(fill(path, request.path ?? {}).slice(1), this.#address);
        for (const [name, value] of Object.entries(request.query ?? {})) {
            for (const one of Array.isArray(value) ? value : [value]) {
                if (one !== undefined && one !== null) {
                    address.searchParams.append(name, String(one));
                }
            }
        }

        const init: RequestInit = { method: method.toUpperCase(), headers: headersOf(request) };
        if (request.body !== undefined) {
            init.body = JSON.stringify(request.body);
        }

        try {
            const repeats = method === 'get' || method === 'put' || method === 'delete' || request.idempotencyKey !== undefined;
            const response = await this.#send(address, init, request.signal, repeats, false);
            return response.ok ? await readAnswer<A>(response) : { ok: false, error: await readError(response) };
        } catch (failure) {
            request.signal?.throwIfAborted();
            return { ok: false, error: this.#errorOf(failure) };
        }
    }

    /** With a token; once more with another where the hub refuses it. Nothing was done then. */
    async #send(address: URL, init: RequestInit, signal: AbortSignal | undefined, repeats: boolean, isStream: boolean): Promise<Response> {
        const token = await this.#tokens.take();
        const response = await this.#try(address, withToken(init, token), signal, repeats, isStream);
        const sendsAgain = init.body === undefined || init.body === null || typeof init.body === 'string';
        return response.status === 401 && !response.headers.has('x-vendor-status') && this.#tokens.canRenew && sendsAgain
            ? await this.#try(address, withToken(init, await this.#tokens.take(token)), signal, repeats, isStream)
            : response;
    }

    async #try(address: URL, init: RequestInit, signal: AbortSignal | undefined, repeats: boolean, isStream = false): Promise<Response> {
        for (let tries = 0; ; tries++) {
            const patience = new AbortController();
            const timer = setTimeout(() => patience.abort(new DOMException('late', 'TimeoutError')), this.#options.timeout);
            let response: Response;
            try {
                // A token goes where the program sends it, and not on from there.
                response = await this.#options.fetch(address, { ...init, redirect: 'manual', signal: signal ? AbortSignal.any([signal, patience.signal]) : patience.signal });
                if (!isStream) {
                    response = new Response([204, 205, 304].includes(response.status) ? null : await response.arrayBuffer(), response);
                }
            } finally {
                clearTimeout(timer);
            }

            const wait = retryAfterOf(response) ?? firstPause * 2 ** tries * (1 + Math.random());
            if ((response.status !== 429 && response.status !== 503) || !repeats || tries >= this.#options.retries || wait > this.#options.longestWait) {
                return response;
            }

            await this.#options.wait(wait, signal);
        }
    }

    #errorOf(failure: unknown): HubError {
        if (failure instanceof HubException) {
            return failure.error;
        }

        if (failure instanceof DOMException && failure.name === 'TimeoutError') {
            return { kind: 'timedOut', code: 'hub.timeout', message: `The hub did not answer within ${this.#options.timeout / 1000} s. Whether it did something is not known.`, fields: {} };
        }

        // What fetch says of a hub that cannot be reached is a TypeError; anything else is a mistake in the program.
        if (failure instanceof TypeError) {
            return { kind: 'unreachable', code: 'hub.unreachable', message: `The hub at ${this.#address.origin} could not be reached: ${failure.message}`, fields: {} };
        }

        throw failure;
    }
}

async function readAnswer<A>(response: Response): Promise<HubResult<A>> {
    const text = await response.text();
    try {
        const result: HubResult<A> = { ok: true, value: (text === '' && response.status === 204 ? undefined : JSON.parse(text)) as A, isReplayed: response.headers.has('idempotency-replayed') };
        set(result, 'etag', response.headers.get('etag'));
        set(result, 'requestId', response.headers.get('x-request-id'));
        return result;
    } catch {
        return { ok: false, error: { kind: 'unreadable', code: 'hub.unreadable', message: 'The answer is no JSON.', status: response.status, fields: {} } };
    }
}

function fill(path: string, values: Record<string, string | number>): string {
    return path.replace(/\{([^}]+)\}/g, (_, name: string) => {
        const value = String(values[name] ?? '');
        if (value === '' || value === '.' || value === '..') {
            throw new TypeError(`${name} must not be empty or a dot segment.`);
        }

        return encodeURIComponent(value);
    });
}

function headersOf(request: CallOptions & { body?: unknown }): Record<string, string> {
    return {
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(request.ifMatch === undefined ? {} : { 'If-Match': request.ifMatch }),
        ...(request.idempotencyKey === undefined ? {} : { 'Idempotency-Key': request.idempotencyKey }),
    };
}

function withToken(init: RequestInit, token: string): RequestInit {
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${token}`);
    return { ...init, headers };
}

function waitByTimer(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
        const ended = () => {
            clearTimeout(timer);
            reject(signal?.reason);
        };
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', ended);
            resolve();
        }, milliseconds);
        signal?.addEventListener('abort', ended, { once: true });
    });
}
