// GitHub's own client.
import { Octokit } from '@octokit/rest';

const { sandbox, tokens, text } = JSON.parse(process.env.SCENE);

const github = new Octokit({ baseUrl: `${sandbox}/api.github.com`, auth: tokens.access_token });

const profile = await github.users.getAuthenticated();
const search = await github.search.issuesAndPullRequests({ q: `${text} is:issue author:@me`, per_page: 20 });
const [owner, repo] = search.data.items[0].repository_url.split('/').slice(-2);
const read = await github.issues.get({ owner, repo, issue_number: search.data.items[0].number });

console.log(JSON.stringify({
    profile: profile.data.login,
    found: search.data.items.map(issue => ({ id: String(issue.id), title: issue.title })),
    read: { id: String(read.data.id), title: read.data.title },
}));
