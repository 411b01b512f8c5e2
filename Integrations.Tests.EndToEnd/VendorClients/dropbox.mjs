// Dropbox's own client. Its addresses cannot carry a path in front, so its `fetch` option leads them to the sandbox.
import { Dropbox } from 'dropbox';

const { sandbox, tokens, text } = JSON.parse(process.env.SCENE);

const dropbox = new Dropbox({
    accessToken: tokens.access_token,
    fetch: (address, options) => fetch(address.replace('https://', `${sandbox}/`), options),
});

const profile = await dropbox.usersGetCurrentAccount();
const search = await dropbox.filesSearchV2({ query: text });
const found = search.result.matches.map(match => match.metadata.metadata);
const read = await dropbox.filesGetMetadata({ path: found[0].id });

console.log(JSON.stringify({
    profile: profile.result.email,
    found: found.map(file => ({ id: file.id, title: file.name })),
    read: { id: read.result.id, title: read.result.name },
}));
