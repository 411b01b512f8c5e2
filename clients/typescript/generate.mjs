// Writes the types of the API (src/api.ts) from docs/api/all.json: node generate.mjs DOCUMENT OUTPUT
// Examples, and the errors of each operation, stay out: errors are one type (src/errors.ts), and thousands of lines otherwise.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const [, , document, output] = process.argv;
const api = JSON.parse(readFileSync(document, 'utf8'));

function withoutExamples(node) {
    if (Array.isArray(node)) {
        return node.map(withoutExamples);
    }

    return node && typeof node === 'object'
        ? Object.fromEntries(Object.entries(node).filter(([name, value]) => !(name === 'example' && !value?.type)).map(([name, value]) => [name, withoutExamples(value)]))
        : node;
}

for (const path of Object.values(api.paths)) {
    for (const operation of Object.values(path)) {
        operation.responses = Object.fromEntries(Object.entries(operation.responses).filter(([status]) => status < '400'));
    }
}

const types = astToString(await openapiTS(withoutExamples(api)));
writeFileSync(output, `// Made from docs/api by scripts/generate-client. A change here is lost.\n${types}`);
