// An OpenID provider that was written elsewhere (oidc-provider), in the place of Microsoft: its addresses, its claims, its prompt.
// POST /control says what is to go wrong with the next token: {"claims": {…}, "key": "other", "alg": "none", "status": 500, …}.
import http from 'node:http';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { interactionPolicy } from 'oidc-provider';
import { SignJWT, decodeJwt, importJWK } from 'jose';

const { issuer, directory, metadataIssuer, clientId, clientSecret, redirectUri } = JSON.parse(process.env.SCENE);
const jwk = kid => ({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' });
const [key, other] = [jwk('ours'), jwk('ours')];
let order = null;
const seen = { pkce: 0, nonce: 0, tokens: 0, prompts: [] };

const policy = interactionPolicy.base();
policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);

const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri], token_endpoint_auth_method: 'client_secret_post', grant_types: ['authorization_code', 'refresh_token'] }],
    jwks: { keys: [key] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'tid', 'oid', 'ver'], profile: ['name', 'preferred_username'], email: ['email'] },
    conformIdTokenClaims: false,
    features: { // As Microsoft: nothing is pushed, so that a request shows what it asks for.
        pushedAuthorizationRequests: { enabled: false }, devInteractions: { enabled: false } },
    interactions: { policy, url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => ({
        accountId: sub,
        claims: () => ({ sub, tid: directory, oid: '00000000-0000-0000-0000-0000000000aa', ver: '2.0', name: 'Ada Adler', preferred_username: 'ada@elsewhere.test', email: 'ada@elsewhere.test' }),
    }),
    // Consent was given before, as in a directory whose administrator gave it.
    loadExistingGrant: async ctx => {
        const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
        grant.addOIDCScope('openid profile email offline_access');
        await grant.save();
        return grant;
    },
});

provider.use(async (ctx, next) => {
    if (ctx.path === '/auth') {
        seen.pkce += ctx.query.code_challenge_method === 'S256' ? 1 : 0;
        seen.nonce += ctx.query.nonce ? 1 : 0;
        seen.prompts.push(ctx.query.prompt);
    }
    if (ctx.path === '/token' && order?.destroy) {
        order = null;
        ctx.respond = false;
        return ctx.req.socket.destroy();
    }
    await next();
    if (ctx.path.endsWith('/.well-known/openid-configuration')) {
        ctx.body = { ...ctx.body, issuer: metadataIssuer, jwks_uri: `${issuer}/jwks` };
    }
    if (ctx.path === '/token' && order && ctx.status === 200) {
        const now = order;
        order = null;
        if (now.status) {
            ctx.status = now.status;
            ctx.body = now.body ?? { error: 'server_error' };
            return;
        }
        const claims = { ...decodeJwt(ctx.body.id_token), ...now.claims };
        for (const name of now.without ?? []) delete claims[name];
        const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url');
        const token = now.alg === 'none' ? `${encode({ alg: 'none' })}.${encode(claims)}.`
            : await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'ours' }).sign(await importJWK(now.key === 'other' ? other : key, 'RS256'));
        ctx.body = { ...ctx.body, id_token: now.without?.includes('id_token') ? undefined : token };
    }
    if (ctx.path === '/token') seen.tokens++;
});

const prefix = `/sandbox/${new URL(issuer).host}${new URL(issuer).pathname}`;
const answer = provider.callback();
http.createServer(async (request, response) => {
    if (request.url === '/control') {
        let text = '';
        for await (const part of request) text += part;
        if (request.method === 'POST') order = JSON.parse(text);
        return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(seen));
    }
    if (request.url.startsWith('/interaction/')) {
        // The person picks the account and is signed in: no page in between.
        try {
            request.originalUrl = request.url;
            return await provider.interactionFinished(request, response, { login: { accountId: 'ada' }, select_account: {}, consent: {} }, { mergeWithLastSubmission: false });
        } catch (problem) {
            return response.writeHead(500).end(problem.message);
        }
    }
    // Other names of the same directory, such as "organizations", lead to the same place.
    request.originalUrl = request.url;
    const at = /^\/sandbox\/[^/]+\/[^/]+\/v2\.0/.exec(request.url);
    request.url = at ? request.url.slice(at[0].length) || '/' : request.url;
    return answer(request, response);
}).listen(0, '127.0.0.1', function () { process.stdout.write(JSON.stringify({ port: this.address().port, prefix }) + '\n'); });
