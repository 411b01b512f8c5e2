import type { paths } from './api.js';

export type HubMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

type OperationOf<P extends keyof paths, M extends HubMethod> = paths[P] extends Record<M, infer O> ? O : never;

/** The paths that have a method. */
export type HubPath<M extends HubMethod> = { [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never }[keyof paths];

type JsonOf<R> = R extends { content: { 'application/json': infer A } } ? A : never;

/** What a good answer holds; undefined where there is nothing to read. */
export type HubAnswer<P extends keyof paths, M extends HubMethod> =
    OperationOf<P, M> extends { responses: infer R }
        ? R extends { 200: infer A } ? JsonOf<A> : R extends { 201: infer A } ? JsonOf<A> : R extends { 202: infer A } ? JsonOf<A> : undefined
        : never;

type PathPart<O> = O extends { parameters: { path: infer V } } ? { path: V } : unknown;
type QueryPart<O> = O extends { parameters: { query: infer V } } ? { query: V } : O extends { parameters: { query?: infer V } } ? [V] extends [never] ? unknown : { query?: V } : unknown;
type BodyPart<O> = O extends { requestBody: { content: { 'application/json': infer V } } } ? { body: V } : O extends { requestBody?: { content: { 'application/json': infer V } } } ? { body?: V } : unknown;

/** What a call says: the operation's own parameters, and what every call may say. */
export type HubRequest<P extends keyof paths, M extends HubMethod> = PathPart<OperationOf<P, M>> & QueryPart<OperationOf<P, M>> & BodyPart<OperationOf<P, M>> & CallOptions;

export interface CallOptions {
    /** The version that is to be changed: the etag of an earlier answer. */
    ifMatch?: string;
    /** New for every thing to be done; with it a POST or PATCH is tried again, and done once. */
    idempotencyKey?: string;
    signal?: AbortSignal;
}

/** A request as the client sends it, whatever the operation. */
export interface AnyRequest extends CallOptions {
    path?: Record<string, string | number>;
    query?: Record<string, unknown>;
    body?: unknown;
}
