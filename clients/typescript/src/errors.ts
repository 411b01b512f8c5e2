/** What kind of error it is, the same for every surface of the hub. */
export type HubErrorKind =
    | 'failed' | 'invalid' | 'unauthenticated' | 'forbidden' | 'notFound' | 'conflict' | 'rateLimited' | 'unavailable'
    | 'unreachable' | 'timedOut' | 'unreadable';

/** Why the hub did not do what was asked: one type for the five error bodies of its surfaces. */
export interface HubError {
    kind: HubErrorKind;
    /** Stable, as the surface says it (INTEGRATION_NOT_FOUND); of surfaces without codes by the status (not_found); of the client itself hub.…. */
    code: string;
    /** For people, in English. */
    message: string;
    status?: number;
    requestId?: string;
    /** Milliseconds to wait before the next try, where the hub said it. */
    retryAfter?: number;
    /** The hub's finer code, such as instance.name_taken. */
    reason?: string;
    /** What is wrong with single fields; those of surface 002, which names none, are under "". */
    fields: Record<string, string[]>;
}

/** What a call gave, or an error that is a value. */
export type HubResult<T> =
    | { ok: true; value: T; etag?: string; requestId?: string; isReplayed: boolean }
    | { ok: false; error: HubError };

/** An error where there is no place for a value: in a stream. */
export class HubException extends Error {
    override readonly name = 'HubException';

    constructor(readonly error: HubError) {
        super(`${error.code}${error.status === undefined ? '' : ` (${error.status})`}: ${error.message}`);
    }
}

const known: Record<number, [HubErrorKind, string]> = {
    401: ['unauthenticated', 'unauthenticated'],
    403: ['forbidden', 'forbidden'],
    404: ['notFound', 'not_found'],
    409: ['conflict', 'conflict'],
    412: ['conflict', 'conflict'],
    428: ['conflict', 'conflict'],
    429: ['rateLimited', 'rate_limited'],
    503: ['unavailable', 'unavailable'],
};

/** As the hub says it: in seconds. */
export function retryAfterOf(response: Response): number | undefined {
    const said = response.headers.get('retry-after');
    return said !== null && /^\d{1,9}$/.test(said) ? Number(said) * 1000 : undefined;
}

/** Reads an error out of any of the hub's bodies. */
export async function readError(response: Response): Promise<HubError> {
    const [kind, code] = known[response.status] ?? (response.status >= 500 ? ['failed', 'failed'] : response.status >= 400 ? ['invalid', 'invalid'] : ['unreadable', 'hub.unreadable']);
    const error: HubError = { kind, code, message: `The hub answered ${response.status}.`, status: response.status, fields: {} };
    set(error, 'requestId', response.headers.get('x-request-id'));
    set(error, 'retryAfter', retryAfterOf(response));
    const body = asObject(await response.json().catch(() => null));
    if (!body) {
        return error;
    }

    const told = asObject(body['error']);
    if (told) {
        const details = asObject(told['details']);
        set(error, 'code', asText(told['code']));
        set(error, 'message', asText(told['message']));
        set(error, 'requestId', asText(told['requestId']));
        set(error, 'reason', asText(details?.['reason']));
        if (error.retryAfter === undefined && typeof told['retryAfter'] === 'number') {
            error.retryAfter = told['retryAfter'] * 1000;
        }

        for (const [field, messages] of Object.entries(asObject(details?.['fields']) ?? {})) {
            error.fields[field] = asTexts(messages);
        }
    } else if (typeof body['error'] === 'string') {
        const description = asText(body['error_description']);
        set(error, 'code', description === undefined ? undefined : body['error']);
        error.message = description ?? body['error'];
    } else {
        set(error, 'message', asText(body['message']));
        if (Array.isArray(body['errors'])) {
            error.fields[''] = asTexts(body['errors']);
        }
    }

    return error;
}

export function asObject(value: unknown): Record<string, unknown> | undefined {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : undefined;
}

export function set<T, K extends keyof T>(target: T, name: K, value: T[K] | null | undefined): void {
    if (value !== null && value !== undefined) {
        target[name] = value;
    }
}

function asText(value: unknown): string | undefined {
    return typeof value === 'string' ? value : undefined;
}

function asTexts(value: unknown): string[] {
    return (Array.isArray(value) ? value : [value]).map(String);
}
