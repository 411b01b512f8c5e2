// Fills a hub of the former version with data, as people and programs do: by its API and its pages.
//   node fill.mjs http://127.0.0.1:5391
import { chromium } from 'playwright-core';
const base = process.argv[2];
async function call(method, path, body, token) {
  const answer = await fetch(base + path, { method, headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) }, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}
const token = async email => (await call('POST', '/api/auth/token', { email, password: 'Demo-Passw0rd!' })).accessToken;
const admin = await token('admin@acme.test');
const credentials = await (await fetch(base + '/sandbox/credentials')).json();
const pasted = (provider, kind) => credentials.find(c => c.provider === provider && c.kind === kind && c.behaviour === 'healthy').fields;
async function connect(provider, path, body) {
  const made = await call('POST', '/api/tenant/integrations', { integrationId: provider, name: `Former ${provider}` }, admin);
  const id = made.id ?? made.integration?.id;
  await call('POST', `/api/tenant/integrations/${id}/connect/${path}`, body, admin);
  return id;
}
const { token: github } = pasted('github', 'api_key');
const githubId = await connect('github', 'api-key', { apiKey: github });
const slackId = await connect('slack', 'api-key', { apiKey: pasted('slack', 'api_key').token });
await connect('webhook', 'custom', { credentials: { url: 'https://receiver.example.org/hook', secret: 'whsec-of-the-former-fixture' } });
await call('POST', '/v1/integrations/webhooks', { url: 'https://events.example.org/hub', events: ['integration.connected', 'link.created'], name: 'Former events' }, admin).catch(e => console.log(String(e)));
await call('POST', '/api/tenant/templates', { integrationId: githubId, name: 'Former template' }, admin).catch(e => console.log(String(e)));
await call('PUT', `/api/integrations/${githubId}/inbound-address`, {}, admin).catch(e => console.log(String(e)));
console.log(JSON.stringify(await call('POST', `/api/integrations/${githubId}/search`, { query: 'a', limit: 3 }, admin)).slice(0, 200));

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
const page = await browser.newPage();
page.setDefaultTimeout(120_000);
await page.goto(base + '/account/sign-in');
await page.getByLabel('E-mail address').fill('user@acme.test');
await page.getByLabel('Password').fill('Demo-Passw0rd!');
await page.getByRole('button', { name: 'Sign in' }).first().click();
await page.locator('.shell[data-interactive=true]').waitFor();
await page.getByRole('link', { name: 'Meetings', exact: true }).click();
await page.getByRole('link', { name: 'Weekly product sync' }).first().click();
await page.getByRole('button', { name: 'Connect Google Calendar' }).click();
await page.getByRole('button', { name: 'Allow' }).click();
await page.getByRole('group', { name: 'Likely matches' }).getByRole('option').first().click();
await page.getByRole('article', { name: 'Weekly product sync' }).waitFor();
await browser.close();
console.log('linked');
