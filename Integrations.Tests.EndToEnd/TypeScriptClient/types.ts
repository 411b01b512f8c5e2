// What the compiler has to take, and to refuse: a line that is expected to be an error and is none is one.
import { IntegrationsHub } from './src/index.js';
import type { HubResult, components } from './src/index.js';

declare const hub: IntegrationsHub;

export const list: Promise<HubResult<components['schemas']['InstanceListResponse']>> = hub.get('/api/tenant/integrations', { query: { limit: 5 } });
export const created: Promise<HubResult<components['schemas']['InstanceResponse']>> = hub.post('/api/tenant/integrations', { body: { integrationId: 'github', name: 'A' }, idempotencyKey: 'k' });
export const deleted: Promise<HubResult<undefined>> = hub.delete('/api/tenant/integrations/{id}', { path: { id: 'a' } });
export const names: AsyncIterable<string> = hub.each('/api/tenant/integrations', {}, page => page.integrations.map(integration => integration.name));

// @ts-expect-error There is no such path.
hub.get('/api/tenant/nothing', {});
// @ts-expect-error The path has no such method.
hub.put('/api/tenant/integrations', {});
// @ts-expect-error The id is required.
hub.get('/api/tenant/integrations/{id}', {});
// @ts-expect-error A number, not a text.
hub.get('/api/tenant/integrations', { query: { limit: 'five' } });
// @ts-expect-error The name is required.
hub.post('/api/tenant/integrations', { body: { integrationId: 'github' } });
export async function value(): Promise<unknown> {
    const answer = await hub.get('/api/whoami', {});
    // @ts-expect-error A value is there once it was asked whether it is.
    return answer.value;
}
