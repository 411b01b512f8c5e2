/** A path at a vendor's, below its base address: what could make another address of it is refused before it is sent. */
export function checkVendorPath(path: string): string {
    const segments = (path.split('?')[0] ?? '').split('/');
    const isDots = (segment: string) => ['.', '..'].includes(segment.replace(/%2e/gi, '.'));
    if (path === '' || path.startsWith('/') || segments[0]?.includes(':') || /[\\#\s\u0000-\u001f\u007f]/.test(path) || segments.some(isDots)) {
        throw new TypeError('The path must be relative to the vendor\'s base address, such as user/repos, and percent-encoded, without dot segments.');
    }

    return path;
}
