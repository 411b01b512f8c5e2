// The suite reads files of other commands by fs.globSync, which Node has from 22 on; nothing that runs here calls it.
import fs from 'node:fs';
import { register } from 'node:module';

if (!fs.globSync) {
    register('./conformance_hooks.mjs', import.meta.url);
}
