// Microsoft's own client. It sends the token over https only, and to another host than Graph's when told its name.
import { Client } from '@microsoft/microsoft-graph-client';

const { sandbox, tokens, text } = JSON.parse(process.env.SCENE);

const graph = Client.init({
    baseUrl: `${sandbox}/graph.microsoft.com/`,
    customHosts: new Set([new URL(sandbox).hostname]),
    authProvider: done => done(null, tokens.access_token),
});

const day = 24 * 60 * 60 * 1000;
const profile = await graph.api('/me').get();
const search = await graph.api('/me/calendarView')
    .query({ startDateTime: new Date(Date.now() - 30 * day).toISOString(), endDateTime: new Date(Date.now() + 30 * day).toISOString() })
    .select('id,subject').orderby('start/dateTime').top(50).get();
const found = search.value.filter(event => event.subject.includes(text));
const read = await graph.api(`/me/events/${found[0].id}`).get();

console.log(JSON.stringify({
    profile: profile.mail,
    found: found.map(event => ({ id: event.id, title: event.subject })),
    read: { id: read.id, title: read.subject },
}));
