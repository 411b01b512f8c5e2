// The official conformance suite against the hub's server. It sends no token, so a gate on loopback adds it and changes nothing else.
import http from 'node:http';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';

const hub = new URL(process.env.HUB_URL);
const gate = http.createServer((request, response) => {
    const onward = http.request({ host: hub.hostname, port: hub.port, path: request.url, method: request.method, headers: { ...request.headers, authorization: `Bearer ${process.env.TOKEN}` } }, answer => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
    });
    onward.on('error', error => response.writeHead(502).end(error.message));
    request.pipe(onward);
});
await new Promise(resolve => gate.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${gate.address().port}/mcp`;

const run = (scenario, folder) => new Promise(resolve => {
    const suite = spawn('node', ['--import', './conformance_loader.mjs', 'node_modules/@modelcontextprotocol/conformance/dist/index.js', 'server', '--url', address, '--scenario', scenario, '-o', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    suite.stdout.on('data', text => { said += text; });
    suite.stderr.on('data', text => { said += text; });
    suite.on('close', code => resolve({ code, said }));
});

const results = {};
for (const scenario of process.env.SCENARIOS.split(' ')) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mcp-conformance-'));
    const { code, said } = await run(scenario, folder);
    const file = fs.readdirSync(folder, { recursive: true }).find(name => name.endsWith('checks.json'));
    const checks = file ? JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) : [];
    results[scenario] = {
        code,
        passed: checks.filter(check => check.status === 'SUCCESS').length,
        failed: checks.filter(check => check.status === 'FAILURE').map(check => `${check.id}: ${check.errorMessage ?? ''}`),
        said: code === 0 ? '' : said.slice(-2000),
    };
    fs.rmSync(folder, { recursive: true });
}

gate.close();
process.stdout.write(JSON.stringify(results));
