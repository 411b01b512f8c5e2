export async function resolve(specifier, context, next) {
    return specifier === 'fs' && context.parentURL?.includes('/@modelcontextprotocol/conformance/')
        ? { url: new URL('./conformance_fs.mjs', import.meta.url).href, shortCircuit: true }
        : next(specifier, context);
}
