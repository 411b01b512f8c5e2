// The compiled client against a running hub. Answers what each step gave.
import { inspect } from 'node:util';
import { HubException, IntegrationsHub, verifyWebhook } from './dist/index.js';

const { address, clientId, clientSecret, github, stranger, receiver } = JSON.parse(process.env.SCENE);
const options = { address, credentials: { clientId, clientSecret } };
const hub = new IntegrationsHub(options);
const seen = {};

const value = result => {
    if (!result.ok) {
        throw new HubException(result.error);
    }

    return result.value;
};
const error = result => result.ok ? { code: 'none' } : result.error;
const unique = name => `${name} ${crypto.randomUUID().slice(0, 8)}`;
const all = async stream => {
    const items = [];
    for await (const item of stream) {
        items.push(item);
    }

    return items;
};

// Sign-in, and what is printed of a program.
seen.scopes = value(await hub.get('/api/whoami', {})).scopes;
seen.printed = inspect(hub, { depth: 10, showHidden: true }) + JSON.stringify(hub) + String(hub);
seen.refused = error(await new IntegrationsHub({ address, credentials: { clientId, clientSecret: 'its_wrong' } }).get('/api/whoami', {}));
seen.unreachable = error(await new IntegrationsHub({ address: 'http://127.0.0.1:9', credentials: { token: 'itg_x' } }).get('/api/whoami', {}));

// Platform: create, read, change, list by offset, delete.
const made = [];
for (let i = 0; i < 5; i++) {
    made.push(value(await hub.post('/api/tenant/integrations', { body: { integrationId: 'github', name: unique('Typed') } })));
}

const key = crypto.randomUUID();
const name = unique('Once');
const once = [await hub.post('/api/tenant/integrations', { body: { integrationId: 'github', name }, idempotencyKey: key }), await hub.post('/api/tenant/integrations', { body: { integrationId: 'github', name }, idempotencyKey: key })];
seen.once = once[0].ok && once[1].ok && once[0].value.id === once[1].value.id && !once[0].isReplayed && once[1].isReplayed;
const read = await hub.get('/api/tenant/integrations/{id}', { path: { id: made[0].id } });
const changed = value(await hub.patch('/api/tenant/integrations/{id}', { path: { id: made[0].id }, body: { description: 'Changed' }, ifMatch: read.etag }));
seen.changed = changed.description;
seen.lost = error(await hub.patch('/api/tenant/integrations/{id}', { path: { id: made[0].id }, body: { description: 'Lost' }, ifMatch: read.etag }));
const streamed = await all(hub.each('/api/tenant/integrations', { query: { limit: 2, search: 'Typed' } }, page => page.integrations));
seen.byOffset = streamed.length === 5 && made.every(one => streamed.some(other => other.id === one.id));
seen.taken = error(await hub.post('/api/tenant/integrations', { body: { integrationId: 'github', name: made[0].name } }));
seen.invalid = error(await hub.post('/api/tenant/integrations', { body: { integrationId: 'github', name: 'x'.repeat(500) } }));
for (const { id } of made) {
    value(await hub.delete('/api/tenant/integrations/{id}', { path: { id } }));
}

seen.gone = error(await hub.get('/api/tenant/integrations/{id}', { path: { id: made[0].id } }));

// Company: pages by number. Automation: pages by cursor. Accounts, entities.
for (let i = 0; i < 3; i++) {
    value(await hub.post('/api/tenant/integrations/{id}/connection/test', { path: { id: github } }));
    value(await hub.post('/v1/integrations/webhooks', { body: { name: unique('Page'), url: 'https://myapp.com/x', events: ['workflow.executed'] } }));
}

const logs = (await all(hub.each('/api/v1/integrations/{id}/logs', { path: { id: github }, query: { limit: 2 } }, page => page.data.logs))).map(log => log.id);
seen.byNumber = logs.length >= 3 && new Set(logs).size === logs.length;
const whole = value(await hub.get('/v1/integrations', { query: { limit: 100 } })).data.map(one => one.id);
seen.byCursor = whole.length >= 3 && JSON.stringify((await all(hub.each('/v1/integrations', { query: { limit: 2 } }, page => page.data))).map(one => one.id)) === JSON.stringify(whole);
seen.company = error(await hub.get('/api/v1/integrations/{id}', { path: { id: crypto.randomUUID() } }));
seen.companyInvalid = error(await hub.post('/api/v1/integrations', { body: { name: 'x', type: 'nothing', config: {} } }));
seen.automation = error(await hub.post('/v1/integrations/{integrationId}/actions/{actionName}', { path: { integrationId: `int_${github.replaceAll('-', '')}`, actionName: 'no_such_action' } }));
seen.accounts = error(await hub.get('/api/auth/github/status/{userId}', { path: { userId: stranger } }));
seen.entities = error(await hub.post('/api/integrations/{integrationId}/test', { path: { integrationId: crypto.randomUUID() } }));
seen.stream = await all(hub.each('/api/v1/integrations/{id}/logs', { path: { id: crypto.randomUUID() } }, page => page.data.logs)).catch(thrown => thrown instanceof HubException ? thrown.error.kind : String(thrown));

