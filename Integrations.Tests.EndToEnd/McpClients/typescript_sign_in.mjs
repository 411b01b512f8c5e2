// The official TypeScript client signs in by itself: it finds the authorization server, sends its person there, exchanges the code, and renews its token.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { UnauthorizedError, auth } from '@modelcontextprotocol/sdk/client/auth.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { letIn } from './person.mjs';

const hub = new URL(process.env.HUB_URL);
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
