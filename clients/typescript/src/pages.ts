import { asObject } from './errors.js';

/** The query of the page that follows, for each of the three ways in which the surfaces page; undefined after the last. */
export function nextPage(page: unknown, query: Record<string, unknown>, count: number): Record<string, unknown> | undefined {
    const body = asObject(page) ?? {};
    const byCursor = asObject(body['pagination']);
    if (byCursor) {
        return byCursor['hasMore'] === true && typeof byCursor['nextCursor'] === 'string' ? { ...query, cursor: byCursor['nextCursor'] } : undefined;
    }

    const byNumber = asObject(asObject(body['data'])?.['pagination']);
    if (byNumber) {
        const number = Number(byNumber['page']);
        return number < Number(byNumber['pages']) ? { ...query, page: number + 1 } : undefined;
    }

    // A page without anything would be asked for again and again.
    const offset = Number(query['offset'] ?? 0) + count;
    const hasMore = body['hasMore'] === true || offset < Number(body['totalItems'] ?? 0);
    return count > 0 && hasMore ? { ...query, offset } : undefined;
}
