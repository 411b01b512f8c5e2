// Verifies deliveries with what receivers use: the libraries of Standard Webhooks and Svix, and the snippet of the API's own
// documentation. Answers, per delivery, which of them took it.
import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';

const { deliveries } = JSON.parse(readFileSync(process.env.SCENE_FILE, 'utf8'));

const takes = verify => {
    try {
        return verify() !== false;
    } catch (error) {
        return error.message;
    }
};

// A secret without the prefix is the key itself, in UTF-8; of a text the libraries would take only the low byte of each unit.
const verifier = (Library, secret) => secret.startsWith('whsec_') ? new Library(secret) : new Library(Buffer.from(secret, 'utf8'), { format: 'raw' });

// As documented: HMAC-SHA256 over JSON.stringify(payload) with the secret, compared with the member "signature".
function documented(text, secret) {
    const { signature, ...payload } = JSON.parse(text);
    return signature === 'sha256=' + crypto.createHmac('sha256', secret).update(JSON.stringify(payload)).digest('hex');
}

console.log(JSON.stringify(deliveries.map(({ body, headers, secrets }) => {
    const bytes = Buffer.from(body, 'base64');
    const text = bytes.toString('utf8');
    const asSvix = { 'svix-id': headers['webhook-id'], 'svix-timestamp': headers['webhook-timestamp'], 'svix-signature': headers['webhook-signature'] };
    return {
        utf8: Buffer.from(text, 'utf8').equals(bytes),
        // The whole body, signature and all, is what JSON.stringify writes.
        stringified: JSON.stringify(JSON.parse(text)) === text,
        verified: secrets.map(secret => {
            return {
                standard: takes(() => verifier(Webhook, secret).verify(text, headers)),
                svix: takes(() => verifier(Svix, secret).verify(text, asSvix)),
                documented: takes(() => documented(text, secret)),
            };
        }),
        tampered: takes(() => verifier(Webhook, secrets[0]).verify(text.replace('"event"', '"Event"'), headers)),
    };
})));
