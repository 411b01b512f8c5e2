// The official TypeScript client: lists tools, searches with progress, reads what the search links to, and runs an action.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const client = new Client({ name: 'typescript-client', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', process.env.HUB_URL), { requestInit: { headers: { Authorization: `Bearer ${process.env.TOKEN}` } } }));
const progress = [];
const tools = (await client.listTools()).tools.map(tool => tool.name);
const found = await client.callTool({ name: 'search', arguments: { limit: 2, entityTypes: ['issue'] } }, undefined, { onprogress: told => progress.push(told.message) });
const link = found.content.find(block => block.type === 'resource_link');
const read = await client.readResource({ uri: link.uri });
const entity = found.structuredContent.results[0].vendorData[0];
const made = await client.callTool({ name: 'github__create_issue', arguments: { repository: entity.metadata.container, title: 'Made by the TypeScript client' } });
const refused = await client.callTool({ name: 'run_action', arguments: { integrationId: found.structuredContent.results[0].integrationId, action: 'close_issue', parameters: {} } });
process.stdout.write(JSON.stringify({
    server: client.getServerVersion().name,
    tools,
    progress,
    title: entity.title,
    read: JSON.parse(read.contents[0].text).vendorData.title,
    made: made.structuredContent.vendorData.entity.title,
    refused: refused.structuredContent.error.code,
}));
await client.close();
