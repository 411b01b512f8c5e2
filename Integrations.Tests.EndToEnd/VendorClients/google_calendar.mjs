// Google's own client. It is given a refresh token only, so that its own sign-in library fetches the access token.
import { calendar, auth } from '@googleapis/calendar';

const { sandbox, tokens, client, text } = JSON.parse(process.env.SCENE);

const signedIn = new auth.OAuth2({
    clientId: client.id,
    clientSecret: client.secret,
    endpoints: { oauth2TokenUrl: `${sandbox}/oauth2.googleapis.com/token` },
});
signedIn.setCredentials({ refresh_token: tokens.refresh_token });
// Its `rootUrl` keeps no path, so its `adapter` option leads the requests to the sandbox.
const google = calendar({
    version: 'v3',
    auth: signedIn,
    adapter: (request, send) => send({ ...request, url: String(request.url).replace('https://', `${sandbox}/`) }),
});

const profile = await google.calendarList.list();
const search = await google.events.list({ calendarId: 'primary', q: text, singleEvents: true, orderBy: 'startTime' });
const read = await google.events.get({ calendarId: 'primary', eventId: search.data.items[0].id });

console.log(JSON.stringify({
    profile: profile.data.items.find(calendar => calendar.primary).id,
    found: search.data.items.map(event => ({ id: event.id, title: event.summary })),
    read: { id: read.data.id, title: read.data.summary },
}));
