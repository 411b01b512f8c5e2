// The reference server as it is (@modelcontextprotocol/server-everything), behind the path that the hub calls.
import http from 'node:http';
import net from 'node:net';

const free = () => new Promise(resolve => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address();
        probe.close(() => resolve(port));
    });
});

process.env.PORT = String(await free());
// What it prints is not for the one that started us.
console.log = () => {};
await import('@modelcontextprotocol/server-everything/dist/transports/streamableHttp.js');

const gate = http.createServer((request, response) => {
    const onward = http.request({ host: '127.0.0.1', port: process.env.PORT, path: '/mcp', method: request.method, headers: request.headers }, answer => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
    });
    onward.on('error', error => response.writeHead(502).end(error.message));
    request.pipe(onward);
});
gate.listen(0, '127.0.0.1', () => process.stdout.write(JSON.stringify({ port: gate.address().port }) + '\n'));
