// The official conformance suite against the hub's server: every scenario that it has, at every revision that it has it for. It sends no token, so a gate
// on loopback adds it and changes nothing else.
import http from 'node:http';
import { list, suite } from './conformance_run.mjs';

const hub = new URL(process.env.HUB_URL);
const gate = http.createServer((request, response) => {
    const onward = http.request({ host: hub.hostname, port: hub.port, path: request.url, method: request.method, headers: { ...request.headers, authorization: `Bearer ${process.env.TOKEN}` } }, answer => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
    });
    onward.on('error', error => response.destroyed || response.writeHead(502).end(error.message));
    // Who ends their side ends the hub's: a stream that is listened to ends by that alone.
    response.on('close', () => onward.destroy());
    request.pipe(onward);
});
await new Promise(resolve => gate.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${gate.address().port}/mcp`;

const scenarios = await list();
const found = {};
for (const revision of [...new Set(scenarios.flatMap(scenario => scenario.revisions))].sort()) {
    found[revision] = await suite(['server', '--url', address, '--suite', 'all', '--spec-version', revision]);
}

gate.closeAllConnections();
gate.close();
process.stdout.write(JSON.stringify({ scenarios, found }));
