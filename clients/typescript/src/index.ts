export { IntegrationsHub } from './hub.js';
export type { HubOptions, HubCredentials } from './options.js';
export type { HubRequest, HubPath, HubAnswer, HubMethod } from './operations.js';
export { HubException } from './errors.js';
export type { HubError, HubErrorKind, HubResult } from './errors.js';
export { verifyWebhook } from './webhook.js';
export type { HubEvent, WebhookHeaders, WebhookRefusal, WebhookVerification } from './webhook.js';
export type { components, operations, paths } from './api.js';
