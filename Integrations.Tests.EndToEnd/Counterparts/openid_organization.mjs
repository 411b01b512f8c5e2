// An OpenID provider that was written elsewhere (oidc-provider), as an organization has one: its own issuer, its own people.
// POST /control says who signs in next, {"person": {"sub": …, "email": …}}, and what is to go wrong with the next token:
// {"claims": {…}, "key": "other", "alg": "none", "status": 500, "rotate": true, …}.
import http from 'node:http';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';
import { SignJWT, decodeJwt, importJWK } from 'jose';

const { clientId, clientSecret, redirectUri, authMethod, conform } = JSON.parse(process.env.SCENE);
const jwk = kid => ({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' });
const [key, other] = [jwk('first'), jwk('first')];
let current = key;
let order = null;
const people = new Map([['ada', { sub: 'ada', email: 'user@acme.test', email_verified: true, name: 'Ada Adler' }]]);
let next = 'ada';
const seen = { pkce: 0, nonce: 0, tokens: 0, userinfo: 0, basic: 0, prompts: [] };

const server = http.createServer();
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri], token_endpoint_auth_method: authMethod ?? 'client_secret_post', application_type: 'web' }],
    clientAuthMethods: [authMethod ?? 'client_secret_post'],
    jwks: { keys: [key] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
    // True: the token says who it is, and the address is in the user info alone.
    conformIdTokenClaims: conform ?? false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => people.get(sub) ?? { sub } }),
    loadExistingGrant: async ctx => {
        const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
    },
});

provider.use(async (ctx, goOn) => {
    if (ctx.path === '/token' && order?.destroy) {
        order = null;
        ctx.respond = false;
        return ctx.req.socket.destroy();
    }
    await goOn();
    if (ctx.path === '/jwks') {
        const { kty, n, e, kid, alg, use } = current;
        ctx.body = { keys: [{ kty, n, e, kid, alg, use }] };
    }
    if (ctx.path === '/me') seen.userinfo++;
    if (ctx.path === '/token' && ctx.status === 200) {
        seen.tokens++;
        seen.basic += ctx.get('authorization').startsWith('Basic ') ? 1 : 0;
        const now = order ?? {};
        order = null;
        if (now.status) {
            ctx.status = now.status;
            ctx.body = now.body ?? { error: 'server_error' };
            return;
        }
        if (Object.keys(now).length === 0 && current === key) return;
        const claims = { ...decodeJwt(ctx.body.id_token), ...now.claims };
        for (const name of now.without ?? []) delete claims[name];
        const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url');
        const token = now.alg === 'none' ? `${encode({ alg: 'none' })}.${encode(claims)}.`
            : now.alg === 'HS256' ? await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: current.kid }).sign(Buffer.from(clientSecret))
            : await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: current.kid }).sign(await importJWK(now.key === 'other' ? { ...other, kid: current.kid } : current, 'RS256'));
        ctx.body = { ...ctx.body, id_token: now.without?.includes('id_token') ? undefined : token };
    }
});
provider.on('authorization.accepted', ctx => {
    seen.pkce += ctx.oidc.params.code_challenge_method === 'S256' ? 1 : 0;
    seen.nonce += ctx.oidc.params.nonce ? 1 : 0;
    seen.prompts.push(ctx.oidc.params.prompt ?? '');
});

const answer = provider.callback();
server.on('request', async (request, response) => {
    if (request.url === '/control') {
        let text = '';
        for await (const part of request) text += part;
        if (request.method === 'POST') {
            const { person, rotate, ...rest } = JSON.parse(text);
            if (person) {
                people.set(person.sub, person);
                next = person.sub;
            }
            if (rotate) current = jwk(`key-${randomBytes(4).toString('hex')}`);
            order = Object.keys(rest).length > 0 ? rest : order;
        }
        return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(seen));
    }
    if (request.url.startsWith('/interaction/')) {
        // The person signs in there: no page in between.
        try {
            return await provider.interactionFinished(request, response, { login: { accountId: next }, consent: {} }, { mergeWithLastSubmission: false });
        } catch (problem) {
            return response.writeHead(500).end(problem.message);
        }
    }
    return answer(request, response);
});
process.stdout.write(JSON.stringify({ port: server.address().port, issuer }) + '\n');
