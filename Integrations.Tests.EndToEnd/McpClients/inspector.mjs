// The Inspector's command line: lists tools, then calls one.
import { spawn } from 'node:child_process';

const inspect = (...rest) => new Promise((resolve, reject) => {
    const cli = spawn('node', ['node_modules/@modelcontextprotocol/inspector/cli/build/cli.js', '--cli', `${process.env.HUB_URL}mcp`, '--transport', 'http', '--header', `Authorization: Bearer ${process.env.TOKEN}`, ...rest], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, errors] = ['', ''];
    cli.stdout.on('data', text => { said += text; });
    cli.stderr.on('data', text => { errors += text; });
    cli.on('close', code => (code === 0 ? resolve(JSON.parse(said)) : reject(new Error(`${code}: ${errors} ${said}`))));
});

const listed = await inspect('--method', 'tools/list');
const called = await inspect('--method', 'tools/call', '--tool-name', 'list_connected');
process.stdout.write(JSON.stringify({ tools: listed.tools.map(tool => tool.name), integrations: called.structuredContent.integrations.map(each => each.name) }));
