// The official conformance suite against the hub's authorization server: its metadata, and a code grant for which a person lets the suite in.
import { check } from './conformance_run.mjs';
import { letIn } from './person.mjs';

const hub = process.env.HUB_URL;
let asked = false;
let problem = '';
const result = await check(
    ['authorization', '--url', new URL(hub).origin, '--client-id', process.env.CLIENT_ID, '--resource', new URL('/mcp', hub).href, '--port', process.env.PORT],
    said => {
        const address = said.match(/https?:\/\/\S+\/oauth\/authorize\?\S+/)?.[0];
        if (address && !asked) {
            asked = true;
            letIn(address).then(back => fetch(back)).catch(error => { problem = error.message; });
        }
    });
process.stdout.write(JSON.stringify({ ...result, asked, problem }));