// What is tried again, and how long it waits: the first answers are not the hub's.
const tries = async (method, headers, send) => {
    const waits = [];
    let count = 0;
    const limited = new IntegrationsHub({
        ...options, credentials: { token: 'itg_x' },
        wait: async milliseconds => { waits.push(milliseconds); },
        fetch: async () => { count++; return new Response('{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Later.","retryAfter":7}}', { status: 429, headers }); },
    });
    const refusal = error(await send(limited));
    return { method, count, waits, kind: refusal.kind, retryAfter: refusal.retryAfter };
};
const path = { id: 'a' };
seen.tries = [
    await tries('get', { 'Retry-After': '7' }, limited => limited.get('/api/whoami', {})),
    await tries('delete', { 'Retry-After': '7' }, limited => limited.delete('/api/tenant/integrations/{id}', { path })),
    await tries('post', { 'Retry-After': '7' }, limited => limited.post('/api/tenant/integrations', { body: { integrationId: 'github', name: 'A' } })),
    await tries('post with key', { 'Retry-After': '7' }, limited => limited.post('/api/tenant/integrations', { body: { integrationId: 'github', name: 'A' }, idempotencyKey: 'k' })),
    await tries('too long', { 'Retry-After': '91' }, limited => limited.get('/api/whoami', {})),
];

// One token for many, and another where it is refused.
let asked = 0;
const counting = new IntegrationsHub({ ...options, fetch: (input, init) => { asked += String(input).endsWith('/api/auth/token') ? 1 : 0; return fetch(input, init); } });
await Promise.all(Array.from({ length: 10 }, () => counting.get('/api/whoami', {})));
seen.asked = asked;

// The vendor through the hub, and no other address.
const user = await hub.vendor(github, 'user');
seen.vendor = { status: user.status, vendor: user.headers.get('x-vendor-status'), login: (await user.json()).login, repositories: (await (await hub.vendor(github, 'user/repos?per_page=2')).json()).length };
seen.elsewhere = [];
for (const elsewhere of ['https://api.github.com/user', '//elsewhere.test/user', '/user', '../../tenant/integrations', 'a/%2e%2E/b', '..\\tenant', '', 'user#fragment']) {
    seen.elsewhere.push(await hub.vendor(github, elsewhere).then(() => 'sent', thrown => thrown.constructor.name));
}

seen.dots = await hub.get('/api/tenant/integrations/{id}', { path: { id: '..' } }).then(() => 'sent', thrown => thrown.constructor.name);

// A delivery that the hub signed, and what is made of it.
const webhook = value(await hub.post('/v1/integrations/webhooks', { body: { name: unique('Hook'), url: `${address}sandbox/receiver/${receiver}`, events: ['workflow.executed'] } })).data;
value(await hub.post('/v1/integrations/{integrationId}/test', { path: { integrationId: webhook.id } }));
const rotated = value(await hub.post('/v1/integrations/webhooks/{webhookId}/rotate', { path: { webhookId: webhook.id } })).data.secret;
const [sent] = await (await fetch(`${address}sandbox/receiver/${receiver}/messages`)).json();
const bytes = new TextEncoder().encode(sent.body);
const verdict = async (body, headers, secrets, more) => {
    const verification = await verifyWebhook(body, headers, secrets, more);
    return verification.isValid ? verification.event.type : verification.refusal;
};
const at = Number(sent.headers['webhook-timestamp']) * 1000;
seen.webhook = {
    taken: [
        await verdict(bytes, sent.headers, webhook.secret), await verdict(sent.body, new Headers(Object.entries(sent.headers).filter(([header]) => header.startsWith('webhook-'))), [rotated, webhook.secret]),
        await verdict(bytes, sent.headers, webhook.secret, { now: () => at + 299_000 }),
    ],
    wrong: [await verdict(bytes, sent.headers, rotated), await verdict(bytes, sent.headers, []), await verdict(bytes, { ...sent.headers, 'webhook-id': crypto.randomUUID() }, webhook.secret), await verdict(bytes, { ...sent.headers, 'webhook-signature': 'v1,AAAA' }, webhook.secret)],
    late: [await verdict(bytes, sent.headers, webhook.secret, { now: () => at + 301_000 }), await verdict(bytes, sent.headers, webhook.secret, { now: () => at - 301_000 })],
    missing: [await verdict(bytes, {}, webhook.secret), await verdict(bytes, { ...sent.headers, 'webhook-id': ['a', 'b'] }, webhook.secret)],
    unreadable: [await verdict(bytes, { ...sent.headers, 'webhook-timestamp': 'yesterday' }, webhook.secret), await verdict(bytes, { ...sent.headers, 'webhook-id': 'a.1' }, webhook.secret)],
    changed: (await Promise.all(Array.from(bytes, (_, i) => verdict(bytes.map((byte, j) => i === j ? byte ^ 1 : byte), sent.headers, webhook.secret)))).filter(one => one !== 'signatureWrong'),
};

console.log(JSON.stringify(seen));
