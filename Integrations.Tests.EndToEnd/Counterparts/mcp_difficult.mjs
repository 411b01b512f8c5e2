// A server on the protocol's own SDK that does what real ones do: loses sessions, pages its list, answers in pieces, and gives
// blocks of every kind. POST /control says what is to go wrong next; GET /control tells what was called.
import http from 'node:http';
import { randomUUID } from 'node:crypto';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const anything = { type: 'object', properties: { text: { type: 'string' } } };
const names = ['plain_tool', 'folder/report', 'größe', 'größen', 'two words', 'fails', 'structured', 'structured_and_more', 'two_texts', 'blocks', 'unknown_blocks'];
const more = Array.from({ length: 23 }, (_, i) => `filler_${i}`);
const tools = [...names, ...more].map(name => ({ name, description: `Tool ${name}`, inputSchema: anything }));
const pageSize = 7;

const sessions = new Map();
const orders = [];
const calls = [];
let initialized = 0;

const answers = {
    fails: () => ({ isError: true, content: [{ type: 'text', text: 'The report is locked.' }, { type: 'text', text: 'Unlock it first.' }] }),
    structured: () => ({ structuredContent: { count: 2, of: 'things' }, content: [{ type: 'text', text: '{"of":"things","count":2}' }] }),
    structured_and_more: () => ({ structuredContent: { count: 2 }, content: [{ type: 'text', text: 'Two were found, one is old.' }] }),
    two_texts: () => ({ content: [{ type: 'text', text: 'first' }, { type: 'text', text: 'second' }] }),
    blocks: () => ({
        content: [
            { type: 'text', text: 'first' },
            { type: 'text', text: 'second' },
            { type: 'resource_link', uri: 'https://files.example.test/r.pdf', name: 'r.pdf' },
            { type: 'resource', resource: { uri: 'file:///notes.txt', mimeType: 'text/plain', text: 'Kept as it is: ü' } },
            { type: 'resource', resource: { uri: 'file:///photo.bin', mimeType: 'application/octet-stream', blob: 'AAEC' } },
            { type: 'image', data: 'iVBORw0KGgo=', mimeType: 'image/png' },
            { type: 'audio', data: 'UklGRg==', mimeType: 'audio/wav' },
        ],
        isError: false,
    }),
    // The SDK refuses to send a kind that it does not know; servers in other languages do send them.
    unknown_blocks: () => ({ content: [{ type: 'text', text: 'known' }, { type: 'hologram', depth: 3 }, { type: 'image' }, 7, null] }),
};

function newServer() {
    const server = new Server({ name: 'difficult', title: 'A difficult server', version: '1.0.0' }, { capabilities: { tools: {} } });
    server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
        const from = Number(params?.cursor ?? 0);
        return { tools: tools.slice(from, from + pageSize), ...(from + pageSize < tools.length ? { nextCursor: String(from + pageSize) } : {}) };
    });
    server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
        calls.push(params.name);
        return answers[params.name]?.() ?? { content: [{ type: 'text', text: JSON.stringify({ ran: params.name, with: params.arguments ?? {} }) }] };
    });
    return server;
}

const error = (response, status, id, message) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', error: { code: status === 404 ? -32001 : -32000, message }, id: id ?? null }));

// A few bytes at a time, with comments between events: chunks never fit what is in them.
function inPieces(response) {
    const [head, write, end] = [response.writeHead.bind(response), response.write.bind(response), response.end.bind(response)];
    let isStream = false;
    response.writeHead = (status, ...rest) => {
        const headers = Object.fromEntries(Object.entries(rest.at(-1) ?? {}).filter(([name]) => name.toLowerCase() !== 'content-length'));
        isStream = String(headers['content-type'] ?? headers['Content-Type'] ?? response.getHeader('content-type')).startsWith('text/event-stream');
        response.removeHeader('content-length');
        head(status, headers);
        return response;
    };
    response.write = (chunk, encoding, done) => {
        const bytes = Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8');
        if (isStream) write(': a comment\r\n\r\n');
        for (let i = 0; i < bytes.length; i += 3) write(bytes.subarray(i, i + 3));
        const called = typeof encoding === 'function' ? encoding : done;
        if (called) setImmediate(called);
        return true;
    };
    response.end = (chunk, ...rest) => {
        if (chunk && typeof chunk !== 'function') response.write(chunk);
        return end(...rest.filter(argument => typeof argument === 'function'));
    };
}

http.createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const body = text === '' ? undefined : JSON.parse(text);
    if (request.url === '/control') {
        if (request.method === 'POST') {
            orders.push(...[body].flat());
            return response.writeHead(204).end();
        }
        return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ calls, initialized, sessions: sessions.size }));
    }

    const order = orders.findIndex(o => !o.method || o.method === body?.method);
    if (request.method === 'POST' && order >= 0) {
        const { status, message, times = 1 } = orders[order];
        if (times <= 1) orders.splice(order, 1); else orders[order].times = times - 1;
        sessions.delete(request.headers['mcp-session-id']);
        return error(response, status, body?.id, message);
    }

    let transport = sessions.get(request.headers['mcp-session-id']);
    if (request.headers['mcp-session-id'] && !transport) return error(response, 404, body?.id, 'Session not found');
    if (!transport) {
        transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID(), onsessioninitialized: id => { initialized++; sessions.set(id, transport); } });
        await newServer().connect(transport);
    }

    if (body?.method === 'tools/call' && body.params.name === 'unknown_blocks') {
        calls.push(body.params.name);
        return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id: body.id, result: answers.unknown_blocks() }));
    }

    inPieces(response);
    await transport.handleRequest(request, response, body);
}).listen(0, '127.0.0.1', function () { process.stdout.write(JSON.stringify({ port: this.address().port }) + '\n'); });
