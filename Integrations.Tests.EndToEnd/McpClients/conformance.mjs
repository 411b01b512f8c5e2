// The official conformance suite against the hub's server. It sends no token, so a gate on loopback adds it and changes nothing else.
import http from 'node:http';
import { check } from './conformance_run.mjs';

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

const results = {};
for (const scenario of process.env.SCENARIOS.split(' ')) {
    results[scenario] = await check(['server', '--url', address, '--scenario', scenario]);
}

gate.close();
process.stdout.write(JSON.stringify(results));
