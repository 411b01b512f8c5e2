// The official TypeScript client signs in by itself: it finds the authorization server, sends its person there, exchanges the code, and renews its token.
// The person is a browser of a few lines: it signs in to the hub, and lets the program in.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { UnauthorizedError, auth } from '@modelcontextprotocol/sdk/client/auth.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const hub = new URL(process.env.HUB_URL);
const cookies = new Map();
const unescape = text => text.replaceAll('&quot;', '"').replaceAll('&#x2B;', '+').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
// The layout has a form of its own before the page's.
const fields = (page, action) => [...page.slice(action ? page.indexOf(`action="${action}"`) : 0).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(found => [unescape(found[1]), unescape(found[2])]);

const browse = async (address, form) => {
    const answer = await fetch(new URL(address, hub), {
        method: form ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { accept: 'text/html', cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        body: form && new URLSearchParams(form),
    });
    for (const line of answer.headers.getSetCookie()) {
        const [name, ...value] = line.split(';')[0].split('=');
        cookies.set(name, value.join('='));
    }
    return { location: answer.headers.get('location'), page: await answer.text() };
};

// Follows redirects within the hub, answers its forms, and stops where the browser would leave for the program.
const letIn = async address => {
    let steps = 0;
    for (let step = await browse(address); steps < 12; steps++) {
        if (step.location) {
            if (new URL(step.location, hub).origin !== hub.origin) {
                return new URL(step.location);
            }
            step = await browse(step.location);
        } else if (step.page.includes('name="Form.Password"')) {
            const { pathname, search } = new URL(address);
            step = await browse(`/account/sign-in?returnUrl=${encodeURIComponent(pathname + search)}`, [['_handler', 'sign-in'], fields(step.page, '').find(([name]) => name === '__RequestVerificationToken'), ['Form.Email', process.env.EMAIL], ['Form.Password', process.env.PASSWORD]]);
        } else {
            step = await browse('/oauth/authorize', [...fields(step.page, '/oauth/authorize'), ['decision', 'accept']]);
        }
    }
    throw new Error('The browser went round in circles.');
};

let [information, tokens, verifier, code, renewals] = [process.env.CLIENT_ID ? { client_id: process.env.CLIENT_ID } : undefined, undefined, undefined, undefined, 0];
const provider = {
    redirectUrl: 'http://127.0.0.1:41777/callback',
    clientMetadata: { client_name: 'TypeScript client', redirect_uris: ['http://127.0.0.1:41777/callback'], token_endpoint_auth_method: 'none' },
    clientInformation: () => information,
    saveClientInformation: given => { information = given; },
    tokens: () => tokens,
    saveTokens: given => { tokens = given; renewals++; },
    redirectToAuthorization: async address => {
        const back = await letIn(address.href);
        code = back.searchParams.get('code') ?? (() => { throw new Error(back.href); })();
    },
    saveCodeVerifier: given => { verifier = given; },
    codeVerifier: () => verifier,
};

const connect = async () => {
    const client = new Client({ name: 'typescript-client', version: '1.0.0' });
    const transport = new StreamableHTTPClientTransport(new URL('/mcp', hub), { authProvider: provider });
    try {
        await client.connect(transport);
        return client;
    } catch (error) {
        if (!(error instanceof UnauthorizedError)) {
            throw error;
        }
        await transport.finishAuth(code);
        return null;
    }
};

const first = await connect();
const client = first ?? await connect();
const tools = (await client.listTools()).tools.map(tool => tool.name);
await client.close();
const before = tokens.access_token;
await auth(provider, { serverUrl: new URL('/mcp', hub) });
const again = await connect();
const toolsAgain = (await again.listTools()).tools.map(tool => tool.name);
await again.close();
process.stdout.write(JSON.stringify({ asked: first === null, clientId: information.client_id, tools, toolsAgain, renewed: tokens.access_token !== before, renewals }));
