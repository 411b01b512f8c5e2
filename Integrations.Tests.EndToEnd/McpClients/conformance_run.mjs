// Runs the official conformance suite and reads what it found.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';

// What it says is handed on as it comes: a scenario may ask for a person.
export const check = async (words, heard = () => {}) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mcp-conformance-'));
    const suite = spawn('node', ['--import', './conformance_loader.mjs', 'node_modules/@modelcontextprotocol/conformance/dist/index.js', ...words, '-o', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = text => {
        said += text;
        heard(said);
    };
    suite.stdout.on('data', hear);
    suite.stderr.on('data', hear);
    const code = await new Promise(resolve => suite.on('close', resolve));
    const checks = fs.readdirSync(folder, { recursive: true }).filter(name => name.endsWith('checks.json')).flatMap(name => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')));
    fs.rmSync(folder, { recursive: true });
    const of = status => checks.filter(each => each.status === status).map(each => `${each.id}: ${each.errorMessage ?? ''}`);
    return { code, passed: of('SUCCESS').length, failed: of('FAILURE'), warned: of('WARNING'), said: code === 0 ? '' : said.slice(-2000) };
};
