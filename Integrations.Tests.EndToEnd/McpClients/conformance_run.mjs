// Runs the official conformance suite and reads what it found.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';

// What it says is handed on as it comes: a scenario may ask for a person.
const run = async (words, heard = () => {}) => {
    const program = spawn('node', ['--import', './conformance_loader.mjs', 'node_modules/@modelcontextprotocol/conformance/dist/index.js', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = text => {
        said += text;
        heard(said);
    };
    program.stdout.on('data', hear);
    program.stderr.on('data', hear);
    const code = await new Promise(resolve => program.on('close', resolve));
    return { code, said };
};

const inFolder = async work => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mcp-conformance-'));
    try {
        return await work(folder);
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
};

const files = folder => fs.readdirSync(folder, { recursive: true }).filter(name => name.endsWith('checks.json'));

const summary = checks => {
    const of = status => checks.filter(each => each.status === status).map(each => `${each.id}: ${each.errorMessage ?? ''}`);
    return { passed: of('SUCCESS').length, failed: of('FAILURE'), warned: of('WARNING'), skipped: of('SKIPPED') };
};

const read = (folder, name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));

// One command, all of its checks together.
export const check = (words, heard) => inFolder(async folder => {
    const { code, said } = await run([...words, '-o', folder], heard);
    return { code, ...summary(files(folder).flatMap(name => read(folder, name))), said: code === 0 ? '' : said.slice(-2000) };
});

// Many scenarios, each for itself. The folders are named after them: server-SCENARIO-TIME.
export const suite = words => inFolder(async folder => {
    const { said } = await run([...words, '-o', folder]);
    const found = files(folder).map(name => [name.split(path.sep)[0].replace(/^server-/, '').replace(/-\d{4}-\d{2}-\d{2}T.*$/, ''), summary(read(folder, name))]);
    return found.length > 0 ? Object.fromEntries(found) : { '': { passed: 0, failed: [said.slice(-2000)], warned: [], skipped: [] } };
});

// The scenarios for servers, and the revisions of the protocol that each belongs to; an extension belongs to none.
export const list = async () => {
    const { said } = await run(['list']);
    return said.split('Client scenarios')[0].split('\n').map(line => line.match(/^ +- (\S+) \[(.*)\]$/)).filter(found => found)
        .map(([, name, revisions]) => ({ name, revisions: revisions.split(',').filter(revision => /^\d/.test(revision)) }));
};
