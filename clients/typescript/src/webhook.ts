/** What happened in the hub. */
export interface HubEvent {
    /** The same at every try and replay: a receiver that remembers it does nothing twice. */
    id: string;
    type: string;
    occurredAt: string;
    /** When this try was sent, in milliseconds. */
    sentAt: number;
    data: unknown;
}

/** Why a delivery is not taken for the hub's. For the receiver's log; its sender is told no more than 401. */
export type WebhookRefusal = 'headerMissing' | 'headerUnreadable' | 'signatureWrong' | 'tooFarFromNow' | 'bodyUnreadable';

export type WebhookVerification = { isValid: true; event: HubEvent } | { isValid: false; refusal: WebhookRefusal };

/** As fetch has them, or as Node has them. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

/**
 * Tells whether a delivery is the hub's (https://www.standardwebhooks.com, specification 1.0). Verify the bytes that came, before anything reads or writes them
 * anew. During a rotation give both secrets.
 */
export async function verifyWebhook(
    body: Uint8Array<ArrayBuffer> | string, headers: WebhookHeaders, secrets: string | readonly string[], options: { tolerance?: number; now?: () => number } = {},
): Promise<WebhookVerification> {
    const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(name => headerOf(headers, name));
    if (!id || timestamp === undefined || signatures === undefined) {
        return { isValid: false, refusal: 'headerMissing' };
    }

    // A dot would let the border between id and time be moved.
    if (id.includes('.') || !/^\d{1,11}$/.test(timestamp)) {
        return { isValid: false, refusal: 'headerUnreadable' };
    }

    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const start = new TextEncoder().encode(`${id}.${timestamp}.`);
    const signed = new Uint8Array(start.length + bytes.length);
    signed.set(start);
    signed.set(bytes, start.length);
    if (!await isSigned(signed, signatures, (typeof secrets === 'string' ? [secrets] : secrets).filter(secret => secret !== ''))) {
        return { isValid: false, refusal: 'signatureWrong' };
    }

    const sentAt = Number(timestamp) * 1000;
    return Math.abs((options.now ?? Date.now)() - sentAt) > (options.tolerance ?? 300_000) ? { isValid: false, refusal: 'tooFarFromNow' } : eventOf(id, sentAt, bytes);
}

function eventOf(id: string, sentAt: number, bytes: Uint8Array): WebhookVerification {
    try {
        const { event, timestamp, data } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
        return typeof event === 'string' && typeof timestamp === 'string' && data !== undefined
            ? { isValid: true, event: { id, type: event, occurredAt: timestamp, sentAt, data } }
            : { isValid: false, refusal: 'bodyUnreadable' };
    } catch {
        return { isValid: false, refusal: 'bodyUnreadable' };
    }
}

/** WebCrypto compares in constant time; all are compared. */
async function isSigned(signed: Uint8Array<ArrayBuffer>, signatures: string, secrets: readonly string[]): Promise<boolean> {
    let isOne = false;
    for (const secret of secrets) {
        const key = await crypto.subtle.importKey('raw', keyOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
        for (const signature of signatures.split(' ')) {
            const given = signature.startsWith('v1,') ? fromBase64(signature.slice(3)) : undefined;
            isOne = given !== undefined && await crypto.subtle.verify('HMAC', key, given, signed) || isOne;
        }
    }

    return isOne;
}

/** What follows the prefix is base64, with or without its padding; a secret without the prefix is the key itself. */
function keyOf(secret: string): Uint8Array<ArrayBuffer> {
    const key = secret.startsWith('whsec_') ? fromBase64(secret.slice(6)) : undefined;
    return key && key.length > 0 ? key : new TextEncoder().encode(secret);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
    try {
        return /\s/.test(text) ? undefined : Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    } catch {
        return undefined;
    }
}

/** Said twice, it would be anyone's guess which of both is meant: null then, as where there is none. */
function headerOf(headers: WebhookHeaders, name: string): string | undefined {
    if (headers instanceof Headers) {
        return headers.get(name) ?? undefined;
    }

    const found = Object.entries(headers).filter(([key]) => key.toLowerCase() === name).flatMap(([, value]) => value ?? []);
    return found.length === 1 ? found[0] : undefined;
}
