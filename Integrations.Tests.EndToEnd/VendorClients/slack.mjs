// Slack's own client.
import { WebClient } from '@slack/web-api';

const { sandbox, tokens, text } = JSON.parse(process.env.SCENE);

const slack = new WebClient(tokens.authed_user?.access_token ?? tokens.access_token, {
    slackApiUrl: `${sandbox}/slack.com/api/`,
    retryConfig: { retries: 0 },
});

const { user_id } = await slack.auth.test();
const profile = await slack.users.info({ user: user_id });
const search = await slack.search.messages({ query: text, count: 20 });
const [first] = search.messages.matches;
const read = await slack.conversations.history({ channel: first.channel.id, latest: first.ts, oldest: first.ts, inclusive: true, limit: 1 });

console.log(JSON.stringify({
    profile: profile.user.profile.email,
    found: search.messages.matches.map(message => ({ id: message.ts, title: message.text })),
    read: { id: read.messages[0].ts, title: read.messages[0].text },
}));
