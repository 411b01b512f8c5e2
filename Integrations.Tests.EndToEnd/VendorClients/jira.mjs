// Atlassian publishes no JavaScript client for Jira's REST API outside its Forge platform; jira.js is the community's.
import { Version3Client } from 'jira.js';

const { sandbox, tokens, text } = JSON.parse(process.env.SCENE);

const sites = await fetch(`${sandbox}/api.atlassian.com/oauth/token/accessible-resources`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
});
const [site] = await sites.json();
const jira = new Version3Client({
    host: `${sandbox}/api.atlassian.com/ex/jira/${site.id}`,
    authentication: { oauth2: { accessToken: tokens.access_token } },
});

const profile = await jira.myself.getCurrentUser();
const search = await jira.issueSearch.searchForIssuesUsingJqlEnhancedSearch({ jql: `text ~ "${text}" ORDER BY updated DESC`, fields: ['summary'], maxResults: 20 });
const read = await jira.issues.getIssue({ issueIdOrKey: search.issues[0].key, fields: ['summary'] });

console.log(JSON.stringify({
    profile: profile.emailAddress,
    found: search.issues.map(issue => ({ id: issue.id, title: issue.fields.summary })),
    read: { id: read.id, title: read.fields.summary },
}));
